"""Kinds of documents that can be signed. Rooms above register theirs at start-up, in their AppConfig.ready()."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ifi.signing.errors import DocumentKindUnknown
from ifi.signing.rules import Expectation, Standing

if TYPE_CHECKING:
    from ifi.signing.models import SignableDocument, Signature

Text = object  # a str, or a lazily translated one


def anyone(document: "SignableDocument") -> Expectation:
    """Whoever holds a valid certificate, once."""
    return Expectation()


def does_nothing(signature: "Signature", *, by: object, on: date) -> None:
    """For kinds whose signature sets nothing off."""


def nothing_follows(document: "SignableDocument", end: Standing, *, by: object, on: date) -> None:
    """For kinds where nothing hangs on a signature that does not come."""


def people_named(document: "SignableDocument", on: date) -> Collection[int]:
    """The persons whom the document names; where it names none, whoever prepared it."""
    own = () if document.prepared_by_id is None else (document.prepared_by_id,)
    return document.people or own


@dataclass(frozen=True, slots=True)
class WithoutKey:
    """How the act is done by whoever has no signature key: the words of a link, and the page that it leads to."""

    text: Text
    address: Callable[["SignableDocument"], str]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document. Its callables look into the document itself: a reader may see it and not what it is about.

    `template` shows the document: it is rendered with `content`, read back from the stored bytes, so what a person sees
    can be nothing else than what they sign. `may_see` and `may_sign` say who is a party; whoever holds
    `signature.see_all` sees every document. `expected` says who must sign. `signed` is called inside the transaction in
    which a signature is stored; what it raises undoes the signature. `signers`: people whom a notice asks to sign.
    `ended` is called with the document and its rules.Standing, inside the transaction, when it is refused or its time
    ran out. `next_page` is where a person goes on after signing, as an address. `note`: what follows the signature,
    told before it. `without_key`: left out only where the law ties the act to a signature.
    """

    name: str
    title: Text
    template: str
    may_see: Callable[[object, "SignableDocument"], bool]
    may_sign: Callable[[object, "SignableDocument"], bool]
    expected: Callable[["SignableDocument"], Expectation] = anyone
    signed: Callable[..., None] = does_nothing
    signers: Callable[["SignableDocument", date], Collection[int]] = people_named
    ended: Callable[..., None] = nothing_follows
    next_page: Callable[["SignableDocument"], str] | None = None
    note: Text = ""
    without_key: WithoutKey | None = None


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make a kind known; called once per kind at start-up."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"the kind of document {kind.name!r} is registered twice")


def kind_named(name: str) -> DocumentKind:
    if name not in _kinds:
        raise DocumentKindUnknown(kind=name, known=", ".join(sorted(_kinds)))
    return _kinds[name]
