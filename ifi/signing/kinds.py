"""Kinds of documents that can be signed. Rooms above register theirs at start-up, in their AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ifi.signing.errors import DocumentKindUnknown
from ifi.signing.rules import Expectation

if TYPE_CHECKING:
    from ifi.signing.models import SignableDocument, Signature

Text = object  # a str, or a lazily translated one


def anyone(document: "SignableDocument") -> Expectation:
    """Whoever holds a valid certificate, once."""
    return Expectation()


def does_nothing(signature: "Signature", *, by: object, on: date) -> None:
    """For kinds whose signature sets nothing off."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document. Its callables look into the document itself: a reader may see it and not what it is about.

    `template` shows the document: it is rendered with `content`, read back from the stored bytes, so what a person sees
    can be nothing else than what they sign. `may_see` and `may_sign` say who is a party; whoever holds
    `signature.see_all` sees every document. `expected` says who must sign. `signed` is called inside the transaction in
    which a signature is stored; what it raises undoes the signature. `next_page` is where a person goes on after
    signing, as an address.
    """

    name: str
    title: Text
    template: str
    may_see: Callable[[object, "SignableDocument"], bool]
    may_sign: Callable[[object, "SignableDocument"], bool]
    expected: Callable[["SignableDocument"], Expectation] = anyone
    signed: Callable[..., None] = does_nothing
    next_page: Callable[["SignableDocument"], str] | None = None


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make a kind known; called once per kind at start-up."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"the kind of document {kind.name!r} is registered twice")


def kind_named(name: str) -> DocumentKind:
    if name not in _kinds:
        raise DocumentKindUnknown(kind=name, known=", ".join(sorted(_kinds)))
    return _kinds[name]
