"""The second factor: an authenticator application, recovery codes, passkeys."""

import secrets
from base64 import b32encode
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from ifi.accounts import rules
from ifi.accounts.errors import CodeWrong, FactorKnown, LastFactor, PersonOneself
from ifi.accounts.models import User
from ifi.accounts.rights import Actor, Permission, check_may
from ifi.accounts.rules import Counter
from ifi.accounts.services.people import person_of
from ifi.accounts.services.recording import recorded, told
from ifi.accounts.services.sessions import end_sessions
from ifi.accounts.services.slowing import Guess, count_guess, forgive

Type = Authenticator.Type


def make_secret() -> str:
    """A secret of 160 bits for an authenticator application, in base32."""
    return b32encode(secrets.token_bytes(20)).decode()


@transaction.atomic
def add_totp(*, person: User, secret: str, code: str, by: User, now: datetime) -> None:
    """The application shows the right code, so it becomes a factor; recovery codes are made with the first one.

    Raises CodeWrong or FactorKnown.
    """
    _lock(person)
    if Authenticator.objects.filter(user=person, type=Type.TOTP).exists():
        raise FactorKnown
    step = rules.code_fits(secret, code, now=now, last_step=None)
    if step is None:
        raise CodeWrong
    factor = TOTP.activate(person, secret).instance
    _use(factor, now=now, last_step=step)
    RecoveryCodes.activate(person)
    recorded("accounts.factor_added", person, by=by, parameters={"factor": Type.TOTP.value})
    told("security.factor_added", person, by=by)


@transaction.atomic
def give_totp(*, person: User, secret: str, by: Actor) -> None:
    """Give a demonstration person a secret that is kept outside; what had been there goes."""
    if not person.is_demonstration:
        raise ValueError("only people of the demonstration are given a secret")
    Authenticator.objects.filter(user=person).delete()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    recorded("accounts.factor_added", person, by=by, parameters={"factor": Type.TOTP.value})


@transaction.atomic
def add_passkey(*, person: User, name: str, credential: dict[str, Any], by: User) -> None:
    """A passkey that the browser made, already verified, becomes a factor."""
    _lock(person)
    WebAuthn.add(person, name, credential)
    RecoveryCodes.activate(person)
    recorded("accounts.factor_added", person, by=by, parameters={"factor": Type.WEBAUTHN.value})
    told("security.factor_added", person, by=by)


@transaction.atomic
def remove_factor(*, person: User, factor_id: int, by: User) -> None:
    """Take away one factor of one's own; with the last one the recovery codes go too. Raises LastFactor."""
    _lock(person)
    factors = Authenticator.objects.filter(user=person).exclude(type=Type.RECOVERY_CODES)
    factor = factors.filter(pk=factor_id).first()
    if factor is None:
        return
    is_last = factors.count() == 1
    if is_last and person.needs_second_factor:
        raise LastFactor
    factor.delete()
    if is_last:
        Authenticator.objects.filter(user=person).delete()
    recorded("accounts.factor_removed", person, by=by, parameters={"factor": factor.type})
    told("security.factor_removed", person, by=by)


@transaction.atomic
def make_recovery_codes(*, person: User, by: User) -> None:
    """Ten new recovery codes; the old ones are worth nothing."""
    _lock(person)
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    recorded("accounts.recovery_codes_made", person, by=by)
    told("security.recovery_codes_made", person, by=by)


def check_code(*, person: User, typed: str, now: datetime) -> Authenticator:
    """The factor whose code was typed: the application's present one, or an unused recovery code; each good once.

    Raises CodeWrong, or SignInTooOften while guessing is slowed down.
    """
    guess = Guess(Counter.FACTOR, str(person.pk))
    count_guess([guess], now=now)
    factor = _spend_code(person, rules.plain_code(typed), now)
    if factor is None:
        _record_refusal(person)
        raise CodeWrong
    forgive([guess])
    return factor


@transaction.atomic
def _spend_code(person: User, code: str, now: datetime) -> Authenticator | None:
    """Under the lock of the factor, so that one code sent twice at once counts once."""
    for factor in Authenticator.objects.select_for_update().filter(user=person).exclude(type=Type.WEBAUTHN):
        if factor.type == Type.TOTP:
            secret, last_step = decrypt(factor.data["secret"]), factor.data.get("last_step")
            step = rules.code_fits(secret, code, now=now, last_step=last_step)
            if step is not None:
                return _use(factor, now=now, last_step=step)
        elif factor.wrap().validate_code(code):
            factor.refresh_from_db()
            recorded("accounts.recovery_code_used", person, by=person)
            told("security.recovery_code_used", person, by=person)
            return _use(factor, now=now)
    return None


@transaction.atomic
def _record_refusal(person: User) -> None:
    recorded("accounts.factor_refused", person, by=None)


def passkey_used(*, factor: Authenticator, now: datetime) -> Authenticator:
    """A passkey was proved: keep when."""
    return _use(factor, now=now)


@transaction.atomic
def reset_factors(*, email: str, by: Actor) -> User:
    """An administrator takes away every factor of a person who lost them; a new one is set up at the next sign-in."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = person_of(email)
    if person == by:
        raise PersonOneself
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person=person, by=by)
    recorded("accounts.factors_reset", person, by=by)
    told("security.factors_reset", person, by=by)
    return person


def _lock(person: User) -> None:
    User.objects.select_for_update().get(pk=person.pk)


def _use(factor: Authenticator, *, now: datetime, last_step: int | None = None) -> Authenticator:
    if last_step is not None:
        factor.data["last_step"] = last_step
    factor.last_used_at = now
    factor.save()
    return factor
