"""What acts of this room refuse."""

from ifi.core.errors import IfiError
from ifi.signing.rules import Reason


class SignatureRefused(IfiError):
    """The file is no valid signature of this document. `reason` says why and is the code of its sentence."""

    code = "signature.refused"

    def __init__(self, reason: Reason, **parameters: object) -> None:
        self.reason = reason
        self.code = reason.value
        super().__init__(**parameters)


class ContentNotCanonical(IfiError):
    """The content has no canonical form. Parameters: place."""

    code = "document.not_canonical"


class DocumentUnknown(IfiError):
    """There is no such document, or the person may not see it."""

    code = "document.unknown"


class RefusalNeedsReason(IfiError):
    """Whoever refuses to sign says why."""

    code = "document.reason_needed"


class DocumentKindUnknown(IfiError):
    """No room has registered such a kind of document. Parameters: kind, known."""

    code = "document.kind_unknown"


class RootsUnreadable(IfiError):
    """A file in the folder of roots is no certificate or revocation list. Parameters: file."""

    code = "verifier.roots_unreadable"


class DevelopmentOnly(IfiError):
    """Test certificates are made and trusted on development installations only."""

    code = "verifier.test_refused"
