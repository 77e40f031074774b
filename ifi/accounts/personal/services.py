"""Taking one's data out, asking for one's erasure, and the erasure itself."""

from datetime import date
from typing import Any

from django.db import models, transaction
from procrastinate.contrib.django import app as jobs

from ifi.accounts.errors import PersonUnknown
from ifi.accounts.models import ERASED_DOMAIN, User
from ifi.accounts.personal.errors import RolesHeld
from ifi.accounts.personal.queries import counts_of, data_of, person_relations
from ifi.accounts.personal.register import Kept, kept_of
from ifi.accounts.personal.rooms import rooms
from ifi.accounts.reader import reader_of, reading_as
from ifi.accounts.rights import Actor, Permission, Program, check_may
from ifi.accounts.services.recording import told
from ifi.audit.models import Record
from ifi.audit.services import record
from ifi.core.targets import Target

ERASER = Program("erasure")


@transaction.atomic
def take_out_data(*, person_id: int, by: User, on: date) -> dict[str, Any]:
    """A person's data, all of it: their own, or on request by an administrator, of which the person is told.

    That they were taken out is recorded. Raises NotAllowed, PersonUnknown.
    """
    person = _person_for(person_id, by)
    with reading_as(reader_of(person)):  # some of it is hidden from everybody else
        found = data_of(person)
    if person.pk == by.pk:
        record("accounts.data_taken_out", Target.of("person", person.pk), by=by, on=on)
        return found
    record("accounts.data_given_out", Target.of("person", person.pk), by=by, on=on)
    told("security.data_given_out", person, by=by)
    return found


@transaction.atomic
def read_kept(*, person_id: int, by: User, on: date) -> tuple[list[Kept], int]:
    """What is kept of a person with its reasons, and how many rows bear the number only; reading another's is recorded.

    Raises NotAllowed, PersonUnknown.
    """
    person = _person_for(person_id, by)
    with reading_as(reader_of(person)):
        found = kept_of(counts_of(person))
    if person.pk != by.pk:
        record("accounts.data_read", Target.of("person", person.pk), by=by, on=on)
    return found


def _person_for(person_id: int, by: User) -> User:
    """Oneself, or anybody for administrators."""
    if person_id != by.pk:
        check_may(by, Permission.ACCOUNTS_EDIT)
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise PersonUnknown(email=f"№ {person_id}")
    return person


def check_erasable(*, person_id: int, on: date) -> None:
    """Raise what stands in the way: RolesHeld, or what a room says."""
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise PersonUnknown(email=f"№ {person_id}")
    if person.roles:
        raise RolesHeld
    for room in rooms():
        room.check(person_id, on)


@transaction.atomic
def ask_for_erasure(*, person_id: int, by: Actor, on: date) -> None:
    """Close the account at once and order the erasure: of one's own account, or by an administrator of another's.

    Raises NotAllowed, PersonUnknown, RolesHeld, and what the rooms say.
    """
    if getattr(by, "pk", None) != person_id:
        check_may(by, Permission.ACCOUNTS_EDIT)
    check_erasable(person_id=person_id, on=on)
    User.objects.filter(pk=person_id).update(is_active=False)
    record("accounts.erasure_asked", Target.of("person", person_id), by=by, on=on)
    jobs.configure_task("ifi.accounts.erase_person", lock=f"erase {person_id}").defer(person_id=person_id)


@transaction.atomic
def erase_person(*, person_id: int, on: date) -> None:
    """Take away what tells who the person is; numbers stay, so that sums and the trail do. Twice does no harm."""
    person = User.objects.select_for_update().get(pk=person_id)
    if person.is_erased:
        return
    for room in rooms():
        room.erase(person_id, person.email)
    for relation in person_relations():
        if relation.on_delete is models.CASCADE:  # theirs alone; what others rely on is protected and stays
            relation.related_model._base_manager.filter(**{relation.field.name: person_id}).delete()
    Record.objects.filter(person=person_id).update(address=None, address_salt=None)
    person.email = f"{person_id}@{ERASED_DOMAIN}"
    person.name = person.authority = ""
    person.roles = []
    person.is_active, person.last_login = False, None
    person.set_unusable_password()
    person.save()
    record("accounts.person_erased", Target.of("person", person_id), by=ERASER, on=on)
