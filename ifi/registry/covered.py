"""Tables of the register whose rows only acts may write: the trail keeps what was written to them."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

_RIGHT = (
    "id",
    "kind",
    "number",
    "concluded_on",
    "concluded_as_written",
    "registry_id",
    "name",
    "minerals",
    "region",
    "authority",
    "starts_on",
    "ends_on",
    "exempt_ground",
    "obligations_text",
    "is_demonstration",
    "source",
    "created_at",
)
_TERM = ("id", "right_id", "parameter", "value", "clause", "quote", "is_confirmed", "validity")
_FORMS = {
    "registry_organisation": ("id", "bin", "kinds", "is_demonstration", "source", "created_at"),
    "registry_organisationname": ("id", "organisation_id", "name_kk", "name_ru", "name_en", "validity"),
    "registry_organisationdetail": ("id", "organisation_id", "region", "kato", "oked", "validity"),
    "registry_subsoilright": _RIGHT,
    "registry_rightdetail": ("id", "right_id", "field", "codes", "validity"),
    "registry_rightregime": ("id", "right_id", "regime", "validity"),
    "registry_rightholder": ("id", "right_id", "organisation_id", "share", "validity"),
    "registry_rightterm": _TERM,
}


def register() -> None:
    coverage.register(*(Covered(table, {1: columns}, may_change=True) for table, columns in _FORMS.items()))
