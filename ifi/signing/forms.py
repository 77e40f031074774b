"""The form by which a signature comes: from the page's script, or as a file."""

import base64
import binascii
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_PEM = re.compile(rb"-----(BEGIN|END) [A-Z0-9 ]+-----")


class SignatureForm(forms.Form):
    """One signature: `cms` is Base64 that the page's script got from NCALayer; `file` was signed elsewhere."""

    cms = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        required=False,
        label=_("Signature file"),
        help_text=_("A .cms, .p7s or .sig file made with this document, with the document inside it or without."),
        max_length=255,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".cms,.p7s,.p7m,.sig,.der,.pem"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("file") is not None and "file" in self.files:
            cleaned["signature"] = as_der(cleaned["file"].read())
        elif cleaned.get("cms"):
            cleaned["signature"] = as_der(cleaned["cms"].encode("ascii", "replace"))
        else:
            self.add_error("file", _("Choose the file of the signature."))
        return cleaned


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you refuse"),
        help_text=_("Whoever prepared the document and those who were to sign it will read it."),
        max_length=1000,
        error_messages={"required": _("Write why you refuse to sign. Whoever prepared the document reads it.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def as_der(given: bytes) -> bytes:
    """The bytes of the signature: programs save them as they are, as Base64 or as PEM."""
    if given[:1] == b"\x30":
        return given
    try:
        return base64.b64decode(b"".join(_PEM.sub(b"", given).split()), validate=True)
    except (binascii.Error, ValueError):
        return given
