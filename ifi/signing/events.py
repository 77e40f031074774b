"""What the trail says of this room's acts."""

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, object] = {
    "signing.document_prepared": _("Document prepared for signing; digest {document}"),
    "signing.document_signed": _("Document signed; digest {document}, BIN of the certificate {bin}"),
    "signing.evidence_read": _("Evidence of a signature downloaded, with the signer's certificate"),
}
