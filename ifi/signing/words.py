"""Words for where a document stands, and for what certificates say in numbers."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.signing.rules import Standing

STANDINGS: dict[Standing, Promise] = {
    Standing.WAITING: _("To be signed"),
    Standing.SIGNED: _("Signed"),
    Standing.REFUSED: _("Refused to sign"),
    Standing.WITHDRAWN: _("Withdrawn from signing"),
    Standing.EXPIRED: _("Time ran out"),
}
STANDING_COLOURS = {
    Standing.WAITING: "warn",
    Standing.SIGNED: "ok",
    Standing.REFUSED: "bad",
    Standing.WITHDRAWN: "neutral",
    Standing.EXPIRED: "bad",
}

FOR_A_SIGNATURE = "1.3.6.1.5.5.7.3.4"  # extended key usage of the national authority's certificates for signing

# who the holder is, most particular first (extended key usages of the National Certification Authority)
HOLDER_ROLES: dict[str, Promise] = {
    "1.2.398.3.3.4.1.2.1": _("head of the organisation"),
    "1.2.398.3.3.4.1.2.2": _("person with the right to sign for the organisation"),
    "1.2.398.3.3.4.1.2.3": _("person with the right to sign financial documents"),
    "1.2.398.3.3.4.1.2.4": _("employee of the personnel department"),
    "1.2.398.3.3.4.1.2.5": _("employee of the organisation"),
    "1.2.398.3.3.4.1.2": _("representative of the organisation"),
    "1.2.398.3.3.4.1.1": _("individual"),
}


def holder_role(uses: Iterable[str]) -> Promise | str:
    """Who the holder is to the organisation; empty when the certificate does not say."""
    present = set(uses)
    return next((words for code, words in HOLDER_ROLES.items() if code in present), "")
