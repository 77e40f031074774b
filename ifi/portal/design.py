"""The page that shows every component with made-up values; tests look at it, developers copy from it."""

from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ifi.core.display import show_large
from ifi.law.facts import Citation, Confidence
from ifi.pages.figures import language, tag
from ifi.pages.forms import AsOfForm, DayField, MoneyField
from ifi.portal.charts import Chart, Series

TODAY = date(2026, 11, 24)
_BILLION = Decimal(10) ** 9


class SampleForm(forms.Form):
    """One field of each kind."""

    amount = MoneyField(
        label=gettext_lazy("Amount, tenge"),
        help_text=gettext_lazy("For example, 1 234 567,89"),
        error_messages={"required": gettext_lazy("Enter the amount.")},
    )
    paid_on = DayField(label=gettext_lazy("Date of payment"), help_text=gettext_lazy("For example, 24.11.2026"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How it was performed"),
        widget=forms.RadioSelect,
        choices=[("own", gettext_lazy("Own research")), ("budget", gettext_lazy("Payment to the state budget"))],
        error_messages={"required": gettext_lazy("Choose how it was performed.")},
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year"),
        choices=[("2025", "2025"), ("2026", "2026")],
        error_messages={"required": gettext_lazy("Choose the year.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("PDF, up to 10 MB"),
        error_messages={"required": gettext_lazy("Choose the document.")},
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    confirmed = forms.BooleanField(
        label=gettext_lazy("The figures are confirmed by an auditor"),
        error_messages={"required": gettext_lazy("Confirm that an auditor has confirmed the figures.")},
    )


def design(request: HttpRequest) -> HttpResponse:
    """Every component; `?wrong=1` shows the form as it comes back with errors."""
    form = SampleForm({"amount": "1,234"}) if "wrong" in request.GET else SampleForm()
    context = {
        "form": form,
        "as_of_form": AsOfForm(request.GET, today=TODAY),
        "today": TODAY,
        "amounts": _amounts(),
        "steps": _steps(),
        "years": _years(),
        "chart": _chart(),
        "summary": [
            {"key": _("Number"), "value": "4890"},
            {"key": _("Date"), "value": "24.11.2015", "address": "#summary", "action": _("Change")},
        ],
        "rows": _rows(),
        "totals": [sum(column, Decimal(0)) for column in zip(*(row["values"] for row in _rows()), strict=True)],
        "demonstration": True,
    }
    return render(request, "portal/design.html", context)


def _amounts() -> dict[str, Decimal]:
    return {
        "due": Decimal("124500000.00"),
        "accepted": Decimal("70250000.55"),
        "credit": Decimal("20000000.00"),
        "declared": Decimal("12000000.00"),
        "over": Decimal("140000000.00"),
        "share": Decimal("0.99999"),
        "rate": Decimal("0.01"),
        "large": 92 * _BILLION + Decimal("419876543.21"),
        "negative": Decimal("-1234567.89"),
    }


def _steps() -> list[dict[str, object]]:
    code = Citation("code", "129(1)(2)", "https://adilet.zan.kz/rus/docs/K1700000125", Confidence.A)
    reading = Citation("code", "129(1)", "", Confidence.READING)
    return [
        {"sentence": _("Production costs of 2024"), "amount": Decimal("12450000000.00"), "citation": None},
        {"sentence": _("Rate applied to these costs"), "amount": None, "citation": code},
        {"sentence": _("Rounded to the tiyn, half up"), "amount": None, "citation": reading},
        {"sentence": _("Due for 2025"), "amount": Decimal("124500000.00"), "citation": None, "is_result": True},
    ]


def _years() -> list[dict[str, object]]:
    return [
        {
            "year": 2023,
            "amount": Decimal("98200000.00"),
            "status": tag(_("Fulfilled"), "ok"),
            "colour": "ok",
            "address": "#years",
        },
        {
            "year": 2024,
            "amount": Decimal("110750000.40"),
            "status": tag(_("Part fulfilled"), "warn"),
            "colour": "warn",
            "address": "#years",
        },
        {
            "year": 2025,
            "amount": Decimal("124500000.00"),
            "status": tag(_("Overdue"), "bad"),
            "colour": "bad",
            "address": "#years",
            "is_present": True,
        },
        {"year": 2026, "amount": None, "status": tag(_("Base missing"), "neutral"), "colour": "neutral", "address": ""},
    ]


def _chart() -> Chart:
    years = tuple(str(year) for year in range(2018, 2027))
    performed = tuple(
        Decimal(value) * _BILLION for value in ("41", "46.5", "39.2", "52", "61.3", "66", "71.8", "80.1", "55")
    )
    credit = tuple(Decimal(value) * _BILLION for value in ("3", "4", "6.1", "5", "4.4", "6", "7", "5.9", "8"))
    missing = tuple(Decimal(value) * _BILLION for value in ("8", "6", "14", "9", "7", "5", "6.4", "6.42", "31"))
    return Chart(
        title=_("Duties by year"),
        reading=_("In 2025 %(performed)s of the due was performed.")
        % {"performed": show_large(performed[7], language())},
        heading=_("Year"),
        labels=years,
        series=(
            Series(_("Performed"), performed),
            Series(_("Credit of earlier years"), credit),
            Series(_("Missing"), missing, hatched=True),
        ),
        csv="#chart",
    )


def _rows() -> list[dict[str, object]]:
    names = ("«Сарыарқа Мұнай» ЖШС", "ТОО «Горный передел»", "Üstırt Energy LLP")
    statuses = (tag(_("Fulfilled"), "ok"), tag(_("Part fulfilled"), "warn"), tag(_("Overdue"), "bad", needs_you=True))
    values = (
        (Decimal("1234567.89"), Decimal("1234567.89")),
        (Decimal("987654321.00"), Decimal("500000000.00")),
        (Decimal("45000.50"), Decimal("0.00")),
    )
    return [
        {"name": name, "status": status, "values": pair}
        for name, status, pair in zip(names, statuses, values, strict=True)
    ]
