"""Everything that is needed to verify a signature without us, in one archive."""

import io
import json
import zipfile
from datetime import datetime

from asn1crypto import pem
from django.template.loader import render_to_string
from django.utils.translation import override

from ifi.signing.models import Signature
from ifi.signing.verification.protocol import EvidenceKind

_NAMES = {
    EvidenceKind.CERTIFICATE.value: "chain/{position}.cer",
    EvidenceKind.OCSP.value: "ocsp/{position}.ors",
    EvidenceKind.REVOCATION_LIST.value: "revocation-lists/{position}.crl",
    EvidenceKind.STAMP.value: "stamp.tst",
    EvidenceKind.ANSWER.value: "answer-of-ncanode.json",
}


def archive_of(signature: Signature) -> bytes:
    """A ZIP: the document's bytes, the signature, the certificates, what proves them, the verdict and how to check."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(signature).items():
            moment = signature.verified_at.timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, moment), content)
    return made.getvalue()


def _files(signature: Signature) -> dict[str, bytes]:
    evidence = list(signature.evidence.order_by("position"))
    chain = [bytes(piece.content) for piece in evidence if piece.kind == EvidenceKind.CERTIFICATE]
    files = {
        "document.json": signature.document.stored,
        "signature.cms": bytes(signature.cms),
        "certificate.cer": bytes(signature.certificate.content),
        "chain.pem": b"".join(_as_pem(one) for one in chain),
        "verdict.json": json.dumps(verdict_of(signature), ensure_ascii=False, indent=2).encode(),
    }
    files |= {_NAMES[piece.kind].format(position=piece.position): bytes(piece.content) for piece in evidence}
    for language in ("kk", "ru", "en"):
        with override(language):
            context = {"signature": signature, "moment": int(signature.judged_at.timestamp())}
            files[f"README.{language}.txt"] = render_to_string("signing/readme.txt", context).encode()
    return files


def verdict_of(signature: Signature) -> dict[str, object]:
    """Who, when, by which verifier and rules; the person by name and the last four digits of the IIN only."""
    certificate = signature.certificate
    return {
        "document": str(signature.document_id),
        "kind": signature.document.kind,
        "document_sha256": signature.document.sha256,
        "signature_sha256": signature.cms_sha256,
        "signer": certificate.name,
        "organisation": certificate.organisation,
        "bin": certificate.bin,
        "iin_last_four": certificate.person_last_four,
        "certificate_serial": certificate.serial,
        "certificate_issuer": certificate.issuer,
        "algorithm": signature.algorithm,
        "signed_at_by_signers_clock": _moment(signature.claimed_at),
        "stamped_at": _moment(signature.stamped_at),
        "valid_at": _moment(signature.judged_at),
        "revocation_checked_by": signature.revocation,
        "is_test": signature.is_test,
        "verifier": f"{signature.verifier} {signature.verifier_version}",
        "rules_version": signature.rules_version,
        "verified_at": _moment(signature.verified_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _as_pem(der: bytes) -> bytes:
    made: bytes = pem.armor("CERTIFICATE", der)
    return made
