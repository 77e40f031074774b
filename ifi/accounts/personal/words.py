"""Words of the personal-data pages, their errors and their lines in the trail."""

from django.utils.translation import gettext_lazy as _

PERSONAL_DATA = _("Personal data")
SENTENCES = {
    "erasure.roles_held": _("The account still holds a role. Ask an administrator to take it away first."),
}
EVENTS = {
    "accounts.data_taken_out": _("Personal data taken out"),
    "accounts.erasure_asked": _("Erasure of the account asked for"),
    "accounts.person_erased": _("Personal data erased"),
}
