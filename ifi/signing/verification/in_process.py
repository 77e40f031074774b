"""The verifier of our own, for RSA and ECDSA."""

from datetime import datetime
from importlib.metadata import version

from asn1crypto import cms, x509

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason, is_ahead
from ifi.signing.verification.chain import Chain, Known, check_chain
from ifi.signing.verification.integrity import check_integrity
from ifi.signing.verification.ocsp_service import ask_about
from ifi.signing.verification.protocol import Evidence, EvidenceKind, Verdict
from ifi.signing.verification.reading import (
    answers_in,
    attached_content,
    attribute,
    links_in,
    read_cms,
    read_whole,
    readable,
    signer_certificate,
    the_signer,
)
from ifi.signing.verification.roots import Roots
from ifi.signing.verification.stamps import Stamp, check_stamp
from ifi.signing.verification.subjects import read_issuer, read_subject, read_uses


class InProcessVerifier:
    """Integrity, chain, time, revocation and usage; a stamp that is there must hold."""

    name = "in_process"
    version = version("pyhanko")

    def __init__(self, roots: Roots) -> None:
        self.roots = roots

    def verify(self, cms: bytes, document: bytes, *, now: datetime) -> Verdict:
        """The verdict; raises SignatureRefused with the reason."""
        signed = read_cms(cms)
        signer = the_signer(signed)
        certificate = signer_certificate(signed, signer)
        read_whole(certificate)
        is_attached = check_content(signed, document)
        algorithm = check_integrity(signer, certificate, document, content_type="data")
        claimed_at = claimed_time(signer)
        if is_ahead(claimed_at, now):
            raise SignatureRefused(Reason.TIME_AHEAD)
        _check_usage(certificate)
        stamp = check_stamp(signer, certificate, self.roots, now=now)
        judged_at = stamp.at if stamp else now
        chain = self._chain(signed, signer, certificate, judged_at)
        return Verdict(
            subject=read_subject(certificate),
            certificate=certificate.dump(),
            serial=f"{certificate.serial_number:x}",
            issuer=read_issuer(certificate),
            valid_from=certificate.not_valid_before,
            valid_until=certificate.not_valid_after,
            algorithm=algorithm,
            is_attached=is_attached,
            judged_at=judged_at,
            claimed_at=claimed_at,
            stamped_at=stamp.at if stamp else None,
            revocation=chain.revocation,
            uses=read_uses(certificate),
            is_test=chain.is_test,
            evidence=_evidence(chain, stamp),
        )

    def _chain(
        self, signed: cms.SignedData, signer: cms.SignerInfo, certificate: x509.Certificate, at: datetime
    ) -> Chain:
        others = links_in(signed)
        answers, lists = answers_in(signed, signer)
        if not answers:
            answers = ask_about(certificate, (*others, *self.roots.links, *self.roots.roots))
        return check_chain(certificate, others, self.roots, Known(tuple(answers), tuple(lists)), at=at)


def check_content(signed: cms.SignedData, document: bytes) -> bool:
    """Whether the content is attached; attached content must be the document, byte for byte."""
    with readable():
        if signed["encap_content_info"]["content_type"].native != "data":
            raise SignatureRefused(Reason.CONTENT_TYPE_WRONG)
    content = attached_content(signed)
    if not document or content == b"":
        raise SignatureRefused(Reason.CONTENT_EMPTY)
    if content is not None and content != document:
        raise SignatureRefused(Reason.CONTENT_DIFFERS)
    return content is not None


def claimed_time(signer: cms.SignerInfo) -> datetime | None:
    """What the signer's own clock said; nothing rests on it."""
    with readable():
        values = attribute(signer["signed_attrs"], "signing_time")
        return values[0].native if values is not None else None


def _check_usage(certificate: x509.Certificate) -> None:
    """A key for signing has non-repudiation; the national authority's keys for signing in have not."""
    with readable():
        usage = certificate.key_usage_value
    if usage is None or "non_repudiation" not in usage.native or certificate.ca:
        raise SignatureRefused(Reason.USAGE_WRONG)


def _evidence(chain: Chain, stamp: Stamp | None) -> tuple[Evidence, ...]:
    pieces = [Evidence(EvidenceKind.CERTIFICATE, one.dump()) for one in chain.above]
    pieces += [Evidence(EvidenceKind.OCSP, one) for one in chain.answers]
    pieces += [Evidence(EvidenceKind.REVOCATION_LIST, one) for one in chain.lists]
    if stamp:
        pieces.append(Evidence(EvidenceKind.STAMP, stamp.content))
        known = {piece.content for piece in pieces}
        above = (one.dump() for one in stamp.chain.above)
        pieces += [Evidence(EvidenceKind.CERTIFICATE, one) for one in above if one not in known]
    return tuple(pieces)
