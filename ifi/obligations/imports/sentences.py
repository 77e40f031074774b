"""What is said about rows of the three kinds."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "right.unknown": _("No registered right has the number “{value}”. Check the number, or register the right first."),
    "right.unknown_near": _("No registered right has the number “{value}”. Did you mean “{near}”?"),
    "right.ambiguous": _("Several rights have the number “{value}”. Add the date of one of them: {dates}."),
    "right.other_date": _("The right with this number is of another date: {dates}. Correct the date or the number."),
    "right.other_authority": _("The right “{value}” belongs to another authority. Leave its rows to that authority."),
    "right.outside_life": _(
        "The year lies outside the life of the right ({begins} to {ends}). Correct the year or the right."
    ),
    "right.regime_missing": _("No regime is registered for the right in this year. Enter it in the registry first."),
    "right.holder_missing": _("Nobody is registered as holder of the right in this year. Enter the holder first."),
    "right.payer_not_holder": _(
        "The payer {value} did not hold the right in this year. Check that the payment is meant for it."
    ),
    "payment.in_future": _("The date {value} is still to come. Correct the date."),
    "payment.kbk_digits": _("“{value}” is not a budget classification code. Write its six digits."),
    "receipt.twice": _("The same payer, payment order and date stand in row {first}. Delete one of the rows."),
    "receipt.stored_differently": _(
        "This payment is recorded already, with other content (amount {amount}). Correct the row or delete it."
    ),
    "base.twice_in_file": _("Row {first} has a base of the same right and year. Leave one of them."),
    "base.stored_differently": _(
        "A base of {stored} is declared for this right and year. Correct it on the right's page, or delete the row."
    ),
    "performance.twice": _("Row {first} says the same. Delete one of the rows."),
    "performance.stored_differently": _(
        "This payment is entered already for the right and year, with other content. Correct the row or delete it."
    ),
    "performance.order_stored": _("The payment order “{value}” of this day is entered for the right and year already."),
    "performance.date_missing": _("A payment order needs its date. Write the date of the payment."),
    "performance.document_part": _("A document needs its type, number, date and amount. Fill in all four, or none."),
    "performance.document_differs": _("The same document stands with another amount: {held}. Write one amount for it."),
}
