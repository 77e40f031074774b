"""GOST signatures go to a NCANode service, which verifies them with the national provider (its HTTP API, version 3)."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx
from asn1crypto import cms as asn1_cms
from asn1crypto import x509
from django.conf import settings

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason, Subject, is_ahead
from ifi.signing.verification.in_process import check_content, claimed_time
from ifi.signing.verification.protocol import Evidence, EvidenceKind, Verdict
from ifi.signing.verification.reading import attribute, read_cms, readable, signer_certificate, the_signer
from ifi.signing.verification.stamps import STAMP
from ifi.signing.verification.subjects import read_issuer, read_subject, read_uses

_SECONDS = 20.0
_LARGEST_ANSWER = 512 * 1024
_PERSON_NUMBER = re.compile(r"(?<![0-9])(?<!BIN)[0-9]{12}(?![0-9])")


class NationalService:
    """A verifier that asks NCANode for the arithmetic, the chain and revocation, and checks the rest itself.

    A time stamp beside the signature is kept but not counted: the service reads stamps without verifying them.
    """

    name = "ncanode"
    version = "3"

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    @classmethod
    def configured(cls) -> "NationalService":
        """The service that `NCANODE_URL` names. Raises SignatureRefused when none is."""
        if not settings.NCANODE_URL:
            raise SignatureRefused(Reason.NO_SERVICE)
        return cls(settings.NCANODE_URL)

    def verify(self, cms: bytes, document: bytes, *, now: datetime) -> Verdict:
        """The verdict; raises SignatureRefused with the reason."""
        signed = read_cms(cms)
        signer = the_signer(signed)
        certificate = signer_certificate(signed, signer)
        is_attached = check_content(signed, document)
        claimed_at = claimed_time(signer)
        if is_ahead(claimed_at, now):
            raise SignatureRefused(Reason.TIME_AHEAD)
        answer = self._ask(cms, None if is_attached else document)
        about = _about_certificate(answer, certificate)
        _check_answer(answer, about, now)
        subject = read_subject(certificate)
        _check_agrees(about, subject)
        return Verdict(
            subject=subject,
            certificate=certificate.dump(),
            serial=f"{certificate.serial_number:x}",
            issuer=read_issuer(certificate),
            valid_from=certificate.not_valid_before,
            valid_until=certificate.not_valid_after,
            algorithm=str(about.get("signAlg", ""))[:80],
            is_attached=is_attached,
            judged_at=now,
            claimed_at=claimed_at,
            stamped_at=None,
            revocation="service" if about.get("revocations") else "",
            uses=read_uses(certificate),
            is_test=False,
            evidence=(Evidence(EvidenceKind.ANSWER, without_person_numbers(answer)), *_stamp(signer)),
        )

    def _ask(self, cms: bytes, document: bytes | None) -> dict[str, Any]:
        question = {"cms": base64.b64encode(cms).decode(), "revocationCheck": list(settings.NCANODE_REVOCATION)}
        if document is not None:
            question["data"] = base64.b64encode(document).decode()
        try:
            answer = httpx.post(f"{self.address}/cms/verify", json=question, timeout=_SECONDS, follow_redirects=False)
        except httpx.HTTPError as error:
            raise SignatureRefused(Reason.SERVICE_SILENT) from error
        if answer.status_code >= 500:
            raise SignatureRefused(Reason.SERVICE_SILENT)
        if answer.status_code == 400:
            raise SignatureRefused(Reason.SERVICE_REFUSED)
        if answer.status_code != 200 or len(answer.content) > _LARGEST_ANSWER:
            raise SignatureRefused(Reason.SERVICE_UNCLEAR)
        try:
            read = answer.json()
        except ValueError as error:
            raise SignatureRefused(Reason.SERVICE_UNCLEAR) from error
        if not isinstance(read, dict) or not isinstance(read.get("valid"), bool):
            raise SignatureRefused(Reason.SERVICE_UNCLEAR)
        return read


def without_person_numbers(answer: Mapping[str, Any]) -> bytes:
    """The answer as JSON with every IIN blotted out; a BIN stays, since it names no person."""
    return json.dumps(_blotted(answer, ""), ensure_ascii=False, sort_keys=True).encode()


def _blotted(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _blotted(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_blotted(inner, name) for inner in value]
    if isinstance(value, str) and name != "bin":
        return _PERSON_NUMBER.sub("************", value)
    return value


def _about_certificate(answer: Mapping[str, Any], certificate: x509.Certificate) -> dict[str, Any]:
    """What the service says of the signer's certificate. It calls a file valid that holds none: that is refused."""
    try:
        (signer,) = answer["signers"]
        for about in signer["certificates"]:
            if int(about["serialNumber"], 16) == certificate.serial_number:
                found: dict[str, Any] = about
                return found
    except (KeyError, TypeError, ValueError) as error:
        raise SignatureRefused(Reason.SERVICE_UNCLEAR) from error
    raise SignatureRefused(Reason.SERVICE_UNCLEAR)


def _check_answer(answer: Mapping[str, Any], about: Mapping[str, Any], now: datetime) -> None:
    try:
        revoked = [one for one in about.get("revocations") or () if one.get("revoked")]
        not_before, not_after = (datetime.fromisoformat(about[name]) for name in ("notBefore", "notAfter"))
        if revoked:
            day = datetime.fromisoformat(revoked[0]["revocationTime"]) if revoked[0].get("revocationTime") else now
            raise SignatureRefused(Reason.CERTIFICATE_REVOKED, day=f"{day:%d.%m.%Y}")
        if now < not_before:
            raise SignatureRefused(Reason.CERTIFICATE_NOT_YET_VALID, day=f"{not_before:%d.%m.%Y}")
        if now > not_after:
            raise SignatureRefused(Reason.CERTIFICATE_EXPIRED, day=f"{not_after:%d.%m.%Y}")
        if about["keyUsage"] != "SIGN":
            raise SignatureRefused(Reason.USAGE_WRONG)
        if not answer["valid"] or about["valid"] is not True:
            raise SignatureRefused(Reason.SERVICE_REFUSED)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SignatureRefused(Reason.SERVICE_UNCLEAR) from error


def _check_agrees(about: Mapping[str, Any], subject: Subject) -> None:
    """The service must have read the same numbers from the certificate as we did."""
    named = about.get("subject")
    if not isinstance(named, dict):
        raise SignatureRefused(Reason.SERVICE_UNCLEAR)
    if (named.get("bin") or "", named.get("iin") or "") != (subject.bin, subject.person_number):
        raise SignatureRefused(Reason.SUBJECT_UNCLEAR)


def _stamp(signer: asn1_cms.SignerInfo) -> tuple[Evidence, ...]:
    with readable():
        values = attribute(signer["unsigned_attrs"], STAMP)
        return (Evidence(EvidenceKind.STAMP, values[0].dump()),) if values is not None else ()
