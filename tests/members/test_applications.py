"""How the first person of an organisation comes in."""

import pytest
from django.db import IntegrityError, transaction

from ifi.accounts.rights import Role
from ifi.audit.models import Record
from ifi.core.errors import NotAllowed
from ifi.members import errors, letters, services
from ifi.members.models import Application, Membership
from ifi.members.services import Applied
from ifi.notices.models import Notice
from ifi.registry.models import Organisation
from ifi.registry.services import Names
from tests.members.scene import DAY, PDF, O, a_person, acting, an_organisation, member_of, new_bin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer():
    return a_person("Officer", Role.OFFICER)


def apply(person, bin, letter=PDF, **said):
    return services.apply_by_letter(applied=Applied(bin, **said), letter=[letter], by=person, on=DAY)


def test_approval_makes_the_applicant_an_administrator(officer):
    organisation, person = an_organisation(), a_person()
    application = apply(person, organisation.bin)
    assert not acting(person, organisation).acting
    services.approve_application(application_id=application.pk, by=officer, on=DAY)
    assert acting(person, organisation).acting.roles == {O.ADMIN}
    application.refresh_from_db()
    assert (application.state, application.decided_by, application.decided_on) == ("approved", officer, DAY)


def test_an_unknown_organisation_is_registered_only_on_approval(officer):
    number = new_bin()
    refused = apply(a_person(), number, names=Names(ru="ТОО «Завод»"), kind="industrial_enterprise")
    services.refuse_application(application_id=refused.pk, reason="The letter is not signed.", by=officer, on=DAY)
    assert not Organisation.objects.filter(bin=number).exists()
    approved = apply(a_person(), number, names=Names(ru="ТОО «Завод»"), kind="industrial_enterprise")
    services.approve_application(application_id=approved.pk, by=officer, on=DAY)
    organisation = Organisation.objects.get(bin=number)
    assert organisation.kinds == ["industrial_enterprise"]
    assert organisation.names.get().name_ru == "ТОО «Завод»"


def test_an_unknown_organisation_needs_a_name():
    with pytest.raises(errors.NameNeeded):
        apply(a_person(), new_bin())


def test_a_refusal_says_why(officer):
    application = apply(a_person(), an_organisation().bin)
    with pytest.raises(errors.ReasonNeeded):
        services.refuse_application(application_id=application.pk, reason="  ", by=officer, on=DAY)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_what_was_decided_is_not_decided_again(officer):
    application = apply(a_person(), an_organisation().bin)
    services.approve_application(application_id=application.pk, by=officer, on=DAY)
    with pytest.raises(errors.StepNotPossible):
        services.refuse_application(application_id=application.pk, reason="No.", by=officer, on=DAY)


def test_nobody_decides_on_their_own_application_or_organisation(officer):
    organisation = an_organisation()
    own = apply(officer, organisation.bin)
    with pytest.raises(errors.OwnApplication):
        services.approve_application(application_id=own.pk, by=officer, on=DAY)
    member = member_of(organisation, O.VIEWER, person=a_person("Both", Role.OFFICER))
    other = apply(a_person(), organisation.bin)
    with pytest.raises(errors.OwnApplication):
        services.approve_application(application_id=other.pk, by=member, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=own.pk).update(decided_by=officer)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_only_officers_decide(role):
    application = apply(a_person(), an_organisation().bin)
    someone = a_person("", role)
    for act in (
        lambda: services.approve_application(application_id=application.pk, by=someone, on=DAY),
        lambda: services.refuse_application(application_id=application.pk, reason="No.", by=someone, on=DAY),
        lambda: services.open_letter(application_id=application.pk, by=someone, on=DAY),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_one_application_for_an_organisation_waits_at_a_time():
    person, organisation = a_person(), an_organisation()
    first = apply(person, organisation.bin)
    with pytest.raises(errors.ApplicationWaits):
        apply(person, organisation.bin)
    services.withdraw_application(application_id=first.pk, by=person, on=DAY)
    apply(person, organisation.bin)


def test_a_person_cannot_flood_the_officers():
    person = a_person()
    for _ in range(5):
        apply(person, an_organisation().bin)
    with pytest.raises(errors.TooManyApplications):
        apply(person, an_organisation().bin)


def test_a_refused_letter_leaves_neither_row_nor_file(tmp_path):
    with pytest.raises(errors.LetterNotReadable):
        apply(a_person(), an_organisation().bin, letter=b"<script>")
    assert not Application.objects.exists()
    assert list((tmp_path / "letters").iterdir()) == []


def test_only_whoever_applied_withdraws():
    application = apply(a_person(), an_organisation().bin)
    with pytest.raises(NotAllowed):
        services.withdraw_application(application_id=application.pk, by=a_person(), on=DAY)


def test_every_act_is_recorded_and_those_concerned_are_told(officer):
    organisation, person = an_organisation(), a_person()
    application = apply(person, organisation.bin)
    services.open_letter(application_id=application.pk, by=officer, on=DAY)
    services.approve_application(application_id=application.pk, by=officer, on=DAY)
    events = Record.objects.filter(target_kind="application", target_key=str(application.pk)).order_by("pk")
    assert list(events.values_list("event", "person")) == [
        ("members.application_sent", person.pk),
        ("members.letter_read", officer.pk),
        ("members.application_approved", officer.pk),
    ]
    told = Notice.objects.order_by("pk").values_list("code", flat=True)
    assert list(told) == ["members.application_received", "members.application_approved"]
    assert letters.path_of(application.letter).exists()
    assert Membership.objects.get().begun_by == officer
