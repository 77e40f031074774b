"""Who reads, as PostgreSQL is told: settings of one transaction, gone with it. Nothing told means the public."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.pq import TransactionStatus

SETTINGS = ("ifi.permissions", "ifi.authority", "ifi.organisation", "ifi.person")


@dataclass(frozen=True, slots=True)
class Reader:
    """Permissions by their codes; `authority` narrows them where not empty; whose organisation, and which person."""

    permissions: tuple[str, ...] = ()
    authority: str = ""
    organisation: int | None = None
    person: int | None = None

    def values(self) -> dict[str, str]:
        """Setting → value, those that say something."""
        said = (",".join(self.permissions), self.authority, self.organisation, self.person)
        return {name: str(value) for name, value in zip(SETTINGS, said, strict=True) if value not in ("", None)}


PUBLIC = Reader()
_present: ContextVar[Reader] = ContextVar("reader", default=PUBLIC)


def present() -> Reader:
    return _present.get()


def reader_of(actor: object) -> Reader:
    """What PostgreSQL is told of a person; anyone without a sign-in is the public."""
    person = getattr(actor, "pk", None)
    if person is None:
        return PUBLIC
    return Reader(
        permissions=tuple(sorted(permission.value for permission in getattr(actor, "permissions", ()))),
        authority=getattr(actor, "authority", ""),
        organisation=getattr(actor, "acting_organisation_id", None),
        person=person,
    )


@lru_cache(maxsize=1000)
def statements(reader: Reader) -> tuple[str, ...]:
    """The statements that tell PostgreSQL; they need no snapshot, so an isolation level may still follow them."""
    return tuple(_statement(name, value) for name, value in reader.values().items())


def _statement(name: str, value: str) -> str:
    return f"SET LOCAL {name} TO {sql.Literal(value).as_string(None)}"


@contextmanager
def reading_as(reader: Reader) -> Iterator[None]:
    """Every transaction that begins within the block is this reader's; so is one that is open already, to the end of
    the block."""
    before = _present.get()
    token = _present.set(reader)
    try:
        if connection.in_atomic_block:
            _tell(reader)
        yield
    finally:
        _present.reset(token)
        if connection.in_atomic_block and _is_sound(connection):
            _tell(before)


def _tell(reader: Reader) -> None:
    said = reader.values()
    connection.connection.execute("; ".join(_statement(name, said.get(name, "")) for name in SETTINGS))


def _is_sound(wrapper: Any) -> bool:
    """A failed transaction takes no statement any more, and takes the settings with it."""
    raw = wrapper.connection
    return raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS
