"""Files of bases, performances, receipts and published payments: what they hold, how they are checked and written."""

from ifi.core.sentences import register as register_sentences
from ifi.intake import kinds
from ifi.obligations.imports.bases import BASES
from ifi.obligations.imports.performances import PERFORMANCES
from ifi.obligations.imports.published import PUBLISHED_PAYMENTS
from ifi.obligations.imports.receipts import RECEIPTS
from ifi.obligations.imports.sentences import SENTENCES


def register() -> None:
    """Make the kinds and their sentences known; called once at start-up."""
    register_sentences(SENTENCES)
    for kind in (BASES, PERFORMANCES, RECEIPTS, PUBLISHED_PAYMENTS):
        kinds.register(kind)
