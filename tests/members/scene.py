"""People and organisations of the tests: made through the services wherever there is one."""

from datetime import date
from itertools import count

from ifi.accounts.models import User
from ifi.accounts.rights import OrganisationRole
from ifi.members.models import Membership
from ifi.members.services.writing import begin_membership
from ifi.members.standing import standings_of
from ifi.registry.models import Organisation, OrganisationName
from ifi.registry.periods import stored
from ifi.registry.rules import folded_names
from tests.registry.conftest import new_bin as new_bin

DAY = date(2026, 11, 24)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_numbers = count(1)

O = OrganisationRole  # noqa: E741


def an_organisation(name: str = "") -> Organisation:
    organisation = Organisation.objects.create(bin=new_bin(), kinds=["subsoil_user"])
    written = name or f"«Кәсіпорын {next(_numbers)}» ЖШС"
    OrganisationName.objects.create(
        organisation=organisation, name_kk=written, folded=folded_names(written, "", ""), validity=stored(None, None)
    )
    return organisation


def a_person(name: str = "", *roles: str, **fields: object) -> User:
    number = next(_numbers)
    return User.objects.create_user(
        f"person{number}@example.kz",
        "a long and quiet sentence",
        name=name or f"Person {number}",
        roles=list(roles),
        **{"language": "en", **fields},
    )


def member_of(organisation: Organisation, *roles: OrganisationRole, person: User | None = None, on: date = DAY):
    """A member with these roles, acting for the organisation."""
    person = person or a_person()
    begin_membership(organisation_id=organisation.pk, person_id=person.pk, roles=roles, begun_by=None, on=on)
    return acting(person, organisation, on)


def acting(person: User, organisation: Organisation, on: date = DAY) -> User:
    """The person as a request of theirs would find them."""
    fresh = User.objects.get(pk=person.pk)
    found = [one for one in standings_of(person.pk, on) if one.organisation_id == organisation.pk]
    fresh.acting = found[0].acting if found else None
    return fresh


def membership_of(person: User, organisation: Organisation) -> Membership:
    return Membership.objects.filter(person=person, organisation=organisation).latest("pk")
