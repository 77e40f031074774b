"""Time stamps (RFC 3161) beside a signature: the proof that it existed at a moment."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core, tsp, x509

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import CLOCK_TOLERANCE, DIGESTS, Reason
from ifi.signing.verification.chain import Chain, Known, check_chain
from ifi.signing.verification.integrity import check_integrity
from ifi.signing.verification.reading import attribute, links_in, read_whole, readable, signer_certificate, the_signer
from ifi.signing.verification.roots import Roots

STAMP = "1.2.840.113549.1.9.16.2.14"  # id-aa-timeStampToken
_FOR_STAMPS = "time_stamping"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that holds: its moment, its bytes, and the chain of the service that made it."""

    at: datetime
    content: bytes
    chain: Chain


def check_stamp(signer: cms.SignerInfo, certificate: x509.Certificate, roots: Roots, *, now: datetime) -> Stamp | None:
    """The stamp over this signature; None when there is none. Raises SignatureRefused for one that does not hold."""
    with readable():
        values = attribute(signer["unsigned_attrs"], STAMP)
    if values is None:
        return None
    with readable():
        token = values[0]
        _ = token.native
        signed: cms.SignedData = token["content"]
        facts: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
        at: datetime = facts["gen_time"].native
        _check_imprint(facts, signer)
    if at > now + CLOCK_TOLERANCE:
        raise SignatureRefused(Reason.STAMP_AHEAD)
    if at < certificate.not_valid_before:
        raise SignatureRefused(Reason.STAMP_BEFORE_CERTIFICATE)
    return Stamp(at, token.dump(), _check_service(signed, roots, now))


def _check_imprint(facts: tsp.TSTInfo, signer: cms.SignerInfo) -> None:
    """The stamp must be over this signature's value, by a digest that is not outdated."""
    imprint = facts["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm not in DIGESTS:
        raise SignatureRefused(Reason.DIGEST_WEAK, found=algorithm)
    if hashlib.new(algorithm, signer["signature"].native).digest() != imprint["hashed_message"].native:
        raise SignatureRefused(Reason.STAMP_WRONG)


def _check_service(signed: cms.SignedData, roots: Roots, now: datetime) -> Chain:
    """The stamp is itself signed, by a service of a recognised authority whose certificate is for nothing else."""
    try:
        signer = the_signer(signed)
        certificate = signer_certificate(signed, signer)
        read_whole(certificate)
        with readable():
            content = signed["encap_content_info"]["content"]
            stamped = bytes(content) if isinstance(content, core.ParsableOctetString) else b""
            uses = certificate.extended_key_usage_value
        if uses is None or _FOR_STAMPS not in uses.native:
            raise SignatureRefused(Reason.USAGE_WRONG)
        check_integrity(signer, certificate, stamped, content_type="tst_info")
        return check_chain(certificate, links_in(signed), roots, Known(), at=now)
    except SignatureRefused as error:
        raise SignatureRefused(Reason.STAMP_UNTRUSTED) from error
