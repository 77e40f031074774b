"""What may go wrong in the trail."""

from ifi.core.errors import IfiError


class EventUnknown(Exception):
    """A programming error: an act is recorded by a code that no room registered."""


class NotInTransaction(Exception):
    """A programming error: an act is recorded outside its own transaction."""


class KeyUnusable(IfiError):
    """The signing key is not 32 bytes in base64. Parameters: setting."""

    code = "audit.key_unusable"
