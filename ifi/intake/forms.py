"""The form of an upload."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """One file. What is wrong with it is found out by its check, so that an empty one is told like any other."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, with the headings of the template in Kazakh, Russian or English."),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose the file that you want to import.")},
    )
