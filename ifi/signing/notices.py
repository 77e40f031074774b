"""What this room tells people about documents to sign."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.notices.catalogue import Channel, NoticeKind, Topic, as_count, as_day


class Why(StrEnum):
    """Why somebody is told of a document."""

    SIGNS = "signs"
    SIGNS_FOR_ORGANISATION = "signs_for_organisation"
    PREPARED = "prepared"
    SIGNED = "signed"


WHY: dict[Why, Promise] = {
    Why.SIGNS: _("The document needs your signature."),
    Why.SIGNS_FOR_ORGANISATION: _("You may sign for the organisation whose signature the document needs."),
    Why.PREPARED: _("You prepared the document for signing."),
    Why.SIGNED: _("You sent a signature of the document."),
}
_LAST_DAY, _NO_LIMIT = _("The last day to sign is {day}."), _("There is no time limit.")


def as_why(value: object) -> str:
    return str(WHY[Why(str(value))])


def as_time_limit(value: object) -> str:
    """From a stored `2026-12-24`; empty where there is no last day."""
    return str(_LAST_DAY).format(day=as_day(value)) if value else str(_NO_LIMIT)


def _kind(code: str, *, title: Promise, text: Promise, brief: Promise, **parameters: object) -> NoticeKind:
    """Why somebody gets it depends on the reader, so it is a parameter."""
    return NoticeKind(
        f"signing.{code}",
        "signatures",
        title=title,
        text=text,
        reason="{why}",
        brief=brief,
        parameters={"why": as_why, **parameters},  # type: ignore[dict-item]
        channels=frozenset(Channel),
    )


ENTRIES = (
    Topic(
        "signatures",
        _("Documents and signatures"),
        _("A document waits for your signature, was signed or refused, or its time ran out."),
        order=15,
    ),
    _kind(
        "waiting",
        title=_("A document waits for your signature: {about}"),
        text=_("Read it and sign it on a computer that has your key. {until}"),
        brief=_("A document waits for your signature."),
        until=as_time_limit,
    ),
    _kind(
        "time_nearing",
        title=_("A document still waits for your signature: {about}"),
        text=_("Sign it or refuse to. {until} After it, the document has to be prepared anew."),
        brief=_("The time to sign a document ends soon."),
        until=as_time_limit,
    ),
    _kind(
        "partly_signed",
        title=_("A signature was added: {about}"),
        text=_("The signature is valid. Signatures still missing: {missing}."),
        brief=_("A document got one of its signatures."),
        missing=as_count,
    ),
    _kind(
        "signed",
        title=_("The document is signed: {about}"),
        text=_("It has every signature it needs. Its page shows who signed, and has the evidence to download."),
        brief=_("A document got all its signatures."),
    ),
    _kind(
        "refused",
        title=_("Signing was refused: {about}"),
        text=_("The reason stands on the document's page. It cannot be signed any more; a new one may be prepared."),
        brief=_("Signing of a document was refused."),
    ),
    _kind(
        "withdrawn",
        title=_("The document was withdrawn: {about}"),
        text=_("It cannot be signed any more, and you need to do nothing."),
        brief=_("A document was withdrawn from signing."),
    ),
    _kind(
        "expired",
        title=_("The time to sign ran out: {about}"),
        text=_("The document cannot be signed any more. Where it is still needed, begin anew and sign the new one."),
        brief=_("The time to sign a document ran out."),
    ),
)
