"""Asking the authority's OCSP service whether a certificate was revoked, where the operator names one."""

from collections.abc import Iterable

import httpx
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from django.conf import settings

from ifi.outgoing import calling
from ifi.signing.errors import SignatureRefused
from ifi.signing.verification.reading import readable

_SECONDS = 10.0
_LARGEST_ANSWER = 64 * 1024


def ask_about(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> list[bytes]:
    """The service's answer as DER, or nothing when no service is named, it is silent or the issuer is not at hand.

    The address is the operator's setting, never the one in the certificate: a file must not make us call anybody.
    """
    issuer = next((one for one in others if one.subject == certificate.issuer), None)
    if not settings.SIGNING_OCSP_URL or issuer is None:
        return []
    try:
        with calling.client(timeout=httpx.Timeout(_SECONDS)) as client:
            answer = client.post(
                settings.SIGNING_OCSP_URL,
                content=_question(certificate, issuer),
                headers={"Content-Type": "application/ocsp-request"},
            )
        answer.raise_for_status()
    except (httpx.HTTPError, ValueError):
        return []
    return [answer.content] if _is_answer(answer.content) else []


def _is_answer(given: bytes) -> bool:
    """Nonsense from the service is no answer, and no fault of the file."""
    if len(given) > _LARGEST_ANSWER:
        return False
    try:
        with readable():
            _ = asn1_ocsp.OCSPResponse.load(given, strict=True).native
    except SignatureRefused:
        return False
    return True


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    asked, above = (pyca.load_der_x509_certificate(one.dump()) for one in (certificate, issuer))
    builder = ocsp.OCSPRequestBuilder().add_certificate(asked, above, hashes.SHA1())  # noqa: S303 # RFC 6960's key
    return builder.build().public_bytes(serialization.Encoding.DER)
