"""What people enter about memberships."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ifi.accounts.forms import consent_field
from ifi.accounts.rights import OrganisationRole
from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES
from ifi.core.errors import IfiError
from ifi.core.sentences import say_error
from ifi.pages.forms import DayField
from ifi.registry.classifiers import classifier
from ifi.registry.services import Names
from ifi.registry.services.organisations import parse_number

_LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]


class RolesField(forms.MultipleChoiceField):
    """Roles in an organisation; only `offered` ones where they are named."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[(role.value, name) for role, name in ORGANISATION_ROLE_NAMES.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one role.")},
            **options,
        )

    def offer(self, roles: Collection[OrganisationRole]) -> None:
        self.choices = [(role.value, name) for role, name in ORGANISATION_ROLE_NAMES.items() if role in roles]

    def clean(self, value: Any) -> list[OrganisationRole]:
        return [OrganisationRole(code) for code in super().clean(value)]


class SignatureForm(forms.Form):
    """Which organisation; the name only where the register does not know it."""

    bin = forms.CharField(
        label=_("BIN of the organisation"),
        help_text=_("Twelve digits; an entrepreneur's IIN where there is no BIN."),
        max_length=20,
        error_messages={"required": _("Enter the BIN of the organisation.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    name_kk = forms.CharField(
        label=_("Name in Kazakh"),
        help_text=_("Names are needed only when the organisation is not in the register yet."),
        max_length=500,
        required=False,
    )
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=500, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("What the organisation is"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kinds = classifier("organisation_kinds").choices(get_language() or "en")
        self.fields["kind"].choices = [("", _("not said")), *kinds]  # type: ignore[attr-defined]

    def clean_bin(self) -> str:
        try:
            return parse_number(self.cleaned_data["bin"])
        except IfiError as error:
            raise ValidationError(say_error(error), code=error.code) from error

    def names(self) -> Names:
        written = (self.cleaned_data[name] for name in ("name_kk", "name_ru", "name_en"))
        return Names(*(" ".join(name.split()) for name in written))


class JoinForm(SignatureForm):
    """The same with a letter."""

    letter = forms.FileField(
        label=_("Letter of authority"),
        help_text=_(
            "On the organisation's letterhead, signed by its head: that you may act for it in this system. "
            "PDF, JPEG or PNG, 10 MB at most."
        ),
        error_messages={
            "required": _("Choose the file with the letter."),
            "empty": _("The file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    field_order = ("bin", "letter")


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person who applied will read it."),
        max_length=2000,
        error_messages={"required": _("Say why you refuse: the person will read it.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there and can be accepted only with this address, within 14 days."),
        max_length=254,
        error_messages={
            "required": _("Enter the address of the person."),
            "invalid": _("Enter an e-mail address such as name@example.kz."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    roles = RolesField(label=_("Roles"))
    language = forms.ChoiceField(label=_("Language of the message"), choices=_LANGUAGES)


class RolesForm(forms.Form):
    roles = RolesField(label=_("Roles"))


class AttorneyForm(forms.Form):
    document = forms.CharField(
        label=_("Power of attorney to sign"),
        help_text=_("Its number and date, for example No. 14 of 12.01.2026. Leave empty where there is none."),
        max_length=200,
        required=False,
    )


class DelegationForm(forms.Form):
    borrower = forms.ChoiceField(label=_("To whom"), error_messages={"required": _("Choose who stands in for you.")})
    roles = RolesField(label=_("Which of your roles"))
    since = DayField(label=_("From"))
    last_day = DayField(label=_("Until and including"))

    def offer(self, colleagues: Collection[tuple[int, str]], roles: Collection[OrganisationRole]) -> None:
        """`colleagues`: membership and name; `roles`: those one holds oneself."""
        self.fields["borrower"].choices = [("", _("choose")), *colleagues]  # type: ignore[attr-defined]
        self.fields["roles"].offer(roles)  # type: ignore[attr-defined]


class NewAccountForm(forms.Form):
    """An account for whoever was invited and has none."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        error_messages={"required": _("Enter your first and last name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters; several words are easy to remember and hard to guess."),
        max_length=1024,
        strip=False,
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}),
    )
    consent = consent_field()
