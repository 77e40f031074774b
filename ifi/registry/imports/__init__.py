"""The import of a register of subsoil rights: what its file holds, how it is checked and written."""

from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission
from ifi.intake.kinds import ImportKind
from ifi.registry.imports.checking import check
from ifi.registry.imports.columns import COLUMNS
from ifi.registry.imports.writing import commit

RIGHTS = ImportKind(
    name="rights",
    title=_("Register of subsoil rights"),
    description=_(
        "Contracts and licences with their holders, regime and obligations. One line for each holder of a right. "
        "Empty cells leave what is registered as it is. What changes in a known right needs the day of the change."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT,
    check=check,
    commit=commit,
    sheet_names={"kk": "Құқықтар", "ru": "Права", "en": "Rights"},
)
