"""Documents and signatures, for those who may see them."""

from uuid import UUID

from ifi.accounts.rights import Permission, may
from ifi.core.errors import NotAllowed
from ifi.signing.errors import DocumentUnknown
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument, Signature


def document_for(document_id: UUID, reader: object) -> SignableDocument:
    """The document, for a party or whoever sees every document. Raises DocumentUnknown or NotAllowed."""
    try:
        document = SignableDocument.objects.get(pk=document_id)
    except SignableDocument.DoesNotExist as error:
        raise DocumentUnknown from error
    if not may_see(reader, document):
        raise NotAllowed(permission=Permission.SIGNATURE_SEE_ALL.value)
    return document


def may_see(reader: object, document: SignableDocument) -> bool:
    return may(reader, Permission.SIGNATURE_SEE_ALL) or kind_named(document.kind).may_see(reader, document)


def signatures_of(document: SignableDocument) -> tuple[Signature, ...]:
    """The valid signatures, first one first, each with its certificate."""
    return tuple(document.signatures.select_related("certificate", "accepted_by").order_by("pk"))
