"""The first person of an organisation comes in with its certificate."""

from datetime import date, timedelta

import pytest

from ifi.members import errors, services
from ifi.members.models import Application
from ifi.members.services import Applied
from ifi.notices.models import Delivery
from ifi.registry.models import Organisation
from ifi.registry.services import Names
from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason
from ifi.signing.services import accept_signature, end_overdue
from tests.members.scene import O, a_person, acting, member_of
from tests.signing.conftest import BIN, OTHER_BIN, configured, scene_today

__all__ = ["configured", "scene_today"]
TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def apply(person, bin=BIN):
    return services.apply_by_signature(applied=Applied(bin, Names(ru="ТОО «Алтын Кен»")), by=person, on=TODAY)


def sign(scene, document, person):
    cms = scene.forge(content=document.stored).make()
    return accept_signature(document.pk, cms, by=person, on=TODAY, now=scene.now)


def test_the_organisations_certificate_makes_the_applicant_its_administrator_at_once(configured):
    person = a_person()
    document = apply(person)
    assert not Organisation.objects.filter(bin=BIN).exists()
    signature = sign(configured, document, person)
    organisation = Organisation.objects.get(bin=BIN)
    assert acting(person, organisation, TODAY).acting.roles == {O.ADMIN}
    application = Application.objects.get()
    assert (application.state, application.signature, application.decided_by) == ("approved", str(signature.pk), None)


def test_a_certificate_of_another_organisation_opens_nothing(configured):
    person = a_person()
    document = apply(person, OTHER_BIN)
    with pytest.raises(SignatureRefused):
        sign(configured, document, person)
    assert Application.objects.get().state == "submitted"
    assert not Organisation.objects.exists()


def test_nobody_joins_so_where_there_is_an_administrator(configured):
    organisation = Organisation.objects.create(bin=BIN)
    person = a_person()
    document = apply(person)
    member_of(organisation, O.ADMIN, on=TODAY)
    with pytest.raises(errors.HasAdministrator):
        sign(configured, document, person)
    assert not acting(person, organisation, TODAY).acting
    with pytest.raises(errors.HasAdministrator):
        apply(a_person())


def told(person):
    rows = Delivery.objects.filter(person=person, channel="page", notice__topic="signatures").order_by("pk")
    return [row.notice.code for row in rows.select_related("notice")]


def test_the_applicant_is_told_that_the_document_waits_and_that_it_is_signed(configured):
    person = a_person()
    sign(configured, apply(person), person)
    assert told(person) == ["signing.waiting", "signing.signed"]


def test_a_withdrawn_application_takes_its_document_back(configured):
    person = a_person()
    document = apply(person)
    services.withdraw_application(application_id=Application.objects.get().pk, by=person, on=TODAY)
    with pytest.raises(SignatureRefused) as refused:
        sign(configured, document, person)
    assert refused.value.reason is Reason.DOCUMENT_WITHDRAWN
    assert told(person) == ["signing.waiting"]


def test_an_application_that_is_not_signed_within_thirty_days_is_withdrawn_and_can_be_made_anew(configured):
    person = a_person()
    document = apply(person)
    assert document.sign_until == TODAY + timedelta(days=30)
    assert end_overdue(on=TODAY + timedelta(days=31)) == 1
    assert Application.objects.get().state == "withdrawn"
    assert told(person) == ["signing.waiting", "signing.expired"]
    assert apply(person).pk != document.pk


def test_what_an_officer_refused_is_not_signed_any_more(configured):
    person, officer = a_person(), a_person("Officer", "officer")
    document = apply(person)
    number = Application.objects.get().pk
    services.refuse_application(application_id=number, reason="Not theirs", by=officer, on=TODAY)
    with pytest.raises(SignatureRefused) as refused:
        sign(configured, document, person)
    assert refused.value.reason is Reason.DOCUMENT_WITHDRAWN
