"""Pure decisions of the registry: names, holders, dates and the free text of obligations."""

from ifi.registry.rules.legal_forms import LegalForm
from ifi.registry.rules.names import fold_letters, fold_name, folded_names, legal_form, name_key
from ifi.registry.rules.obligation_words import AmountUnit, Bound, ObligationBase, ObligationKind
from ifi.registry.rules.obligations_text import ObligationsRead, ObligationTerm, read_obligations, research_terms

__all__ = [
    "AmountUnit",
    "Bound",
    "LegalForm",
    "ObligationBase",
    "ObligationKind",
    "ObligationTerm",
    "ObligationsRead",
    "fold_letters",
    "fold_name",
    "folded_names",
    "legal_form",
    "name_key",
    "read_obligations",
    "research_terms",
]
