"""Links sent by e-mail: to join, to set a password, to confirm a new address. Each is good once and not for long."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ifi.accounts.errors import LinkSpent, SignInTooOften
from ifi.accounts.letters import link_address, send_letter
from ifi.accounts.models import EmailLink, User
from ifi.accounts.rights import Actor, Permission, Role, check_may
from ifi.accounts.rules import LINK_LASTS, Counter, LinkPurpose
from ifi.accounts.services.people import add_person, check_password, create_person, person_of
from ifi.accounts.services.recording import recorded, told
from ifi.accounts.services.sessions import end_sessions
from ifi.accounts.services.slowing import Guess, count_guess

SETS_PASSWORD = (LinkPurpose.INVITATION, LinkPurpose.SIGN_UP, LinkPurpose.PASSWORD)


@transaction.atomic
def ask_to_join(*, email: str, name: str, language: str, address: str, now: datetime) -> None:
    """Somebody wants an account. A letter goes out in any case, so that nobody learns here who has one.

    Raises SignInTooOften when too many letters were asked for from this network address.
    """
    email = email.strip().lower()
    if not _may_send(email, address, now):
        return
    person = User.objects.filter(email=email).first()
    if person is not None:
        send_letter("account.exists", email=email, language=person.language)
        return
    _send(LinkPurpose.SIGN_UP, email=email, name=name, language=language, now=now)


@transaction.atomic
def ask_password(*, email: str, address: str, now: datetime) -> None:
    """Somebody forgot a password. Only a person who may sign in gets a letter; the page says the same to all.

    Raises SignInTooOften when too many letters were asked for from this network address.
    """
    email = email.strip().lower()
    if not _may_send(email, address, now):
        return
    person = User.objects.filter(email=email, is_active=True).first()
    if person is not None:
        _send(LinkPurpose.PASSWORD, email=email, language=person.language, user=person, now=now)


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    by: Actor,
    now: datetime,
    authority: str = "",
    language: str = "kk",
) -> User:
    """A new person, who gets a letter to set their own password. Raises EmailTaken."""
    person = add_person(
        email=email, name=name, roles=roles, password=None, authority=authority, language=language, by=by
    )
    _send(LinkPurpose.INVITATION, email=person.email, language=language, user=person, now=now)
    return person


@transaction.atomic
def invite_again(*, email: str, by: Actor, now: datetime) -> User:
    """A new letter to set a password; the link of the one before is worth nothing."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    person = person_of(email)
    _send(LinkPurpose.INVITATION, email=person.email, language=person.language, user=person, now=now)
    recorded("accounts.person_invited", person, by=by)
    return person


@transaction.atomic
def ask_new_address(*, person: User, email: str, by: User, now: datetime) -> None:
    """Send a letter to the new address; nothing changes until its link is opened. The old address is told."""
    email = email.strip().lower()
    if not _may_send(email, f"person {person.pk}", now):
        return
    told("security.address_asked", person, by=by)
    recorded("accounts.address_asked", person, by=by)
    if User.objects.filter(email=email).exists():
        send_letter("account.exists", email=email, language=person.language)
        return
    _send(LinkPurpose.ADDRESS, email=email, language=person.language, user=person, now=now)


def link_of(*, secret: str, now: datetime) -> EmailLink:
    """The link as long as it is good. Raises LinkSpent."""
    return _good(EmailLink.objects.select_related("user"), secret, now)


@transaction.atomic
def set_password_by_link(*, secret: str, password: str, now: datetime) -> User:
    """Set the password that the link is for; a person who signed up comes to be. Open sessions end.

    Raises LinkSpent, PasswordWeak, or EmailTaken where the address got an account meanwhile.
    """
    link = _spent(secret, now, SETS_PASSWORD)
    person = link.user or create_person(
        email=link.email, password=None, name=link.name, language=link.language, consented_at=link.made_at
    )
    check_password(password, email=person.email, name=person.name)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person=person, by=person)
    if link.purpose == LinkPurpose.SIGN_UP:
        recorded("accounts.signed_up", person, by=person)
    else:
        recorded("accounts.password_set", person, by=person)
        told("security.password_changed", person, by=person)
    return person


@transaction.atomic
def change_address(*, secret: str, now: datetime) -> User:
    """The new address is proved to be the person's: it becomes the one they sign in with. The old one is told.

    Raises LinkSpent, also where somebody else got the address meanwhile.
    """
    link = _spent(secret, now, (LinkPurpose.ADDRESS,))
    person = person_of(link.user.email if link.user else "")
    if User.objects.filter(email=link.email).exists():
        raise LinkSpent
    told("security.address_changed", person, by=person)  # while the old address still is the person's
    person.email = link.email
    person.save(update_fields=["email"])
    EmailLink.objects.filter(user=person).delete()
    recorded("accounts.address_changed", person, by=person)
    return person


def _may_send(email: str, address: str, now: datetime) -> bool:
    """Whether a letter may go out to the e-mail address; the one who asks too often learns so only for themselves."""
    count_guess([Guess(Counter.LETTERS, f"from {address}")], now=now)
    try:
        count_guess([Guess(Counter.LETTERS, f"to {email}")], now=now)
    except SignInTooOften:
        return False
    return True


def _send(
    purpose: LinkPurpose, *, email: str, language: str, now: datetime, name: str = "", user: User | None = None
) -> None:
    secret = secrets.token_urlsafe(32)
    EmailLink.objects.filter(email=email, purpose=purpose.value).delete()
    EmailLink.objects.create(
        key=_key(secret),
        purpose=purpose.value,
        user=user,
        email=email,
        name=name,
        language=language,
        made_at=now,
        ends_at=now + LINK_LASTS[purpose],
    )
    send_letter(f"link.{purpose.value}", email=email, language=language, link=link_address(secret, language))


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _good(links: QuerySet[EmailLink], secret: str, now: datetime) -> EmailLink:
    link = links.filter(key=_key(secret), ends_at__gt=now).first()
    if link is None or (link.user is not None and not link.user.is_active):
        raise LinkSpent
    return link


def _spent(secret: str, now: datetime, purposes: Collection[LinkPurpose]) -> EmailLink:
    """The link, taken away under its lock: two who open it at once do not both get through."""
    link = _good(EmailLink.objects.select_for_update(), secret, now)
    if link.purpose not in purposes:
        raise LinkSpent
    link.delete()
    return link
