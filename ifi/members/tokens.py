"""One-time links: an invitation's number, sealed with the system's key, so that the database alone does not open it."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from ifi.members.errors import InvitationUnknown

_SIGNER = Signer(sep=".", salt="members.invitation")


def token_of(number: UUID) -> str:
    return _SIGNER.sign(number.hex)


def number_of(token: str) -> UUID:
    """Raises InvitationUnknown."""
    try:
        return UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError) as error:
        raise InvitationUnknown from error
