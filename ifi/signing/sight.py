"""Who may see a document."""

from ifi.accounts.rights import Permission, may
from ifi.core.errors import NotAllowed
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument


def may_see(reader: object, document: SignableDocument) -> bool:
    """A party of the document as its kind knows them, or whoever sees every document."""
    return may(reader, Permission.SIGNATURE_SEE_ALL) or kind_named(document.kind).may_see(reader, document)


def check_may_see(reader: object, document: SignableDocument) -> None:
    """Raise NotAllowed unless the reader may see the document."""
    if not may_see(reader, document):
        raise NotAllowed(permission=Permission.SIGNATURE_SEE_ALL.value)
