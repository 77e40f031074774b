"""Words of the personal-data pages, their errors and their lines in the trail."""

from django.utils.translation import gettext_lazy as _

PERSONAL_DATA = _("Personal data")
SENTENCES = {
    "erasure.roles_held": _("The account still holds a role. Let an administrator take it away first."),
}
EVENTS = {
    "accounts.data_read": _("What is kept of a person was read"),
    "accounts.data_taken_out": _("Personal data taken out"),
    "accounts.data_given_out": _("Personal data given out on request"),
    "accounts.erasure_asked": _("Erasure of the account asked for"),
    "accounts.person_erased": _("Personal data erased"),
}

# by the codes of docs/security/personal-data.yaml
PURPOSES = {
    "sign_in": _("To let the person in, and nobody else in their place"),
    "authority": _("To show that the person may act for an organisation"),
    "signature": _("To prove who signed, years later"),
    "trail": _("To find out from where an act came, when something is wrong"),
    "notices": _("To reach the person on the ways they chose"),
    "duties": _("To follow the fulfilment of obligations"),
    "register": _("To name who holds a right"),
}
GROUNDS = {
    "account": _("The person asked for the account, or their employer, a state body, gave it to them"),
    "consent": _("The person's consent, which they may take back at any time"),
    "security": _("Protection of the account and of the system"),
    "law": _(
        "A duty by law: the Code “On Subsoil and Subsoil Use”, the Entrepreneurial Code, "
        "the Law “On Electronic Document and Electronic Digital Signature”"
    ),
}
TERMS = {
    "account": _("until the account is erased"),
    "session": _("until the session ends"),
    "device": _("a year after the last sign-in with the browser"),
    "link": _("until the link is used or lapses"),
    "invitation": _("thirty days after its last day"),
    "application": _("until the account is erased; the decision stays without the letter"),
    "membership": _("five years after the membership ended"),
    "address": _("three years after the act"),
    "signature": _("as long as the document that it proves"),
    "subscription": _("until it is cancelled"),
    "request": _("until it is confirmed or lapses"),
    "delivery": _("until the notice is sent; thirty days where it could not be"),
    "receiver": _("a year after the notice"),
    "duty": _("as long as the records of the duty"),
    "register": _("as long as the records of the right"),
}
# what the rows of a table are to the person; every table that keeps something personal has its words
TABLES = {
    "account_emailaddress": _("Confirmed e-mail addresses"),
    "account_emailconfirmation": _("Letters that confirm an address"),
    "accounts_device": _("Browsers of earlier sign-ins"),
    "accounts_emaillink": _("Links sent by e-mail"),
    "accounts_user": _("Account: name, e-mail address, language, password, last sign-in, consent"),
    "audit_record": _("Network addresses of acts"),
    "django_session": _("Open sessions"),
    "intake_importproblem": _("Values that an import refused"),
    "intake_importrun": _("Uploaded files"),
    "members_application": _("Letters of authority"),
    "members_invitation": _("Invitations to the address"),
    "members_membership": _("Powers of attorney to sign"),
    "mfa_authenticator": _("Second factors"),
    "news_calendarfeed": _("Calendar addresses"),
    "notices_delivery": _("Notices"),
    "notices_subscriber": _("Subscription of the address without an account"),
    "notices_subscriptionrequest": _("Subscriptions waiting to be confirmed"),
    "notices_telegramchat": _("Telegram chat"),
    "notices_telegraminvitation": _("Links into Telegram"),
    "obligations_performance": _("Who performed the work"),
    "obligations_publishedpayment": _("Who made a published payment"),
    "obligations_treasuryreceipt": _("Who paid to the treasury"),
    "registry_organisation": _("BIN or IIN in the register"),
    "registry_organisationname": _("Names in the register"),
    "signing_documentend": _("Reasons for ending a document"),
    "signing_signabledocument": _("Documents prepared to sign"),
    "signing_signature": _("Signatures"),
    "signing_signatureevidence": _("Evidence of signatures"),
    "signing_signercertificate": _("Certificates of signers"),
    "socialaccount_socialaccount": _("Link with the identity provider"),
    "socialaccount_socialtoken": _("Tokens of the identity provider"),
    "usersessions_usersession": _("Places where the account is open"),
}
