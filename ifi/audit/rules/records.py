"""What a record says, as canonical bytes (RFC 8785), and its seal."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import rfc8785

from ifi.core.targets import Target

VERSION = 1
Json = bool | int | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class RowsWritten:
    """Rows of one table that an act wrote: their ids as runs ("1-500,502"), and the digest over them by `form`.

    `form` numbers the list of columns that the digest was made from (`ifi.audit.coverage`). `each` holds the beginning
    of every row's own digest, in the order of ids, where rows may be changed later.
    """

    table: str
    ids: str
    count: int
    digest: str
    form: int = 1
    each: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Who acted: a person by number, or a program by name, or neither: the public."""

    person: int | None = None
    program: str = ""
    organisation: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An act to be recorded. `origin` is the digest of the network address, never the address."""

    event: str
    target: Target
    who: Who
    on: date
    at: datetime
    origin: str = ""
    request: str = ""
    also: Sequence[Target] = ()
    changes: Mapping[str, tuple[object, object]] | None = None
    rows: Sequence[RowsWritten] = ()
    parameters: Mapping[str, object] | None = None


def body_of(act: Act) -> bytes:
    """The canonical bytes of the record. TypeError for a value that has no place in one."""
    said: dict[str, Json] = {
        "version": VERSION,
        "event": act.event,
        "target": _target(act.target),
        "on": act.on.isoformat(),
        "at": moment(act.at),
    }
    optional: dict[str, Json] = {
        "person": act.who.person,
        "program": act.who.program or None,
        "organisation": act.who.organisation,
        "origin": act.origin or None,
        "request": act.request or None,
        "also": [_target(target) for target in act.also] or None,
        "changes": {name: [plain(old), plain(new)] for name, (old, new) in (act.changes or {}).items()} or None,
        "rows": [_rows(rows) for rows in act.rows] or None,
        "parameters": {name: plain(value) for name, value in (act.parameters or {}).items()} or None,
    }
    said |= {name: value for name, value in optional.items() if value is not None}
    return canonical(said)


def canonical(said: dict[str, Json]) -> bytes:
    """RFC 8785, a good deal quicker than its library: what a record may hold differs from plain sorted JSON only in
    the order of names beyond the basic plane."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() if text.isascii() or max(text) <= "\uffff" else rfc8785.dumps(said)


def plain(value: object) -> Json:
    """A value as JSON that keeps its kind: an amount is {"amount": "1.00"}, a day {"day": "2026-11-24"}."""
    if value is None or isinstance(value, bool | int | str):
        return _text_or_number(value)
    if isinstance(value, Decimal):
        return {"amount": f"{value:f}"}
    if isinstance(value, datetime):
        return {"moment": moment(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    raise TypeError(f"a record cannot hold a {type(value).__name__}")


def _text_or_number(value: bool | int | str | None) -> Json:
    """Members of text or number enumerations as what they are; whole numbers that JSON cannot hold exactly as text."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value) if abs(value) < 2**53 else str(int(value))
    return value


def moment(at: datetime) -> str:
    """UTC to the microsecond: `2026-11-24T07:54:01.000123Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def origin_digest(salt: bytes, address: str) -> str:
    """What a record keeps of a network address, so that the address itself can be erased and the record stands."""
    return hmac.new(salt, address.encode(), "sha256").hexdigest() if address else ""


def seal_of(key: bytes, body: bytes) -> bytes:
    """Shows that the application wrote the record: nobody makes it with the database alone."""
    return hmac.digest(key, body, "sha256")


def place_seal(key: bytes, place: int, leaf: bytes) -> bytes:
    """Shows that the application gave this leaf this place."""
    return hmac.digest(key, b"place" + place.to_bytes(8, "big") + leaf, "sha256")


def _target(target: Target) -> Json:
    return [target.kind, target.key]


def _rows(rows: RowsWritten) -> Json:
    said: dict[str, Json] = {
        "table": rows.table,
        "ids": rows.ids,
        "count": rows.count,
        "digest": rows.digest,
        "form": rows.form,
    }
    return said | {"each": rows.each} if rows.each else said
