"""Which verifier a file is for: ours for RSA and ECDSA, the national service for GOST."""

from django.conf import settings

from ifi.signing.verification.in_process import InProcessVerifier
from ifi.signing.verification.national_service import NationalService
from ifi.signing.verification.protocol import SignatureVerifier
from ifi.signing.verification.reading import read_cms, uses_gost
from ifi.signing.verification.roots import configured_roots


def verifier_for(cms: bytes) -> SignatureVerifier:
    """The verifier for the algorithms that the file names. Raises SignatureRefused for what is no CMS at all.

    With `NCANODE_FOR_ALL` the national service verifies every signature.
    """
    if uses_gost(read_cms(cms)) or settings.NCANODE_FOR_ALL:
        return NationalService.configured()
    return InProcessVerifier(configured_roots())
