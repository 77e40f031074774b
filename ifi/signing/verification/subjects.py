"""Whom a certificate names, as the National Certification Authority writes it: `IIN…` and `BIN…` in the subject."""

import re

from asn1crypto import x509

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason, Subject
from ifi.signing.verification.reading import readable

_COMMON_NAME, _GIVEN_NAME, _ORGANISATION = "2.5.4.3", "2.5.4.42", "2.5.4.10"
_SERIAL_NUMBER, _UNIT = "2.5.4.5", "2.5.4.11"
_IIN, _BIN = re.compile(r"IIN([0-9]{12})"), re.compile(r"BIN([0-9]{12})")


def read_subject(certificate: x509.Certificate) -> Subject:
    """Name, organisation, BIN (an organisational unit) and IIN (the serial number). Two of one are unclear: refused."""
    parts = _parts(certificate.subject)
    name = " ".join(_all(parts, _COMMON_NAME) + _all(parts, _GIVEN_NAME))
    return Subject(
        name=name,
        organisation=" ".join(_all(parts, _ORGANISATION)),
        bin=_number(parts, _UNIT, _BIN),
        person_number=_number(parts, _SERIAL_NUMBER, _IIN),
    )


def read_issuer(certificate: x509.Certificate) -> str:
    """The name of the authority that issued the certificate."""
    parts = _parts(certificate.issuer)
    return " ".join(_all(parts, _COMMON_NAME) or _all(parts, _ORGANISATION))


def read_uses(certificate: x509.Certificate) -> tuple[str, ...]:
    """Extended key usages as object identifiers: among them who the holder is to the organisation."""
    with readable():
        extension = certificate.extended_key_usage_value
        return tuple(use.dotted for use in extension) if extension is not None else ()


def _parts(name: x509.Name) -> list[tuple[str, str]]:
    with readable():
        return [(part["type"].dotted, str(part["value"].native)) for level in name.chosen for part in level]


def _all(parts: list[tuple[str, str]], wanted: str) -> list[str]:
    return [value for kind, value in parts if kind == wanted]


def _number(parts: list[tuple[str, str]], wanted: str, form: re.Pattern[str]) -> str:
    found = {match[1] for value in _all(parts, wanted) if (match := form.fullmatch(value.strip()))}
    if len(found) > 1:
        raise SignatureRefused(Reason.SUBJECT_UNCLEAR)
    return found.pop() if found else ""
