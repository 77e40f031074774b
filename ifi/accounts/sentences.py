"""Sentences of this room's errors, and the names of roles and permissions."""

from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission, Role

SENTENCES = {
    "sign_in.refused": _("The e-mail address or the password is wrong. Check both and try again."),
    "sign_in.too_often": _("Too many wrong passwords. Wait {seconds} seconds and try again."),
    "person.unknown": _("Nobody signs in with {email}. Check the address."),
    "person.email_taken": _("{email} already belongs to somebody. Use another address."),
    "password.weak": _("The password is too weak. Use at least 12 characters that are not a common password."),
}

ROLE_NAMES = {
    Role.OFFICER: _("Officer of the competent authority"),
    Role.ANALYST: _("Analyst"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

PERMISSION_NAMES = {
    Permission.REGISTRY_EDIT: _("change the register of organisations and subsoil rights"),
    Permission.REGISTRY_SEE_ALL: _("see terms, shares and rights that are not published"),
    Permission.BASE_DECLARE: _("enter declared bases"),
    Permission.PERFORMANCE_ENTER: _("enter expenses and payments"),
    Permission.PERFORMANCE_DECIDE: _("accept or disallow expenses and payments"),
    Permission.DUTY_ASSESS: _("assess what is due"),
    Permission.YEAR_CLOSE: _("close a year"),
    Permission.DUTY_SEE_ALL: _("see figures that the law does not make public"),
    Permission.RECONCILE: _("reconcile declared amounts with treasury receipts"),
    Permission.IMPORT: _("import files"),
    Permission.LEDGER_SEE: _("see ledger entries"),
    Permission.SETTINGS_EDIT: _("change settings"),
    Permission.ACCOUNTS_EDIT: _("add and disable people"),
    Permission.SIGNATURE_SEE_ALL: _("see every signed document and its certificates"),
}

AUTHORITY_NAMES = {
    "": _("all authorities"),
    "energy": _("Ministry of Energy"),
    "industry": _("Ministry of Industry and Construction"),
    "atomic": _("Atomic Energy Agency"),
    "akimat": _("regional akimats"),
}
