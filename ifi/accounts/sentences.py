"""Sentences of this room's errors, and the names of roles and permissions."""

from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import OrganisationRole, Permission, Role

SENTENCES = {
    "sign_in.refused": _("The e-mail address or the password is wrong. Check both and try again."),
    "sign_in.too_often": _("Too many attempts. Wait {seconds} seconds and try again."),
    "person.oneself": _("You cannot do this to your own account. Ask another administrator."),
    "person.unknown": _("Nobody signs in with {email}. Check the address."),
    "person.email_taken": _("{email} already belongs to somebody. Use another address."),
    "password.weak": _(
        "Use at least 12 characters that are no common or leaked password and hold neither your name nor your address."
    ),
    "password.wrong": _("The password is wrong. Type it again."),
    "factor.code_wrong": _("The code is wrong or was used already. Type the code that the application shows now."),
    "factor.passkey_refused": _("The passkey could not be confirmed. Try again, or use another way."),
    "factor.known": _("An authenticator application is set up already. Remove it first."),
    "factor.last": _("Your role needs a second factor. Add another one before you remove this one."),
    "link.spent": _("The link was used already or has run out. Ask for a new letter."),
    "provider.refused": _(
        "The identity provider did not confirm who you are. Try again, or sign in with your password."
    ),
    "provider.unknown_person": _(
        "No account is linked to you at the identity provider. Sign in with your password and link it there."
    ),
    "provider.other_address": _(
        "The identity provider did not confirm the address {email}. Both accounts must have the same address."
    ),
    "provider.taken": _("You at the identity provider are linked to another account here. Unlink it there first."),
}

ROLE_NAMES = {
    Role.OFFICER: _("Officer of the competent authority"),
    Role.ANALYST: _("Analyst"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.CURATOR: _("Atameken curator"),
    Role.CENTRE_EDITOR: _("Competence centre editor"),
    Role.NEWS_EDITOR: _("News editor"),
    Role.EXPERT: _("Expert"),
    Role.SECRETARY: _("Council secretary"),
    Role.COUNCIL_MEMBER: _("Council member"),
}

ORGANISATION_ROLE_NAMES = {
    OrganisationRole.ADMIN: _("Organisation's administrator"),
    OrganisationRole.OBLIGATIONS: _("Obligations officer of the enterprise"),
    OrganisationRole.SIGNATORY: _("Signatory"),
    OrganisationRole.ENGINEER: _("Engineer"),
    OrganisationRole.SCIENTIST: _("Scientist"),
    OrganisationRole.INVESTOR: _("Investor"),
    OrganisationRole.VIEWER: _("Reader"),
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
    Permission.MEMBERS_DECIDE: _("decide who speaks for an organisation"),
    Permission.MEMBERS_SEE_ALL: _("see the people of every organisation"),
    Permission.AUDIT_SEE: _("see the trail of every act"),
    Permission.AUDIT_EXPORT: _("take out the trail as a file"),
    Permission.TRAIL_SEE: _("see the trail of the objects of the authority"),
    Permission.NEWS_EDIT: _("write and publish news"),
    Permission.OWN_REGISTRY_SEE: _("see the organisation's own terms and shares"),
    Permission.OWN_DUTIES_SEE: _("see the organisation's duties, bases and payments in full"),
    Permission.OWN_PEOPLE_SEE: _("see who acts for the organisation"),
    Permission.OWN_PEOPLE_EDIT: _("invite people to the organisation, change their roles, end their membership"),
    Permission.OWN_TRAIL_SEE: _("see the trail of the organisation's own objects"),
    Permission.OWN_SIGN: _("sign in the organisation's name"),
    Permission.OWN_DELEGATE: _("lend one's own roles for an absence"),
    Permission.SIGNATURE_SEE_ALL: _("see every signed document and its certificates"),
}

AUTHORITY_NAMES = {
    "": _("all authorities"),
    "energy": _("Ministry of Energy"),
    "industry": _("Ministry of Industry and Construction"),
    "atomic": _("Atomic Energy Agency"),
    "akimat": _("regional akimats"),
}
