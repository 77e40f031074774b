"""Signing in, and what administrators do with people."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from ifi.accounts import rules
from ifi.accounts.errors import EmailTaken, PasswordWeak, PersonUnknown, SignInRefused, SignInTooOften
from ifi.accounts.models import SignInFailure, User
from ifi.accounts.queries import people
from ifi.accounts.rights import Actor, Permission, Role, check_may
from ifi.audit.services import record
from ifi.core.targets import Target


def sign_in(*, email: str, password: str, address: str, now: datetime) -> User:
    """The person whose e-mail and password these are.

    Raises SignInRefused, the same for an unknown and a disabled account and for a wrong password, and SignInTooOften
    while the account is slowed down for this network address.
    """
    outcome = _attempt(email.strip().lower(), password, address, now)
    if isinstance(outcome, User):
        return outcome
    raise outcome


@transaction.atomic
def _attempt(email: str, password: str, address: str, now: datetime) -> User | SignInRefused | SignInTooOften:
    """One attempt under the lock of its counter, so that guesses made at once are counted one by one."""
    key = hashlib.sha256(f"{email}\n{address}".encode()).hexdigest()
    SignInFailure.objects.get_or_create(key=key, defaults={"last_at": now})
    counter = SignInFailure.objects.select_for_update().get(key=key)
    wait = rules.still_to_wait(counter.failures, counter.last_at, now)
    if wait:
        return SignInTooOften(seconds=int(wait.total_seconds()) + 1)
    user = authenticate(username=email, password=password)
    if isinstance(user, User):
        counter.delete()
        record("accounts.signed_in", Target.of("person", user.pk), by=user)
        return user
    _record_refusal(email)
    counter.failures = rules.failures_counted(counter.failures, counter.last_at, now) + 1
    counter.last_at = now
    counter.save()
    return SignInRefused()


@transaction.atomic
def note_sign_out(*, by: User) -> None:
    """Keep that the person left."""
    record("accounts.signed_out", Target.of("person", by.pk), by=by)


def _record_refusal(email: str) -> None:
    """A wrong password is recorded for the account that it was tried on; who tried is not known."""
    known = User.objects.filter(email=email).values_list("pk", flat=True).first()
    if known is not None:
        record("accounts.sign_in_refused", Target.of("person", known), by=None)


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    password: str,
    by: Actor,
    authority: str = "",
    language: str = "kk",
) -> User:
    """A new person who may sign in. Raises EmailTaken or PasswordWeak."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    _check_password(password)
    fields = {"name": name, "roles": codes_of(roles), "authority": authority, "language": language}
    try:
        with transaction.atomic():
            person = User.objects.create_user(email.strip(), password, **fields)
    except IntegrityError as error:
        if "email" not in str(error):
            raise
        raise EmailTaken(email=email) from error
    changes = {"roles": ([], person.roles), "authority": ("", authority)}
    record("accounts.person_added", Target.of("person", person.pk), by=by, changes=changes)
    return person


@transaction.atomic
def disable_person(*, email: str, by: Actor) -> User:
    """The person may no longer sign in; sessions that are open end with the next page."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = _person(email)
    _set_active(person, False, "accounts.person_disabled", by)
    return person


@transaction.atomic
def enable_person(*, email: str, by: Actor) -> User:
    """A disabled person may sign in again."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = _person(email)
    _set_active(person, True, "accounts.person_enabled", by)
    return person


@transaction.atomic
def set_password(*, email: str, password: str, by: Actor) -> User:
    """A new password; sessions that are open end. Raises PersonUnknown or PasswordWeak."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    _check_password(password)
    person = _person(email)
    person.set_password(password)
    person.save(update_fields=["password"])
    record("accounts.password_set", Target.of("person", person.pk), by=by)
    return person


@transaction.atomic
def read_people(*, by: Actor) -> QuerySet[User]:
    """Everyone who has an account; that the list was read is recorded, since it holds personal data."""
    found = people(by=by)
    record("accounts.people_read", Target("people", "all"), by=by)
    return found


def _set_active(person: User, active: bool, event: str, by: Actor) -> None:
    changes = {"is_active": (person.is_active, active)}
    person.is_active = active
    person.save(update_fields=["is_active"])
    record(event, Target.of("person", person.pk), by=by, changes=changes)


def codes_of(roles: Collection[Role]) -> list[str]:
    """As the database keeps them: each once, in the order of the page of roles."""
    return [role.value for role in Role if role in roles]


def make_password() -> str:
    """A password that nobody can guess: 20 letters and digits."""
    return secrets.token_urlsafe(15)


def _person(email: str) -> User:
    try:
        return User.objects.select_for_update().get(email=email.strip().lower())
    except User.DoesNotExist as error:
        raise PersonUnknown(email=email) from error


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise PasswordWeak from error
