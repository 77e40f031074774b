"""The first person of an organisation comes in with its certificate."""

from datetime import date

import pytest

from ifi.members import errors, services
from ifi.members.models import Application
from ifi.members.services import Applied
from ifi.registry.models import Organisation
from ifi.registry.services import Names
from ifi.signing.errors import SignatureRefused
from ifi.signing.services import accept_signature
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
