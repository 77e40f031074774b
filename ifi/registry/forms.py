"""What officers enter about organisations and rights; choices stand in the reader's language."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.core.errors import IfiError
from ifi.core.sentences import say_error
from ifi.law.sentences import say_value
from ifi.law.terms import OWN_TERMS
from ifi.pages.forms import DayField
from ifi.registry.classifiers import classifier
from ifi.registry.services import Field, Names, RightFields, WrittenFields
from ifi.registry.services.details import CLASSIFIERS
from ifi.registry.services.organisations import parse_number
from ifi.registry.shown import language

HOLDERS_ON_A_FORM = 6
DETAIL_LABELS = {
    Field.MINERALS: _("Minerals"),
    Field.REGION: _("Region"),
    Field.AUTHORITY: _("Competent authority"),
    Field.EXEMPT_GROUND: _("Ground of exemption"),
}
_NAME_NEEDED = _("Enter the name in at least one language.")


class CodeField(forms.ChoiceField):
    """One entry of a classifier; the words are those of the reader's language when the form is made."""

    def __init__(self, classifier_name: str, *, unsaid: Promise | None = None, **options: Any) -> None:
        self.classifier_name = classifier_name
        self.unsaid = unsaid
        super().__init__(choices=self._entries, **options)

    def _entries(self) -> list[tuple[str, Any]]:
        first = [("", self.unsaid)] if self.unsaid is not None else []
        return [*first, *classifier(self.classifier_name).choices(language())]


class CodesField(forms.MultipleChoiceField):
    """Several entries of a classifier."""

    def __init__(self, classifier_name: str, **options: Any) -> None:
        widget = forms.CheckboxSelectMultiple
        super().__init__(choices=lambda: classifier(classifier_name).choices(language()), widget=widget, **options)


class NumberField(forms.CharField):
    """A BIN, or the IIN of an entrepreneur."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-20"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return parse_number(text) if text else ""
        except IfiError as error:
            raise ValidationError(say_error(error), code=error.code) from error


class ShareField(forms.Field):
    """A share in per cent, `60`, `33,333333 %`, as a part of 1 with eight digits at most."""

    default_error_messages = {
        "invalid": _("Enter the share in per cent, above 0 and at most 100, for example 33,5."),
        "too_precise": _("Write at most six digits after the point, for example 33,333333."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-5"})

    def to_python(self, value: Any) -> Decimal | None:
        text = re.sub(r"[\s\u00a0%]", "", str(value or "")).replace(",", ".")
        if not text:
            return None
        try:
            share = Decimal(text) / 100
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not share.is_finite() or not 0 < share <= 1:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if share != round(share, 8):
            raise ValidationError(self.error_messages["too_precise"], code="too_precise")
        return share


class NamesForm(forms.Form):
    """A name in three languages."""

    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=500, required=False)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=500, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("name_kk", "name_ru", "name_en")) and not self.errors:
            self.add_error("name_kk", ValidationError(_NAME_NEEDED, code="required"))
        return cleaned

    def names(self) -> Names:
        return Names(*(self.cleaned_data[f"name_{language}"] for language in ("kk", "ru", "en")))


class OrganisationForm(NamesForm):
    """A new organisation."""

    bin = NumberField(
        label=_("BIN or IIN"),
        help_text=_("Twelve digits of the registration certificate"),
        error_messages={"required": _("Enter the BIN or IIN.")},
    )
    kinds = CodesField("organisation_kinds", label=_("What the organisation is"), required=False)
    region = CodeField("regions", label=_("Region"), unsaid=_("Not known"), required=False)
    oked = forms.CharField(
        label=_("Activity (OKED)"), help_text=_("Code, for example 06.10"), max_length=7, required=False
    )
    since = DayField(
        label=_("Since when this is so"), help_text=_("Leave empty if it has always been so"), required=False
    )
    field_order = ("bin", "name_kk", "name_ru", "name_en", "kinds", "region", "oked", "since")


class RenameForm(NamesForm):
    """New names from a day on."""

    on = DayField(
        label=_("From which day"), help_text=_("For example, 24.11.2026. Leave empty to correct the first name"),
        required=False,
    )  # fmt: skip


class DetailsForm(forms.Form):
    """Region, activity and kinds."""

    kinds = CodesField("organisation_kinds", label=_("What the organisation is"), required=False)
    region = CodeField("regions", label=_("Region"), unsaid=_("Not known"), required=False)
    oked = forms.CharField(
        label=_("Activity (OKED)"), help_text=_("Code, for example 06.10"), max_length=7, required=False
    )
    on = DayField(label=_("From which day"), help_text=_("Leave empty if it has always been so"), required=False)


class WrittenForm(forms.Form):
    """What is written about a right once."""

    kind = CodeField("right_kinds", label=_("Kind of right"))
    number = forms.CharField(
        label=_("Number of the contract or licence"), help_text=_("As it is written"), max_length=100, required=False
    )
    concluded_on = DayField(label=_("Date of the contract or licence"), required=False)
    registry_id = forms.CharField(label=_("Number in the state register"), max_length=20, required=False)
    name = forms.CharField(label=_("Deposit or area"), max_length=300, required=False)
    starts_on = DayField(
        label=_("Start of production or of the licence"),
        help_text=_("Registration of the production contract or addendum; first day of the licence"),
        required=False,
    )
    ends_on = DayField(label=_("Last day of the right"), required=False)
    obligations_text = forms.CharField(
        label=_("Text of the obligations"),
        help_text=_("As it stands in the register"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        required=False,
    )

    def written(self, *, concluded_as_written: str = "") -> WrittenFields:
        values = {name: self.cleaned_data[name] for name in WrittenForm.base_fields}
        values["registry_id"] = values["registry_id"] or None
        return WrittenFields(**values, concluded_as_written=concluded_as_written)


class NewRightForm(WrittenForm):
    """A right with its regime, and what has been so from its beginning; holders are entered after it."""

    minerals = CodesField("minerals", label=_("Minerals"), required=False)
    region = CodeField("regions", label=_("Region"), unsaid=_("Not known"), required=False)
    authority = CodeField("authorities", label=_("Competent authority"), unsaid=_("Not known"), required=False)
    exempt_ground = CodeField(
        "exemption_grounds", label=_("Ground of exemption"), unsaid=_("Not exempt"), required=False
    )
    regime = CodeField("regimes", label=_("Regime"), unsaid=_("Not known"), required=False)

    field_order = (
        "kind",
        "number",
        "concluded_on",
        "registry_id",
        "name",
        "minerals",
        "region",
        "authority",
        "starts_on",
        "ends_on",
        "exempt_ground",
        "obligations_text",
        "regime",
    )

    def fields_of_right(self) -> RightFields:
        names = (*WrittenForm.base_fields, "minerals", "region", "authority", "exempt_ground")
        values = {name: self.cleaned_data[name] for name in names}
        values["registry_id"] = values["registry_id"] or None
        return RightFields(**values)


class DetailForm(forms.Form):
    """One dated field of a right, its value and the day from which it holds."""

    on = DayField(label=_("From which day"), required=False)

    def __init__(self, *args: Any, field: Field, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"value": _detail_field(field), "on": self.fields["on"]}
        self.fields["on"].help_text = _("Leave empty if it has always been so")

    def codes(self) -> list[str]:
        value = self.cleaned_data["value"]
        return value if isinstance(value, list) else [value] if value else []


def _detail_field(field: Field) -> forms.Field:
    label = DETAIL_LABELS[field]
    if field is Field.MINERALS:
        return CodesField("minerals", label=label, required=False)
    unsaid = _("Not exempt") if field is Field.EXEMPT_GROUND else _("Not known")
    return CodeField(CLASSIFIERS[field], label=label, unsaid=unsaid, required=False)


class RegimeForm(forms.Form):
    """The regime from a day on."""

    regime = CodeField("regimes", label=_("Regime"))
    on = DayField(label=_("From which day"), help_text=_("Leave empty if it has always been so"), required=False)


class HoldersForm(forms.Form):
    """All holders from a day on, each with its share."""

    on = DayField(label=_("From which day"), help_text=_("Leave empty if it has always been so"), required=False)

    def __init__(self, *args: Any, present: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = range(1, max(HOLDERS_ON_A_FORM, present + 2) + 1)  # room for one more than there are
        for place in self.places:
            self.fields[f"bin_{place}"] = NumberField(
                label=_("BIN of holder %(place)s") % {"place": place}, required=False
            )
            self.fields[f"share_{place}"] = ShareField(
                label=_("Share of holder %(place)s, %%") % {"place": place}, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in self.places:
            named, share = cleaned.get(f"bin_{place}"), cleaned.get(f"share_{place}")
            if named and share is None and f"share_{place}" not in self.errors:
                self.add_error(f"share_{place}", _("Enter the share of this holder."))
            if share is not None and not named and f"bin_{place}" not in self.errors:
                self.add_error(f"bin_{place}", _("Enter the BIN of this holder or remove the share."))
        if not self.errors and not self.holders():
            self.add_error("bin_1", _("Enter at least one holder."))
        return cleaned

    def holders(self) -> list[tuple[str, Decimal]]:
        """(BIN, share) of every holder that was entered."""
        pairs = ((self.cleaned_data.get(f"bin_{place}"), self.cleaned_data.get(f"share_{place}"))
                 for place in self.places)  # fmt: skip
        return [(number, share) for number, share in pairs if number and share is not None]

    @staticmethod
    def initial_of(holders: list[tuple[str, Decimal]]) -> Mapping[str, str]:
        """What the form shows for holders that are stored."""
        shown: dict[str, str] = {}
        for place, (number, share) in enumerate(holders, 1):
            shown |= {f"bin_{place}": number, f"share_{place}": f"{(share * 100).normalize():f}"}
        return shown


class TermForm(forms.Form):
    """A term of the instrument itself."""

    parameter = forms.ChoiceField(
        label=_("What the term is about"),
        choices=lambda: [(name, say_value("norm", name, language())) for name in OWN_TERMS],
    )
    value = forms.CharField(
        label=_("Value"),
        help_text=_("A share as 0.01, a sum as 1234567.89, a year as 2024, or a code as the law's page names it"),
        max_length=100,
        error_messages={"required": _("Enter the value.")},
    )
    clause = forms.CharField(label=_("Clause of the contract or licence"), max_length=200, required=False)
    quote = forms.CharField(
        label=_("Words of the contract or licence"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    on = DayField(label=_("From which day"), help_text=_("Leave empty if it has always been so"), required=False)


class SearchForm(forms.Form):
    """Search and filters of the list of organisations; unknown values are as good as none."""

    q = forms.CharField(label=_("Name or BIN"), max_length=200, required=False)
    kind = CodeField("organisation_kinds", label=_("What it is"), unsaid=_("All"), required=False)
    region = CodeField("regions", label=_("Region"), unsaid=_("All"), required=False)

    def asked(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
