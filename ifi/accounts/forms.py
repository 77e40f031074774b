"""What people type to sign in, to join and to secure their account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ifi.accounts.passwords import LONGEST
from ifi.accounts.rights import Role
from ifi.accounts.sentences import AUTHORITY_NAMES, ROLE_NAMES


def email_field(autocomplete: str = "email", label: Any = None) -> forms.EmailField:
    return forms.EmailField(
        label=label or _("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.kz."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
    )


def password_field(autocomplete: str, label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        strip=False,
        error_messages={"required": _("Enter the password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "govuk-input--width-20"}),
    )


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Full name"),
        max_length=200,
        error_messages={"required": _("Enter the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of pages and letters"),
        choices=[(code, format_html('<span lang="{}">{}</span>', code, name)) for code, name in settings.LANGUAGES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )


class SignInForm(forms.Form):
    email = email_field("username webauthn")
    password = password_field("current-password", _("Password"))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("Six digits from your authenticator application, or one of your recovery codes."),
        max_length=20,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
    )


class ApplicationForm(CodeForm):
    """The first code of an application that was just set up."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].help_text = _("Six digits that the application shows now.")


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("By which you know it again, for example “work laptop”."),
        max_length=60,
        error_messages={"required": _("Enter a name for the passkey.")},
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)


class ProofForm(forms.Form):
    password = password_field("current-password", _("Password"))


class NewPasswordForm(forms.Form):
    password = password_field(
        "new-password",
        _("New password"),
        _("At least 12 characters. A few words that only you would put together are easy to keep in mind."),
    )


class ChangePasswordForm(NewPasswordForm):
    """Who has a password shows that they know it (ASVS 6.2.3), however lately they signed in."""

    current = password_field("current-password", _("Present password"))
    field_order = ("current", "password")

    def __init__(self, *arguments: Any, has_password: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not has_password:
            del self.fields["current"]


class AddressForm(forms.Form):
    email = email_field("email", _("New e-mail address"))


class ForgottenForm(forms.Form):
    email = email_field("username")


def consent_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I agree to the processing of my personal data as described above"),
        error_messages={"required": _("Without your agreement no account can be created.")},
    )


class SignUpForm(forms.Form):
    email = email_field()
    name = name_field()
    language = language_field()
    consent = consent_field()


class ConsentForm(forms.Form):
    consent = forms.BooleanField(
        label=_("I agree to the processing of my personal data as described above"),
        error_messages={"required": _("Tick the box if you agree; otherwise erase the account below.")},
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Without a role a person acts only for organisations."),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    authority = forms.ChoiceField(
        label=_("Acts for"),
        help_text=_("Whose rights an officer acts on."),
        choices=list(AUTHORITY_NAMES.items()),
        required=False,
    )

    def chosen(self) -> list[Role]:
        return [Role(code) for code in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    email = email_field("off")
    name = name_field()
    language = language_field()
    field_order = ("email", "name", "language", "roles", "authority")
