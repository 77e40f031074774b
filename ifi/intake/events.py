"""What the acts of this room leave in the trail."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "intake.file_received": _("File received for import, {size} bytes"),
    "intake.import_confirmed": _("Import confirmed: {count} rows"),
    "intake.import_committed": _("Import committed: {new} rows new, {unchanged} unchanged"),
    "intake.import_cancelled": _("Import cancelled"),
    "intake.check_repeated": _("Another check of the file ordered"),
    "intake.problems_exported": _("Problems of an import downloaded as a file"),
}
