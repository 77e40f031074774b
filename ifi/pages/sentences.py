"""Sentences of the errors that the ground floor raises."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "not_allowed": _("Your role does not allow this. Ask an administrator for the right to do it."),
    "not_apart.own_deed": _("You entered this yourself, so another officer of the authority in charge accepts it."),
    "not_apart.own_organisation": _(
        "You act for the organisation concerned, so an officer who does not act for it decides."
    ),
    "amount.unreadable": _("“{value}” is not an amount. Write digits only, for example 1 234 567,89."),
    "amount.too_precise": _(
        "“{value}” has more than two digits after the point. Write tenge and tiyn, for example 1 234,50."
    ),
    "amount.ambiguous": _("“{value}” can be read in two ways. Write 1234 or 1,234.00 for thousands, 1,23 for tiyn."),
    "amount.too_large": _("“{value}” is larger than any amount the system holds. Check the number of digits."),
    "amount.negative": _("“{value}” is below zero. Write an amount of zero or more."),
    "bin.malformed": _("“{value}” is not a BIN or IIN. Write its twelve digits."),
    "bin.check_digit": _("“{value}” has a wrong check digit. Compare it with the registration certificate."),
}
