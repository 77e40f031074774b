"""What the trail says of this room's acts."""

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, object] = {
    "signing.document_prepared": _("Document prepared for signing"),
    "signing.document_signed": _("Document signed; BIN of the certificate: {bin}"),
    "signing.document_refused": _("Signing of the document was refused"),
    "signing.document_withdrawn": _("Document withdrawn from signing"),
    "signing.document_expired": _("The time to sign the document ran out"),
    "signing.evidence_read": _("Evidence of a signature downloaded, with the signer's certificate"),
}
