"""Who is told of a document: those who are to sign it, whoever prepared it, and those who signed it."""

from collections.abc import Iterable, Mapping
from datetime import date

from ifi.accounts.rights import Actor
from ifi.core.targets import Target
from ifi.notices.services import Person, announce
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument
from ifi.signing.notices import Why
from ifi.signing.rules import Standing


def tell_waiting(document: SignableDocument, *, by: Actor, on: date) -> None:
    """Whoever is to sign, the one who prepared it included: the key may be on another computer."""
    _tell("signing.waiting", document, _still_to_sign(document, on), {"until": _until(document)}, by=by, on=on)


def tell_signed(document: SignableDocument, *, missing: int, by: Actor, on: date) -> None:
    """Everyone concerned; whoever signed has it in writing too. `missing`: how many signatures it still wants."""
    code = "signing.partly_signed" if missing else "signing.signed"
    _tell(code, document, _concerned(document, on), {"missing": missing} if missing else {}, by=by, on=on)


def tell_ended(document: SignableDocument, end: Standing, *, by: Actor, on: date) -> None:
    """Everyone concerned but the one who did it."""
    people = {person: why for person, why in _concerned(document, on).items() if person != getattr(by, "pk", None)}
    _tell(f"signing.{end}", document, people, {}, by=by, on=on)


def remind_to_sign(document: SignableDocument, *, by: Actor, on: date) -> int:
    """Whoever is still to sign, once, however often it is called; how many people were told now."""
    people = _still_to_sign(document, on)
    once = f"{document.pk}:{_until(document)}"
    return _tell("signing.time_nearing", document, people, {"until": _until(document)}, by=by, on=on, once=once)


def _tell(
    code: str,
    document: SignableDocument,
    people: Mapping[int, Why],
    parameters: Mapping[str, object],
    *,
    by: Actor,
    on: date,
    once: str = "",
) -> int:
    """One notice for each reason why people get it."""
    told = 0
    for why in Why:
        to = [Person(person) for person, reason in people.items() if reason is why]
        if to:
            notice = announce(
                code,
                about=Target.of("document", document.pk),
                to=to,
                parameters={**parameters, "why": why.value},
                by=by,
                on=on,
                once=once and f"{once}:{why}",
            )
            told += len(to) if notice is not None else 0
    return told


def _still_to_sign(document: SignableDocument, on: date) -> dict[int, Why]:
    """The people whom the kind names, without those who sent a signature of theirs."""
    kind = kind_named(document.kind)
    why = Why.SIGNS_FOR_ORGANISATION if kind.expected(document).bin else Why.SIGNS
    return dict.fromkeys(sorted(set(kind.signers(document, on)) - set(_signed(document))), why)


def _concerned(document: SignableDocument, on: date) -> dict[int, Why]:
    """Each person once, with what ties them to the document most."""
    prepared = {} if document.prepared_by_id is None else {document.prepared_by_id: Why.PREPARED}
    return {**_still_to_sign(document, on), **prepared, **dict.fromkeys(_signed(document), Why.SIGNED)}


def _signed(document: SignableDocument) -> Iterable[int]:
    return document.signatures.filter(accepted_by__isnull=False).values_list("accepted_by", flat=True)


def _until(document: SignableDocument) -> str:
    return document.sign_until.isoformat() if document.sign_until else ""
