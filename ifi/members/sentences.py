"""Sentences of this room's errors."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "members.still_member": _(
        "The account still acts for an organisation. End the membership first, on the page of its people."
    ),
    "members.application_unknown": _("There is no such application. Look for it in the list."),
    "members.step_not_possible": _("This has been decided meanwhile. Open the page again to see how it stands."),
    "members.application_waits": _("You have applied for {bin} already. Wait for the decision or withdraw it."),
    "members.too_many_applications": _("{limit} of your applications wait already. Withdraw one to send another."),
    "members.member_already": _("This person acts for the organisation already. Change their roles instead."),
    "members.has_administrator": _(
        "The organisation has an administrator: ask for an invitation, or send a letter of authority."
    ),
    "members.name_needed": _(
        "This number is not in the register. Enter the organisation's name as in its registration certificate."
    ),
    "members.reason_needed": _("Say why you refuse: the person will read it."),
    "members.own_application": _("You act for this organisation yourself. Leave the decision to another officer."),
    "members.letter_too_large": _("The letter is larger than {limit} MB. Scan it with a lower resolution."),
    "members.letter_not_readable": _("The file is not a whole PDF, JPEG or PNG. Save the letter as one of these."),
    "members.letter_active": _("This PDF carries a program or another file. Print the letter to a plain PDF."),
    "members.invitation_unknown": _(
        "This invitation was used, revoked or has run out. Ask the organisation's administrator for a new one."
    ),
    "members.invitation_waits": _("{email} has an invitation that still holds. Revoke it before you send another."),
    "members.invitation_for_another": _("The invitation is for {email}. Sign in with that address to accept it."),
    "members.roles_needed": _("Choose at least one role."),
    "members.membership_unknown": _("This person no longer acts for the organisation. Look at the list again."),
    "members.last_administrator": _(
        "The organisation would have no administrator. Make somebody else an administrator first."
    ),
    "members.powers_are_lent": _(
        "You administer by delegation. Leave administrators and signatories to an administrator proper."
    ),
    "members.delegation_unknown": _("This delegation has ended. Look at the list again."),
    "members.delegation_dates": _(
        "Choose days from today on, the last one not before the first, at most {longest} days in all."
    ),
    "members.delegation_overlaps": _("You lend roles to this person on some of these days already. End that first."),
    "members.not_own_role": _("You can lend only roles that are your own, not those lent to you."),
    "members.not_to_oneself": _("Choose somebody else: you hold these roles yourself."),
    "members.not_signatory_capable": _(
        "This person may not sign. Let the administrator note their power of attorney first."
    ),
}
