"""What this room itself records."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "audit.trail_exported": _("Trail exported with its signed heads"),
}
