"""The arithmetic of a signature: are these the bytes, and did this key sign them? Nothing is said about trust here."""

import hashlib

from asn1crypto import cms, core, x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.general import CMSStructuralError
from pyhanko.sign.validation.errors import CMSAlgorithmProtectionError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_algorithm_protection, validate_sig_integrity

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import DIGESTS, SMALLEST_EC_KEY, SMALLEST_RSA_KEY, Reason
from ifi.signing.verification.reading import attribute, readable

_KEYS = {"rsassa_pkcs1v15": "RSA", "rsassa_pss": "RSA-PSS", "ecdsa": "ECDSA"}


def check_integrity(signer: cms.SignerInfo, certificate: x509.Certificate, content: bytes, *, content_type: str) -> str:
    """The algorithms' name when the key of the certificate signed the content. Raises SignatureRefused."""
    digest = _check_digest(signer)
    name = _check_key(signer, certificate, digest)
    with readable():
        _check_attributes(signer, content_type)
        wanted = hashlib.new(digest, content).digest()
        try:
            intact, valid = validate_sig_integrity(signer, certificate, content_type, wanted)
        except SignatureValidationError as error:
            raise SignatureRefused(Reason.CERTIFICATE_SWAPPED) from error
        except UnsupportedAlgorithm as error:
            raise SignatureRefused(Reason.ALGORITHM_UNKNOWN, found=certificate.public_key.algorithm) from error
    if not valid:
        raise SignatureRefused(Reason.SIGNATURE_WRONG)
    if not intact:
        raise SignatureRefused(Reason.DIGEST_DIFFERS)
    return name


def _check_digest(signer: cms.SignerInfo) -> str:
    """The digest's name. The one that the signature algorithm names must be the same."""
    with readable():
        algorithm = signer["digest_algorithm"]["algorithm"]
        digest = str(algorithm.native)
        if digest not in DIGESTS:
            known = digest in {"md2", "md5", "sha1", "sha224"}
            raise SignatureRefused(Reason.DIGEST_WEAK if known else Reason.ALGORITHM_UNKNOWN, found=digest)
        try:
            by_signature = signer["signature_algorithm"].hash_algo
        except ValueError:
            return digest  # plain RSA names none
    if by_signature != digest:
        raise SignatureRefused(Reason.DIGESTS_DISAGREE)
    return digest


def _check_key(signer: cms.SignerInfo, certificate: x509.Certificate, digest: str) -> str:
    with readable():
        named = signer["signature_algorithm"]["algorithm"].native
        try:
            kind = signer["signature_algorithm"].signature_algo
        except ValueError:
            kind = named
        if kind not in _KEYS:
            raise SignatureRefused(Reason.ALGORITHM_UNKNOWN, found=named)
        key = certificate.public_key
        is_ec = kind == "ecdsa"
        if key.algorithm != ("ec" if is_ec else "rsa") and not (key.algorithm == "rsassa_pss" and kind == "rsassa_pss"):
            raise SignatureRefused(Reason.SIGNATURE_WRONG)
        size = key.bit_size
    if size < (SMALLEST_EC_KEY if is_ec else SMALLEST_RSA_KEY):
        raise SignatureRefused(Reason.KEY_WEAK, found=f"{_KEYS[kind]} {size}")
    return f"{digest.upper().replace('SHA', 'SHA-')}, {_KEYS[kind]} {size}"


def _check_attributes(signer: cms.SignerInfo, content_type: str) -> None:
    """A signature without signed attributes could be moved from one kind of data to another (RFC 5652, 5.3)."""
    attributes = signer["signed_attrs"]
    if attributes is core.VOID or not len(attributes):
        raise SignatureRefused(Reason.ATTRIBUTES_MISSING)
    kinds = attribute(attributes, "content_type")
    if kinds is None:
        raise SignatureRefused(Reason.ATTRIBUTES_MISSING)
    if [kind.native for kind in kinds] != [content_type]:
        raise SignatureRefused(Reason.CONTENT_TYPE_WRONG)
    digests = attribute(attributes, "message_digest")
    if digests is None or len(digests) != 1:
        raise SignatureRefused(Reason.DIGEST_MISSING)
    try:
        validate_algorithm_protection(attributes, signer["digest_algorithm"], signer["signature_algorithm"], None)
    except (CMSAlgorithmProtectionError, CMSStructuralError) as error:
        raise SignatureRefused(Reason.DIGESTS_DISAGREE) from error
