"""What readers choose on lists, and what officers enter on the page of a duty."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ifi.core.sentences import say
from ifi.law.facts import BaseType, Channel
from ifi.obligations import words
from ifi.obligations.queries.selection import SORTS, Place, Selection
from ifi.obligations.rules.performance import Reason
from ifi.obligations.rules.status import DutyStatus
from ifi.pages.forms import BinField, DayField, MoneyField
from ifi.registry.classifiers import classifier
from ifi.registry.queries.search import organisations_named

MOST_ORGANISATIONS = 20  # that a text on the list may mean


def read_selection(query: Mapping[str, str], *, on: date) -> Selection:
    """The selection that an address holds; a part that cannot be is left out, as if it had not been chosen."""
    year = query.get("year", "")
    sort = query.get("sort", "-year")
    column = sort.removeprefix("-")
    selection = Selection(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        regime=_known(query.get("regime", ""), dict(words.regimes())),
        region=_known(query.get("region", ""), classifier("regions")),
        authority=_known(query.get("authority", ""), classifier("authorities")),
        status=_status(query.get("status", "")),
        organisation=query.get("organisation", "").strip()[:200],
        below_threshold=query.get("risk") == "1",
        sort=column if column in SORTS else "year",
        descending=sort.startswith("-") or column not in SORTS,
        after=read_place(query.get("after", "")),
        before=read_place(query.get("before", "")),
    )
    if not selection.organisation:
        return selection
    return replace(
        selection, organisations=organisations_named(selection.organisation, on=on, limit=MOST_ORGANISATIONS)
    )


def _known(code: str, codes: object) -> str:
    return code if code in codes else ""  # type: ignore[operator]


def _status(code: str) -> DutyStatus | None:
    return DutyStatus(code) if code in DutyStatus.__members__.values() else None


def write_place(place: Place | None) -> str:
    return f"{place.year}~{place.amount}~{place.duty}" if place else ""


def read_place(text: str) -> Place | None:
    parts = text.split("~")
    try:
        year, amount, duty = int(parts[0]), Decimal(parts[1]), int(parts[2])
    except (IndexError, ValueError, InvalidOperation):
        return None
    fits = amount.is_finite() and abs(amount) < 10**18 and 0 < year < 10**4 and 0 < duty < 2**63
    return Place(year, amount, duty) if fits else None


class ActForm(forms.Form):
    """An act on a duty: `uid` is made with the form, so that sending it twice acts once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["uid"].initial = uuid4


def _base_types() -> list[tuple[str, str]]:
    return [(kind.value, words.base_type(kind.value)) for kind in BaseType]


def _channels() -> list[tuple[str, str]]:
    return [(channel.value, words.channel(channel.value)) for channel in Channel]


def _reasons() -> list[tuple[str, str]]:
    return [("", ""), *((reason.value, say(f"performance.reason.{reason.value}")) for reason in Reason)]


class BaseForm(forms.Form):
    """The base that a user declared for a duty, or its correction."""

    base_type = forms.ChoiceField(
        label=_("What the rate applies to"),
        choices=_base_types,
        error_messages={"required": _("Choose what the rate applies to.")},
    )
    amount = MoneyField(
        label=_("Amount of the base, tenge"),
        help_text=_("For the year before the duty's, for example 1 234 567,89"),
        error_messages={"required": _("Enter the amount of the base.")},
    )
    declared_on = DayField(
        label=_("Date of the declaration"),
        help_text=_("For example, 24.11.2026"),
        error_messages={"required": _("Enter the date of the declaration.")},
    )


class PerformanceForm(ActForm):
    """An expense or payment offered in fulfilment of the duty."""

    channel = forms.ChoiceField(
        label=_("How the duty was performed"),
        choices=_channels,
        error_messages={"required": _("Choose how the duty was performed.")},
    )
    title = forms.CharField(label=_("What was done"), required=False, max_length=500)
    amount = MoneyField(
        label=_("Amount, tenge"),
        help_text=_("For example, 1 234 567,89"),
        error_messages={"required": _("Enter the amount.")},
    )
    paid_on = DayField(label=_("Date of payment"), required=False, help_text=_("For example, 24.11.2026"))
    payment_order = forms.CharField(label=_("Payment order"), required=False, max_length=60)
    kbk = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("Budget code (KBK)"),
        required=False,
        error_messages={"invalid": _("Enter the six digits of the budget code.")},
    )
    performer_bin = BinField(label=_("BIN of the performer"), required=False)


class AcceptForm(ActForm):
    """How much of a performance is accepted; a reason where it is less than declared."""

    amount = MoneyField(
        label=_("Amount to accept, tenge"), error_messages={"required": _("Enter the amount to accept.")}
    )
    reason = forms.ChoiceField(
        label=_("Reason, where less than declared is accepted"), choices=_reasons, required=False
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DisallowForm(ActForm):
    """Why a performance is not accepted."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=_reasons,
        error_messages={"required": _("Choose why the performance is not accepted.")},
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReverseForm(ActForm):
    """Why a decision is undone."""

    note = forms.CharField(
        label=_("Why the decision is undone"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the decision is undone.")},
    )


class ClosingForm(forms.Form):
    """The close of a year asks for nothing but the word."""


class PenaltyForm(ActForm):
    """A payment of the penalty."""

    amount = MoneyField(label=_("Amount paid, tenge"), error_messages={"required": _("Enter the amount paid.")})
    paid_on = DayField(
        label=_("Date of payment"),
        help_text=_("For example, 24.11.2026"),
        error_messages={"required": _("Enter the date of payment.")},
    )


class ToleranceForm(forms.Form):
    """From a day on, differences count only above this share and above this sum."""

    margin = forms.DecimalField(
        label=_("Margin, per cent of what was received"),
        min_value=0,
        max_value=100,
        decimal_places=4,
        localize=True,
        error_messages={"required": _("Enter the margin.")},
    )
    floor = MoneyField(label=_("Floor, tenge"), error_messages={"required": _("Enter the floor.")})
    valid_from = DayField(
        label=_("Holds from"),
        help_text=_("For example, 24.11.2026"),
        error_messages={"required": _("Enter the first day.")},
    )
    source = forms.CharField(
        label=_("Ground for the setting"),
        max_length=300,
        error_messages={"required": _("Write on what ground the setting is made.")},
    )
