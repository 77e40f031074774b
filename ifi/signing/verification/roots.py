"""Whom we believe: root certificates and revocation lists in a folder that the operator fills."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings

from ifi.signing.errors import RootsUnreadable

# A mark inside every certificate of our own test authority: such a root counts on development installations only.
TEST_MARK = "2.25.182907741826350437415527906139820713274"

_CERTIFICATES, _LISTS = (".pem", ".crt", ".cer"), (".crl",)


@dataclass(frozen=True, slots=True)
class Roots:
    """Self-issued certificates are roots, others are links to them; `lists` tell what was revoked (DER)."""

    roots: tuple[x509.Certificate, ...]
    links: tuple[x509.Certificate, ...] = ()
    lists: tuple[bytes, ...] = ()
    revocation_required: bool = False


def configured_roots() -> Roots:
    """What lies in `SIGNING_ROOTS` now; read again when a file there changes."""
    folder = settings.SIGNING_ROOTS
    files = sorted(path for path in Path(folder).iterdir() if path.is_file()) if folder else []
    seen = tuple((path, path.stat().st_mtime_ns) for path in files)
    return _read(seen, settings.SIGNING_TEST_AUTHORITY, settings.SIGNING_REVOCATION_REQUIRED)


def is_test(certificate: x509.Certificate) -> bool:
    extensions = certificate["tbs_certificate"]["extensions"]
    return any(extension["extn_id"].dotted == TEST_MARK for extension in extensions)


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...], test_allowed: bool, revocation_required: bool) -> Roots:
    certificates: list[x509.Certificate] = []
    lists: list[bytes] = []
    for path, _changed in files:
        try:
            if path.suffix in _CERTIFICATES:
                certificates.extend(read_certificates(path.read_bytes()))
            elif path.suffix in _LISTS:
                lists.append(read_list(path.read_bytes()))
        except (ValueError, TypeError) as error:
            raise RootsUnreadable(file=path.name) from error
    roots = [one for one in certificates if one.self_issued and (test_allowed or not is_test(one))]
    links = [one for one in certificates if not one.self_issued]
    return Roots(tuple(roots), tuple(links), tuple(lists), revocation_required)


def read_certificates(given: bytes) -> list[x509.Certificate]:
    """One DER certificate, or any number as PEM."""
    if not pem.detect(given):
        return [_certificate(given)]
    return [_certificate(der) for _kind, _headers, der in pem.unarmor(given, multiple=True)]


def read_list(given: bytes) -> bytes:
    """A revocation list as DER."""
    der = pem.unarmor(given)[2] if pem.detect(given) else given
    made: bytes = crl.CertificateList.load(der, strict=True).dump()
    return made


def _certificate(der: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(der, strict=True)
    _ = certificate.subject.native
    return certificate
