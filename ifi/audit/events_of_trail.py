"""What this room itself records."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "audit.rows_adopted": _("Rows that no record spoke of were taken over as they were then: {count}, table {table}"),
    "audit.trail_exported": _("Trail exported with its signed heads"),
}
