"""Files of declared bases, performances and treasury receipts: what they hold, how they are checked and written."""

from ifi.core.sentences import register as register_sentences
from ifi.intake import kinds
from ifi.obligations.imports.bases import BASES
from ifi.obligations.imports.performances import PERFORMANCES
from ifi.obligations.imports.receipts import RECEIPTS
from ifi.obligations.imports.sentences import SENTENCES


def register() -> None:
    """Make the three kinds and their sentences known; called once at start-up."""
    register_sentences(SENTENCES)
    for kind in (BASES, PERFORMANCES, RECEIPTS):
        kinds.register(kind)
