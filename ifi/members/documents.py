"""The document by which an organisation's certificate proves authority."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifi.members.services import AUTHORITY, end_unsigned, join_by_signature
from ifi.signing.canonical import read_content
from ifi.signing.kinds import DocumentKind, WithoutKey
from ifi.signing.models import SignableDocument
from ifi.signing.rules import Expectation


def _is_applicant(reader: object, document: SignableDocument) -> bool:
    return getattr(reader, "pk", None) == document.prepared_by_id


def _expected(document: SignableDocument) -> Expectation:
    return Expectation(bin=str(read_content(document.stored)["bin"]))


def _next_page(document: SignableDocument) -> str:
    return reverse("members:mine")


def _application(document: SignableDocument) -> str:
    return reverse("members:application", args=[document.about_key])


KIND = DocumentKind(
    name=AUTHORITY,
    title=_("Authority to act for an organisation"),
    template="members/authority.html",
    may_see=_is_applicant,
    may_sign=_is_applicant,
    expected=_expected,
    signed=join_by_signature,
    ended=end_unsigned,
    next_page=_next_page,
    note=_(
        "Your signature makes you the organisation's administrator. If you have no second factor yet, "
        "setting one up is the next step; the signature is kept."
    ),
    without_key=WithoutKey(_("Withdraw this application and apply with a letter of authority"), _application),
)
