"""Signing in with a password."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.db import transaction

from ifi.accounts.errors import PasswordWrong, SignInRefused
from ifi.accounts.models import Device, User
from ifi.accounts.rules import Counter
from ifi.accounts.services.recording import recorded
from ifi.accounts.services.sessions import device_key
from ifi.accounts.services.slowing import Guess, count_guess, forgive


def sign_in(*, email: str, password: str, address: str, now: datetime, device: str = "") -> User:
    """The person whose e-mail and password these are; `device` is the secret of the browser's cookie.

    Raises SignInRefused, the same for an unknown and a disabled account and for a wrong password, and SignInTooOften
    while guessing is slowed down. Whoever guesses from many addresses slows down the account for all but the browsers
    it was signed in with before; whoever guesses many accounts slows down their own address.
    """
    email = email.strip().lower()
    guesses = _guesses(email, address, device)
    count_guess(guesses, now=now)
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        _record_refusal(email)
        raise SignInRefused
    forgive(guesses)
    return user


def check_own_password(*, person: User, password: str, now: datetime) -> None:
    """The person, signed in, shows that they know the password. Raises PasswordWrong or SignInTooOften."""
    guess = Guess(Counter.FACTOR, str(person.pk))
    count_guess([guess], now=now)
    if not person.check_password(password):
        raise PasswordWrong
    forgive([guess])


@transaction.atomic
def _record_refusal(email: str) -> None:
    """A wrong password is recorded for the account that it was tried on; who tried is not known."""
    person = User.objects.filter(email=email).first()
    if person is not None:
        recorded("accounts.sign_in_refused", person, by=None)


def _guesses(email: str, address: str, device: str) -> list[Guess]:
    if device and Device.objects.filter(user__email=email, key=device_key(device)).exists():
        return [Guess(Counter.ACCOUNT_AND_PLACE, f"{email}\n{device_key(device)}")]
    return [
        Guess(Counter.ACCOUNT_AND_PLACE, f"{email}\n{address}"),
        Guess(Counter.ACCOUNT, email),
        Guess(Counter.ADDRESS, address),
    ]
