"""What the ledger says to people."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "ledger.uid_taken": _("This act was recorded before with other figures. Reload the page and check them."),
    "ledger.entry_not_correctable": _(
        "Entry {entry} cannot be corrected: it does not exist, is itself a correction, or was corrected before."
    ),
    "ledger.busy": _("Others are changing the same duties right now. Nothing was written; try again in a minute."),
}
