"""What a person can mend in the registry; sentences are in `sentences.py`."""

from ifi.core.errors import IfiError


class OrganisationExists(IfiError):
    """The BIN is registered already. Parameters: bin."""

    code = "registry.organisation_exists"


class OrganisationUnknown(IfiError):
    """No organisation has this id. Parameters: organisation."""

    code = "registry.organisation_unknown"


class NameMissing(IfiError):
    """No name in any language."""

    code = "registry.name_missing"


class CodeUnknown(IfiError):
    """A value that its classifier does not hold. Parameters: classifier, value."""

    code = "registry.code_unknown"


class RightExists(IfiError):
    """A right of that kind with that number and date, or with that register id, is registered already."""

    code = "registry.right_exists"


class RightUnknown(IfiError):
    """No right has this id. Parameters: right."""

    code = "registry.right_unknown"


class RightUnnumbered(IfiError):
    """Neither a number nor a register id."""

    code = "registry.right_unnumbered"


class DatesOutOfOrder(IfiError):
    """The right ends before it begins. Parameters: start, end."""

    code = "registry.dates_out_of_order"


class DatesImplausible(IfiError):
    """A day outside 1900 to 2200. Parameters: day."""

    code = "registry.dates_implausible"


class ShareOutOfRange(IfiError):
    """A share that is not above 0 and at most 1. Parameters: value."""

    code = "registry.share_out_of_range"


class SharesOverOne(IfiError):
    """The shares of a right exceed 1 together on a day. Parameters: day."""

    code = "registry.shares_over_one"


class SharesOverOneStored(IfiError):
    """The same, told by the database when two people changed the holders of a right at once."""

    code = "registry.shares_over_one_stored"


class HolderUnknown(IfiError):
    """No organisation is registered under the BIN. Parameters: bin."""

    code = "registry.holder_unknown"


class HolderMissing(IfiError):
    """The organisation does not hold the right on that day, or holds less. Parameters: day."""

    code = "registry.holder_missing"


class LaterChangeExists(IfiError):
    """Something was recorded for a later day; that has to be put right first. Parameters: day."""

    code = "registry.later_change_exists"


class PeriodsOverlap(IfiError):
    """Two values would hold on the same day. Parameters: none."""

    code = "registry.periods_overlap"


class RegimeUnknown(IfiError):
    """Not a regime of the law's data. Parameters: regime."""

    code = "registry.regime_unknown"


class TermMissing(IfiError):
    """No such own term. Parameters: term."""

    code = "registry.term_missing"


class DetailMissing(IfiError):
    """What was to be corrected is recorded otherwise by now."""

    code = "registry.detail_missing"


class AnotherValueThen(IfiError):
    """The corrected value would reach into a neighbour's days. Parameters: day, on which that one holds."""

    code = "registry.another_value_then"


class OneCodeOnly(IfiError):
    """Several codes for what has one value at a time. Parameters: field."""

    code = "registry.one_code_only"
