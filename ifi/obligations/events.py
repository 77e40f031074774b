"""What the acts of this room leave in the trail."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "obligations.duties_opened": _("Duties opened: {count}"),
    "obligations.duties_followed_holder": _("Open duties passed to the new holder: {count}"),
    "obligations.duties_assessed": _("Duties assessed: {count}"),
    "obligations.bases_declared": _("Bases declared: {count}, together {amount}"),
    "obligations.performances_entered": _("Expenses and payments entered: {count}, together {amount}"),
    "obligations.performances_declared": _("Planned expenses and payments declared: {count}, together {amount}"),
    "obligations.performances_accepted": _("Expenses and payments accepted: {count}, together {amount}"),
    "obligations.performances_disallowed": _("Expenses and payments disallowed: {count}, together {amount}"),
    "obligations.decisions_reversed": _("Decisions on expenses and payments undone: {count}"),
    "obligations.receipts_recorded": _("Treasury receipts recorded: {count}"),
    "obligations.published_payments_recorded": _("Published payments of another country recorded: {count}"),
    "obligations.years_closed": _("Years closed: {count}"),
    "obligations.penalties_paid": _("Penalty payments recorded: {count}, together {amount}"),
    "obligations.tolerance_set": _("Tolerance of reconciliation set from {day}"),
    "obligations.duties_exported": _("List of duties downloaded as a file"),
    "obligations.ledger_exported": _("Ledger entries of a duty downloaded as a file"),
    "obligations.reconciliation_exported": _("Reconciliation downloaded as a file"),
    "obligations.demonstration_registered": _("Organisations and subsoil rights of the demonstration registered"),
    "obligations.demonstration_loaded": _("Demonstration loaded"),
    "obligations.demonstration_removed": _("Demonstration removed"),
}
