"""What the law room refuses. The sentences stand in three languages in `kz/sentences.yaml`."""

from ifi.core.errors import IfiError


class LawError(IfiError):
    """Something about the law's data or the facts it is applied to."""

    code = "law.error"


class NormFileBad(LawError):
    """A file of the law cannot be used. Parameters: file, line, reason."""

    code = "law.norm_file_bad"


class RegimeUnknown(LawError):
    """No such regime. Parameters: regime, known."""

    code = "law.regime_unknown"


class RegimeMissing(LawError):
    """The right's facts name no regime for the year. Parameters: year."""

    code = "law.regime_missing"


class MineralUnknown(LawError):
    """The regime does not know the mineral. Parameters: mineral, regime, known."""

    code = "law.mineral_unknown"


class MineralMissing(LawError):
    """The regime's norms depend on the mineral, and it is not given. Parameters: regime, known."""

    code = "law.mineral_missing"


class NormMissing(LawError):
    """The regime has no norm of this name. Parameters: norm, regime."""

    code = "law.norm_missing"


class NormNotInForce(LawError):
    """The first value of the norm begins later than the day asked for. Parameters: norm, regime, day."""

    code = "law.norm_not_in_force"


class NormNotKnown(LawError):
    """The value is null in the law's data, or only the contract says it. Parameters: norm, regime, day."""

    code = "law.norm_not_known"


class BaseNegative(LawError):
    """Costs or income below zero. Parameters: amount."""

    code = "law.base_negative"


class BaseUnreadable(LawError):
    """The text is not an amount with at most two decimals. Parameters: value."""

    code = "law.base_unreadable"


class BaseTypeWrong(LawError):
    """The base is of another kind than the regime or the instrument wants. Parameters: given, wanted, regime."""

    code = "law.base_type_wrong"


class OwnTermUnreadable(LawError):
    """A term of the instrument cannot be read. Parameters: parameter, value, wanted."""

    code = "law.own_term_unreadable"


class OwnTermTwice(LawError):
    """Two terms of the instrument give the same parameter on the same day. Parameters: parameter, day."""

    code = "law.own_term_twice"


class OwnTermUnknown(LawError):
    """No norm of this name can be overridden by the instrument. Parameters: parameter, known."""

    code = "law.own_term_unknown"
