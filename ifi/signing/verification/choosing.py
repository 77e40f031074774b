"""Which verifier a file is for."""

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason
from ifi.signing.verification.protocol import SignatureVerifier


def verifier_for(cms: bytes) -> SignatureVerifier:
    """The verifier for the algorithms that the file names. Raises SignatureRefused."""
    raise SignatureRefused(Reason.NO_ROOTS)
