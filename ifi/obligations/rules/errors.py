"""What acts on duties refuse. The sentences stand in `ifi/obligations/sentences.py`."""

from ifi.core.errors import IfiError


class DutyUnknown(IfiError):
    """There is no such duty. Parameters: duty."""

    code = "duty.unknown"


class RightUnknown(IfiError):
    """There is no such subsoil right. Parameters: right."""

    code = "duty.right_unknown"


class BaseTwice(IfiError):
    """Two bases for one duty in one act. Parameters: duty."""

    code = "base.twice"


class BaseNotPositive(IfiError):
    """A base below zero. Parameters: duty, amount."""

    code = "base.negative"


class ExpenseDiffers(IfiError):
    """The same document was entered before with another confirmed cost. Parameters: document, confirmed."""

    code = "expense.differs"


class ExpenseOverClaimed(IfiError):
    """More would be accepted than the document confirms, over all rights. Parameters: document, confirmed, left."""

    code = "expense.over_claimed"


class PerformanceUnknown(IfiError):
    """There is no such performance. Parameters: performance."""

    code = "performance.unknown"


class PaymentOrderTwice(IfiError):
    """The duty has this payment order of this day already, with other content. Parameters: payment_order, paid_on."""

    code = "performance.payment_order_twice"


class ActRepeatedDifferently(IfiError):
    """An act of this uid was recorded with other content. Parameters: uid."""

    code = "act.repeated_differently"


class YearNotOver(IfiError):
    """A year can be closed from the first day after it. Parameters: year."""

    code = "closing.year_not_over"


class NotAssessed(IfiError):
    """What is due is not known yet, so nothing can be decided about it. Parameters: duty, year."""

    code = "duty.not_assessed"


class PenaltyExceeded(IfiError):
    """More than the penalty that is still to be paid. Parameters: duty, amount, left."""

    code = "penalty.exceeded"


class ReceiptDiffers(IfiError):
    """The same payment was recorded before with other content. Parameters: payment_order, paid_on."""

    code = "receipt.differs"


class ToleranceTwice(IfiError):
    """A tolerance that holds from the same day is there already. Parameters: valid_from."""

    code = "tolerance.twice"
