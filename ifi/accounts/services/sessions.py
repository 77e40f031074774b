"""Sessions that are open, and the browsers a person is known by."""

import hashlib
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from ifi.accounts.models import Device, User
from ifi.accounts.rights import Actor
from ifi.accounts.rules import device_of
from ifi.accounts.services.recording import recorded, told


def device_key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def note_session(*, person: User, key: str, address: str, agent: str, now: datetime) -> None:
    """Keep where a session was last seen; no page is a change of anything else."""
    UserSession.objects.update_or_create(
        session_key=key,
        defaults={"user": person, "ip": address, "user_agent": agent[:200], "last_seen_at": now},
        create_defaults={
            "user": person,
            "ip": address,
            "user_agent": agent[:200],
            "last_seen_at": now,
            "created_at": now,
        },
    )


@transaction.atomic
def begin_session(*, person: User, key: str, address: str, agent: str, device: str, now: datetime) -> None:
    """A person has signed in, with every factor they have; a browser not seen before is told to them."""
    note_session(person=person, key=key, address=address, agent=agent, now=now)
    is_new = _know_device(person, device, now)
    recorded("accounts.signed_in", person, by=person)
    if is_new:
        device_name = ", ".join(filter(None, device_of(agent))) or "–"
        told("security.new_device", person, by=person, device=device_name)


@transaction.atomic
def end_present_session(*, person: User, key: str) -> None:
    """The person signs out."""
    UserSession.objects.filter(user=person, session_key=key).delete()
    recorded("accounts.signed_out", person, by=person)


def _know_device(person: User, secret: str, now: datetime) -> bool:
    """Remember the browser. True where the person signed in before, but never with this one."""
    had_others = Device.objects.filter(user=person).exists()
    _device, is_new = Device.objects.update_or_create(
        user=person,
        key=device_key(secret),
        defaults={"last_at": now},
        create_defaults={"first_at": now, "last_at": now},
    )
    return is_new and had_others


@transaction.atomic
def end_session(*, person: User, session_id: int, by: User) -> None:
    """End one session of one's own; one that is gone already stays gone."""
    for session in UserSession.objects.filter(user=person, pk=session_id):
        _end(session)
        recorded("accounts.session_ended", person, by=by)


@transaction.atomic
def end_other_sessions(*, person: User, keep: str, by: User) -> int:
    """End every session of one's own but the one whose key is `keep`; how many there were."""
    return _end_all(person, keep=keep, by=by)


def end_sessions(*, person: User, by: Actor) -> int:
    """End every session as a part of another act, which has checked the right and is a transaction."""
    return _end_all(person, keep="", by=by)


def _end_all(person: User, *, keep: str, by: Actor) -> int:
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=keep))
    for session in sessions:
        _end(session)
    if sessions:
        recorded("accounts.sessions_ended", person, by=by, parameters={"number": len(sessions)})
    return len(sessions)


def _end(session: UserSession) -> None:
    SessionStore().delete(session.session_key)
    session.delete()
