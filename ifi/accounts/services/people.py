"""What administrators do with people."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from ifi.accounts.errors import EmailTaken, PasswordWeak, PersonOneself, PersonUnknown
from ifi.accounts.models import User
from ifi.accounts.queries import people, person_by_number
from ifi.accounts.rights import Actor, Permission, Role, check_may
from ifi.accounts.services.recording import recorded, told
from ifi.accounts.services.sessions import end_other_sessions, end_sessions
from ifi.audit.services import record
from ifi.core.targets import Target


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    password: str | None,
    by: Actor,
    authority: str = "",
    language: str = "kk",
    consented_at: datetime | None = None,
) -> User:
    """A new person; without a password they cannot sign in until they set one. Raises EmailTaken or PasswordWeak."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    if password is not None:
        check_password(password, email=email, name=name)
    fields = {"name": name, "roles": codes_of(roles), "authority": authority, "language": language}
    person = create_person(email=email, password=password, consented_at=consented_at, **fields)
    changes = {"roles": ([], person.roles), "authority": ("", authority)}
    recorded("accounts.person_added", person, by=by, changes=changes)
    return person


def create_person(*, email: str, password: str | None, **fields: object) -> User:
    """Write the row as a part of another act. Raises EmailTaken."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email.strip(), password, **fields)
    except IntegrityError as error:
        if "email" not in str(error):
            raise
        raise EmailTaken(email=email) from error


@transaction.atomic
def disable_person(*, email: str, by: Actor) -> User:
    """The person may no longer sign in, and every open session ends."""
    person = _other_person(email, by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person=person, by=by)
    recorded("accounts.person_disabled", person, by=by, changes={"is_active": (True, False)})
    return person


@transaction.atomic
def enable_person(*, email: str, by: Actor) -> User:
    """A disabled person may sign in again."""
    person = _other_person(email, by)
    person.is_active = True
    person.save(update_fields=["is_active"])
    recorded("accounts.person_enabled", person, by=by, changes={"is_active": (False, True)})
    return person


@transaction.atomic
def change_roles(*, email: str, roles: Collection[Role], authority: str, by: Actor) -> User:
    """The person holds exactly these roles of the system; who loses one begins a new session."""
    person = _other_person(email, by)
    before = {"roles": person.roles, "authority": person.authority}
    person.roles, person.authority = codes_of(roles), authority
    person.save(update_fields=["roles", "authority"])
    if set(before["roles"]) - set(person.roles):
        end_sessions(person=person, by=by)
    after = {"roles": person.roles, "authority": person.authority}
    changes = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    if changes:
        recorded("accounts.roles_changed", person, by=by, changes=changes)
        told("security.roles_changed", person, by=by)
    return person


@transaction.atomic
def end_sessions_of(*, email: str, by: Actor) -> int:
    """End every session of a person; how many there were."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    return end_sessions(person=person_of(email), by=by)


@transaction.atomic
def set_password(*, email: str, password: str, by: Actor) -> User:
    """A new password; sessions that are open end. Raises PersonUnknown or PasswordWeak."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = person_of(email)
    check_password(password, email=person.email, name=person.name)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person=person, by=by)
    recorded("accounts.password_set", person, by=by)
    told("security.password_changed", person, by=by)
    return person


@transaction.atomic
def change_password(*, person: User, password: str, keep: str, by: User) -> None:
    """The person sets another password of their own; every session but the one with the key `keep` ends.

    Raises PasswordWeak.
    """
    check_password(password, email=person.email, name=person.name)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_other_sessions(person=person, keep=keep, by=by)
    recorded("accounts.password_changed", person, by=by)
    told("security.password_changed", person, by=by)


@transaction.atomic
def read_people(*, by: Actor) -> QuerySet[User]:
    """Everyone who has an account; that the list was read is recorded, since it holds personal data."""
    found = people(by=by)
    record("accounts.people_read", Target("people", "all"), by=by)
    return found


@transaction.atomic
def read_person(*, pk: int, by: Actor) -> User:
    """One person, for administrators; recorded as well."""
    found = person_by_number(pk=pk, by=by)
    record("accounts.people_read", Target.of("person", pk), by=by)
    return found


def codes_of(roles: Collection[Role]) -> list[str]:
    """As the database keeps them: each once, in the order of the page of roles."""
    return [role.value for role in Role if role in roles]


def make_password() -> str:
    """A password that nobody can guess: 20 letters and digits."""
    return secrets.token_urlsafe(15)


def person_of(email: str) -> User:
    """The person with this address, locked until the act is done. Raises PersonUnknown."""
    try:
        return User.objects.select_for_update().get(email=email.strip().lower())
    except User.DoesNotExist as error:
        raise PersonUnknown(email=email) from error


def check_password(password: str, *, email: str, name: str) -> None:
    """Raises PasswordWeak with what is wrong with it."""
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise PasswordWeak from error


def _other_person(email: str, by: Actor) -> User:
    """Whom an administrator acts upon: anyone but themselves."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = person_of(email)
    if person == by:
        raise PersonOneself
    return person
