"""Form fields that read what people type, and the renderer that gives every form the same markup."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ifi.core.display import show_amount, show_day
from ifi.core.errors import IfiError
from ifi.core.identifiers import parse_bin
from ifi.core.money import parse_amount
from ifi.core.sentences import say, say_error

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),  # before the radios, of which it is a kind
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)


class Field(BoundField):
    """A field on a page: the class of its control, and where a line of the error summary leads."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        base = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")
        wrong = f"{base}--error" if self.errors and base in {"govuk-input", "govuk-textarea", "govuk-select"} else ""
        attrs["class"] = " ".join(part for part in (base, wrong, widget.attrs.get("class", "")) if part)
        return attrs

    @property
    def is_lone_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def suffix(self) -> str:
        return getattr(self.field.widget, "suffix", "")

    @property
    def target(self) -> str:
        """Id of the first control of the field."""
        many = isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"{self.auto_id}_0" if many else str(self.auto_id)


class Renderer(TemplatesSetting):
    """Forms as they look on our pages."""

    bound_field_class = Field


class MoneyInput(forms.TextInput):
    """An amount as text: shown as people write it, and what they typed is kept."""

    suffix = "₸"

    def format_value(self, value: Any) -> str | None:
        return show_amount(value, get_language() or "en") if isinstance(value, Decimal) else super().format_value(value)


class MoneyField(forms.Field):
    """Tenge and tiyn, read by the one rule of `ifi.core.money`. Negative amounts are refused unless asked for."""

    widget = MoneyInput

    def __init__(self, *, may_be_negative: bool = False, **options: Any) -> None:
        self.may_be_negative = may_be_negative
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-20"})

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            amount = parse_amount(str(value))
        except IfiError as error:
            raise ValidationError(say_error(error), code=error.code) from error
        if amount < 0 and not self.may_be_negative:
            raise ValidationError(say("amount.negative", {"value": value}), code="amount.negative")
        return amount


class DayInput(forms.DateInput):
    """A day in one field, `24.11.2026`."""

    def format_value(self, value: Any) -> str | None:
        return show_day(value) if isinstance(value, date) else super().format_value(value)


_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # a day before or after any day that we write must still be a day


class DayField(forms.DateField):
    """A day written as 24.11.2026 or 2026-11-24."""

    widget = DayInput
    default_error_messages = {
        "required": _("Enter a date, for example 24.11.2026."),
        "invalid": _("Enter a date that exists, as day, month and year: 24.11.2026."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%d.%m.%Y", "%Y-%m-%d"], **options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class BinField(forms.Field):
    """A BIN; spaces and hyphens are ignored, the check digit is checked."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-20"})

    def to_python(self, value: Any) -> str | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_bin(str(value))
        except IfiError as error:
            raise ValidationError(say_error(error), code=error.code) from error


class OnForm(forms.Form):
    """The day for which a page tells what holds; today unless chosen."""

    on = DayField(required=False, label=_("What held on"))

    def __init__(self, query: Mapping[str, str], *, today: date) -> None:
        self.today = today
        super().__init__(data={name: query.get(name) or show_day(today) for name in self.base_fields})

    @property
    def on_day(self) -> date:
        """The chosen day; today where it was left empty or does not exist (the page shows the error)."""
        return self._day("on")

    def _day(self, name: str) -> date:
        self.is_valid()
        return self.cleaned_data.get(name) or self.today


class AsOfForm(OnForm):
    """The two dates of a page of figures: what held on a day, as known on a day. Both are today unless chosen."""

    known = DayField(required=False, label=_("As known on"))

    @property
    def known_day(self) -> date:
        return self._day("known")
