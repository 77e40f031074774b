"""Who there is, what secures an account, and where it is open."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ifi.accounts.models import User
from ifi.accounts.rights import Actor, Permission, check_may
from ifi.accounts.rules import device_of

_SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def people(*, by: Actor) -> QuerySet[User]:
    """Everyone who has an account, by name."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    return User.objects.order_by("-is_active", "name", "pk")


def person_by_number(*, pk: int, by: Actor) -> User:
    """One person, for administrators."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    return get_object_or_404(User, pk=pk)


def has_factor(person: User) -> bool:
    """Whether the person set up a second factor."""
    return Authenticator.objects.filter(user=person, type__in=_SECOND).exists()


def factors(person: User) -> list[Authenticator]:
    """The second factors of a person, the oldest first."""
    return list(Authenticator.objects.filter(user=person, type__in=_SECOND).order_by("created_at", "pk"))


def passkeys(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()


def has_application(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def recovery_codes(person: User) -> list[str]:
    """Recovery codes that were not used yet."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else []


def is_linked(person: User) -> bool:
    """Whether the person may sign in at the identity provider."""
    return SocialAccount.objects.filter(user=person).exists()


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Where an account is open; `browser` and `system` are names of products, empty where unknown."""

    pk: int
    browser: str
    system: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_present: bool


def open_sessions(person: User, *, present_key: str, now: datetime) -> list[OpenSession]:
    """Sessions that have not ended, the present one first, then the one seen last."""
    noted = UserSession.objects.filter(user=person).order_by("-last_seen_at")
    keys = [session.session_key for session in noted]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True))
    rows = [
        OpenSession(
            pk=session.pk,
            browser=(device := device_of(session.user_agent))[0],
            system=device[1],
            address=session.ip,
            began_at=session.created_at,
            seen_at=session.last_seen_at,
            is_present=session.session_key == present_key,
        )
        for session in noted
        if session.session_key in alive
    ]
    return sorted(rows, key=lambda row: not row.is_present)
