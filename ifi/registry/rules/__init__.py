"""Pure decisions of the registry: names, holders, dates and the free text of obligations."""

from ifi.registry.rules.legal_forms import LegalForm
from ifi.registry.rules.names import fold_letters, fold_name, folded_names, legal_form, name_key

__all__ = ["LegalForm", "fold_letters", "fold_name", "folded_names", "legal_form", "name_key"]
