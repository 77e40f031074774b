"""An invitation works once, for its address, until its day, unless revoked."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from ifi.accounts.errors import PasswordWeak
from ifi.accounts.models import User
from ifi.members import errors, services
from ifi.members.models import Invitation, Membership
from ifi.members.rules import INVITATION_DAYS
from ifi.members.tokens import token_of
from ifi.notices.models import Notice
from tests.members.scene import DAY, O, a_person, acting, an_organisation, member_of

PASSWORD = "a long and quiet sentence"
AGREED = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def scene(db):
    organisation = an_organisation()
    return organisation, member_of(organisation, O.ADMIN)


def invite(organisation, admin, email, *roles, on=DAY):
    return services.invite(
        organisation_id=organisation.pk, email=email, roles=roles or [O.VIEWER], language="ru", by=admin, on=on
    )


def test_whoever_is_invited_accepts_and_holds_the_roles(scene):
    organisation, admin = scene
    person = a_person()
    invitation = invite(organisation, admin, person.email.upper(), O.ENGINEER, O.VIEWER)
    services.accept_invitation(token=token_of(invitation.number), by=person, on=DAY)
    assert acting(person, organisation).acting.roles == {O.ENGINEER, O.VIEWER}


def test_without_an_account_one_is_opened_with_the_address_of_the_invitation(scene):
    organisation, admin = scene
    token = token_of(invite(organisation, admin, "New@Example.kz").number)
    with pytest.raises(PasswordWeak):
        services.join_with_new_account(token=token, name="Aigul", password="password", consented_at=AGREED, on=DAY)
    given = {"name": " Aigul  S. ", "password": PASSWORD, "consented_at": AGREED}
    person = services.join_with_new_account(token=token, **given, on=DAY)
    assert person.consented_at == AGREED
    assert (person.email, person.name, person.roles, person.language) == ("new@example.kz", "Aigul S.", [], "ru")
    assert acting(person, organisation).acting.roles == {O.VIEWER}


def test_a_link_works_once(scene):
    organisation, admin = scene
    person = a_person()
    token = token_of(invite(organisation, admin, person.email).number)
    services.accept_invitation(token=token, by=person, on=DAY)
    services.end_membership(membership_id=Membership.objects.get(person=person).pk, by=person, on=DAY)
    with pytest.raises(errors.InvitationUnknown):
        services.accept_invitation(token=token, by=person, on=DAY)


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_twice_at_the_same_moment_works_once():
    organisation = an_organisation()
    admin, person = member_of(organisation, O.ADMIN), a_person()
    token = token_of(invite(organisation, admin, person.email).number)
    together, outcomes = Barrier(2), []

    def accept():
        together.wait()
        try:
            services.accept_invitation(token=token, by=person, on=DAY)
            outcomes.append("joined")
        except (errors.InvitationUnknown, errors.MemberAlready):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined", "refused"]
    assert Membership.objects.filter(person=person).count() == 1


def test_it_lapses_after_its_last_day_and_makes_room_for_another(scene):
    organisation, admin = scene
    person = a_person()
    invitation = invite(organisation, admin, person.email)
    with pytest.raises(errors.InvitationWaits):
        invite(organisation, admin, person.email)
    late = DAY + timedelta(days=INVITATION_DAYS + 1)
    with pytest.raises(errors.InvitationUnknown):
        services.accept_invitation(token=token_of(invitation.number), by=person, on=late)
    again = invite(organisation, admin, person.email, on=late)
    services.accept_invitation(token=token_of(again.number), by=person, on=late)


def test_revoked_it_opens_nothing(scene):
    organisation, admin = scene
    person = a_person()
    invitation = invite(organisation, admin, person.email)
    services.revoke_invitation(invitation_id=invitation.pk, by=admin, on=DAY)
    with pytest.raises(errors.InvitationUnknown):
        services.accept_invitation(token=token_of(invitation.number), by=person, on=DAY)


def test_it_is_for_its_address_only(scene):
    organisation, admin = scene
    token = token_of(invite(organisation, admin, "somebody@example.kz").number)
    with pytest.raises(errors.InvitationForAnother):
        services.accept_invitation(token=token, by=a_person(), on=DAY)


@pytest.mark.parametrize("change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "0" + t, lambda t: ""])
def test_a_link_that_was_tampered_with_opens_nothing(scene, change):
    organisation, admin = scene
    person = a_person()
    token = token_of(invite(organisation, admin, person.email).number)
    with pytest.raises(errors.InvitationUnknown):
        services.accept_invitation(token=change(token), by=person, on=DAY)


def test_the_database_does_not_hold_the_link(scene):
    organisation, admin = scene
    invitation = invite(organisation, admin, "new@example.kz")
    token = token_of(invitation.number)
    kept = [*Invitation.objects.values_list(), *Notice.objects.values_list()]
    assert token not in str(kept)
    assert not User.objects.filter(email="new@example.kz").exists()


def test_a_member_is_not_invited_again(scene):
    organisation, admin = scene
    with pytest.raises(errors.MemberAlready):
        invite(organisation, admin, member_of(organisation, O.VIEWER).email)
