"""What the trail says to people when something goes wrong."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "audit.key_unusable": _("{setting} must hold 32 bytes in base64. Make one with: openssl rand -base64 32."),
}
