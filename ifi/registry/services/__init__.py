"""Acts on the registry. Each checks the right to act first and runs in one transaction."""

from ifi.registry.services.details import Field, correct_detail, set_detail
from ifi.registry.services.holders import set_holders, transfer_right
from ifi.registry.services.organisations import (
    Names,
    create_organisation,
    fill_names,
    rename_organisation,
    set_details,
    set_kinds,
)
from ifi.registry.services.rights import (
    RightFields,
    WrittenFields,
    change_right,
    confirm_term,
    create_right,
    drop_term,
    end_right,
    set_regime,
    set_term,
)

__all__ = [
    "Field",
    "Names",
    "RightFields",
    "WrittenFields",
    "change_right",
    "confirm_term",
    "correct_detail",
    "create_organisation",
    "create_right",
    "drop_term",
    "end_right",
    "fill_names",
    "rename_organisation",
    "set_detail",
    "set_details",
    "set_holders",
    "set_kinds",
    "set_regime",
    "set_term",
    "transfer_right",
]
