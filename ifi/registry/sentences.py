"""What the registry's errors say: what is wrong and what to do; and names of what is read in obligations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ifi.registry.rules import AmountUnit, Bound, ObligationBase, ObligationKind

SENTENCES = {
    "registry.organisation_exists": _("BIN {bin} is registered already. Open that organisation and change it there."),
    "registry.organisation_unknown": _("There is no such organisation. Search for it by name or BIN."),
    "registry.name_missing": _("Enter the name in at least one language."),
    "registry.code_unknown": _("“{value}” is not in the list. Choose a value from the list."),
    "registry.right_exists": _(
        "A right with this number, date and kind, or with this register number, exists already."
    ),
    "registry.right_unknown": _("There is no such subsoil right. Check the number and date."),
    "registry.right_unnumbered": _("Enter the number of the contract or licence, or its number in the state register."),
    "registry.dates_out_of_order": _("The right cannot end before it begins. Check the dates."),
    "registry.dates_implausible": _("{day} cannot be a date of a subsoil right. Check the year."),
    "registry.share_out_of_range": _("A share must be above 0 and at most 100 %. You entered {value} of 1."),
    "registry.shares_over_one": _("On {day} the shares add up to more than 100 %. Lower one of them."),
    "registry.shares_over_one_stored": _(
        "Someone changed the holders at the same time and the shares exceed 100 %. Open the right again and check them."
    ),
    "registry.holder_unknown": _("No organisation has BIN {bin}. Register the organisation first."),
    "registry.holder_missing": _(
        "On {day} the organisation does not hold this share of the right. Check who holds it."
    ),
    "registry.later_change_exists": _(
        "The holders change again on {day}. Choose a later day or put that change right first."
    ),
    "registry.periods_overlap": _("Another value is recorded for the same days. Choose other dates."),
    "registry.regime_unknown": _("“{regime}” is not a known regime. Choose one from the list."),
    "registry.term_missing": _("This term has been confirmed or removed. Open the right again."),
    "registry.detail_missing": _("This entry has been changed meanwhile. Open the right again."),
    "registry.another_value_then": _(
        "On {day} another value holds. Choose a day that does not reach into it, or correct that value first."
    ),
    "registry.one_code_only": _("Choose one value."),
    "registry.import.detail_change_needs_day": _(
        "The registry holds “{stored}”. Enter the day from which the new value holds."
    ),
    "registry.import.changes_from": _("The registry holds “{stored}”. From {day} the new value will hold."),
    "registry.import.right_given_twice": _("Another line gives this right a different value. Keep one of them."),
    "registry.import.holder_needs_bin": _("The holder has a name and no BIN. Enter the BIN or leave the holder empty."),
    "registry.import.name_needed": _("BIN {value} is not registered yet. Enter the holder's name."),
    "registry.import.names_differ": _("Another line gives BIN {bin} a different name. Keep one of them."),
    "registry.import.share_needs_holder": _("A share is given without a holder. Enter the holder's BIN."),
    "registry.import.share_needed": _("Several holders are named. Enter the share of each."),
    "registry.import.shares_over_one": _("The shares of this right add up to more than 100 %. Lower one of them."),
    "registry.import.holder_change_needs_day": _(
        "The registry names another holder. Enter the day from which the new one holds the right."
    ),
    "registry.import.regime_change_needs_day": _(
        "The registry names another regime. Enter the day from which the new one governs the right."
    ),
    "registry.import.other_authority": _("This right belongs to another authority. Leave it to that authority."),
    "registry.import.changes": _("The registry holds “{stored}”. It will be replaced."),
    "registry.import.renames": _("The registry holds “{name}”. It will become a former name."),
    "registry.import.text_unread": _("Part of the text could not be read and is kept for a person: {text}"),
}

KIND_NAMES = {
    ObligationKind.RESEARCH: _("Research and development"),
    ObligationKind.TRAINING: _("Training of staff"),
    ObligationKind.REGION: _("Development of the region"),
    ObligationKind.LOCAL_CONTENT: _("Local content"),
    ObligationKind.LIQUIDATION_FUND: _("Liquidation fund"),
    ObligationKind.OTHER: pgettext_lazy("kind of obligation", "Other"),
}

BOUND_NAMES = {
    Bound.EXACTLY: "{figure}",
    Bound.AT_LEAST: _("at least {figure}"),
    Bound.AT_MOST: _("at most {figure}"),
    Bound.BETWEEN: "{figure}",
}

BASE_NAMES = {
    ObligationBase.AGGREGATE_ANNUAL_INCOME: _("aggregate annual income"),
    ObligationBase.PRODUCTION_COST: _("production costs"),
    ObligationBase.MINING_COST: _("mining expenses"),
    ObligationBase.INVESTMENTS: _("investments"),
    ObligationBase.CONTRACT_VALUE: _("value of the contract"),
}

UNIT_NAMES = {
    AmountUnit.TENGE: "₸",
    AmountUnit.US_DOLLAR: _("US dollars"),
    AmountUnit.MONTHLY_INDEX: _("monthly calculation indices"),
}
