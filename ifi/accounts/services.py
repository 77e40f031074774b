"""Signing in, and what administrators do with people."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ifi.accounts import rules
from ifi.accounts.errors import EmailTaken, PasswordWeak, PersonUnknown, SignInRefused, SignInTooOften
from ifi.accounts.models import SignInFailure, User
from ifi.accounts.rights import Actor, Permission, Role, check_may


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
        return user
    counter.failures = rules.failures_counted(counter.failures, counter.last_at, now) + 1
    counter.last_at = now
    counter.save()
    return SignInRefused()


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
            return User.objects.create_user(email.strip(), password, **fields)
    except IntegrityError as error:
        if "email" not in str(error):
            raise
        raise EmailTaken(email=email) from error


@transaction.atomic
def disable_person(*, email: str, by: Actor) -> User:
    """The person may no longer sign in; sessions that are open end with the next page."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = _person(email)
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def enable_person(*, email: str, by: Actor) -> User:
    """A disabled person may sign in again."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = _person(email)
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def set_password(*, email: str, password: str, by: Actor) -> User:
    """A new password; sessions that are open end. Raises PersonUnknown or PasswordWeak."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    _check_password(password)
    person = _person(email)
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


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
