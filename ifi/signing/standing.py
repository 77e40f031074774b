"""Where a document stands on a day."""

from datetime import date

from ifi.signing import rules
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument
from ifi.signing.rules import Standing


def standing_of(document: SignableDocument, *, on: date, wanted: int | None = None) -> Standing:
    """`wanted`: how many signatures, the kind's own number when left out."""
    end = getattr(document, "end", None)
    return rules.standing(
        signed=document.signatures.count(),
        wanted=kind_named(document.kind).expected(document).count if wanted is None else wanted,
        ended=Standing(end.outcome) if end is not None else None,
        sign_until=document.sign_until,
        on=on,
    )
