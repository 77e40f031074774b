"""What the trail says of this room's acts."""

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, object] = {
    "signing.document_prepared": _("Document prepared for signing; digest {document}"),
    "signing.document_signed": _("Document signed; digest {document}, BIN of the certificate {bin}"),
    "signing.document_refused": _("Signing of the document was refused; digest {document}"),
    "signing.document_withdrawn": _("Document withdrawn from signing; digest {document}"),
    "signing.document_expired": _("The time to sign the document ran out; digest {document}"),
    "signing.evidence_read": _("Evidence of a signature downloaded, with the signer's certificate"),
}
