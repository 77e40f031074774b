"""Reading a CMS strictly: what it is made of, before anything is believed. Every reason of refusal has its own name."""

from collections.abc import Iterator
from contextlib import contextmanager

from asn1crypto import cms, core, ocsp, parser, x509
from asn1crypto.crl import CertificateList

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import LARGEST_CMS, Reason, is_gost

_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"  # CAdES: answers about revocation beside the signature
_OCSP_IN_CMS = "1.3.6.1.5.5.7.16.2"  # RFC 5940
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@contextmanager
def readable() -> Iterator[None]:
    """Whatever the parser stumbles over inside means that the file is no CMS."""
    try:
        yield
    except _UNREADABLE as error:
        raise SignatureRefused(Reason.NOT_CMS) from error


def read_cms(given: bytes) -> cms.SignedData:
    """The signed data of the file. Raises SignatureRefused."""
    if len(given) > LARGEST_CMS:
        raise SignatureRefused(Reason.TOO_LARGE, limit=LARGEST_CMS // 1024)
    if given[:1] != b"\x30":
        raise SignatureRefused(Reason.NOT_CMS)
    _check_length(given)
    with readable():
        wrapped = cms.ContentInfo.load(given, strict=True)
        if wrapped["content_type"].native != "signed_data":
            raise SignatureRefused(Reason.NOT_SIGNED)
        signed = wrapped["content"]
        _walk(signed)
    return signed


def the_signer(signed: cms.SignedData) -> cms.SignerInfo:
    """The one signer. Raises SignatureRefused for none or several."""
    with readable():
        found = len(signed["signer_infos"])
        if not found:
            raise SignatureRefused(Reason.NOT_SIGNED)
        if found > 1:
            raise SignatureRefused(Reason.SEVERAL_SIGNERS, found=found)
        return signed["signer_infos"][0]


def attached_content(signed: cms.SignedData) -> bytes | None:
    """What the file holds as signed content; None when it is detached."""
    with readable():
        content = signed["encap_content_info"]["content"]
        if content is core.VOID or content.native is None:
            return None
        return bytes(content.native)


def certificates_in(signed: cms.SignedData) -> tuple[x509.Certificate, ...]:
    with readable():
        choices = signed["certificates"]
        if choices is core.VOID:
            return ()
        return tuple(choice.chosen for choice in choices if choice.name == "certificate")


def links_in(signed: cms.SignedData) -> tuple[x509.Certificate, ...]:
    """The certificates that a chain can be made of: those whose every part can be read."""
    return tuple(certificate for certificate in certificates_in(signed) if _is_whole(certificate))


def _is_whole(certificate: x509.Certificate) -> bool:
    try:
        read_whole(certificate)
    except SignatureRefused:
        return False
    return True


def read_whole(certificate: x509.Certificate) -> None:
    """Have the lazy parser read all of it, names in the form in which they are compared. Raises SignatureRefused."""
    with readable():
        _ = (certificate.native, certificate.subject.hashable, certificate.issuer.hashable)


def signer_certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    """The certificate that the signer names. Raises SignatureRefused when the file does not hold it."""
    with readable():
        identifier = signer["sid"]
        for certificate in certificates_in(signed):
            if identifier.name == "issuer_and_serial_number":
                named = identifier.chosen
                if (
                    certificate.serial_number == named["serial_number"].native
                    and certificate.issuer == named["issuer"]  # compared as RFC 5280 compares names
                ):
                    return certificate
            elif certificate.key_identifier == identifier.chosen.native:
                return certificate
    raise SignatureRefused(Reason.CERTIFICATE_MISSING)


def attribute(attributes: object, name: str) -> core.SetOf | None:
    """The values of the attribute; None when it is missing. Two of one name are unreadable."""
    if attributes is core.VOID:
        return None
    found = [one for one in attributes if name in (one["type"].native, one["type"].dotted)]  # type: ignore[attr-defined]
    if len(found) > 1:
        raise SignatureRefused(Reason.NOT_CMS)
    return found[0]["values"] if found else None


def answers_in(signed: cms.SignedData, signer: cms.SignerInfo) -> tuple[list[bytes], list[bytes]]:
    """OCSP answers and revocation lists that the signing program put beside the signature, as DER."""
    answers: list[bytes] = []
    lists: list[bytes] = []
    with readable():
        for choice in signed["crls"] if signed["crls"] is not core.VOID else ():
            if choice.name == "crl":
                lists.append(choice.chosen.dump())
            elif choice.chosen["other_rev_info_format"].dotted == _OCSP_IN_CMS:
                answers.append(choice.chosen["other_rev_info"].dump())
        values = attribute(signer["unsigned_attrs"], _REVOCATION_VALUES)
        if values is not None:
            _read_revocation_values(values[0].dump(), answers, lists)
    return answers, lists


class _RevocationValues(core.Sequence):  # type: ignore[misc]
    """CAdES revocation-values (ETSI EN 319 122-1, A.1.2)."""

    _fields = [
        ("crls", core.SequenceOf, {"explicit": 0, "optional": True, "spec": CertificateList}),
        ("answers", core.SequenceOf, {"explicit": 1, "optional": True, "spec": ocsp.BasicOCSPResponse}),
    ]


def _read_revocation_values(given: bytes, answers: list[bytes], lists: list[bytes]) -> None:
    values = _RevocationValues.load(given)
    if values["crls"] is not core.VOID:
        lists.extend(one.dump() for one in values["crls"])
    if values["answers"] is not core.VOID:
        answers.extend(whole_answer(one.dump()) for one in values["answers"])


def whole_answer(basic: bytes) -> bytes:
    """An OCSP answer as a server sends it, around the basic response that CAdES keeps."""
    inner = {"response_type": "basic_ocsp_response", "response": ocsp.BasicOCSPResponse.load(basic)}
    made: bytes = ocsp.OCSPResponse({"response_status": "successful", "response_bytes": inner}).dump()
    return made


def uses_gost(signed: cms.SignedData) -> bool:
    """Whether the signer or their certificate uses an algorithm of GOST's."""
    with readable():
        for signer in signed["signer_infos"]:
            named = (signer["digest_algorithm"]["algorithm"].dotted, signer["signature_algorithm"]["algorithm"].dotted)
            if any(is_gost(algorithm) for algorithm in named):
                return True
        return any(
            is_gost(certificate["signature_algorithm"]["algorithm"].dotted) for certificate in certificates_in(signed)
        )


def _check_length(given: bytes) -> None:
    """The outermost element must be exactly as long as the file."""
    try:
        length = parser.peek(given)
    except ValueError as error:
        cut = "Insufficient data" in str(error)
        raise SignatureRefused(Reason.TRUNCATED if cut else Reason.NOT_CMS) from error
    except (IndexError, RecursionError, OverflowError) as error:
        raise SignatureRefused(Reason.NOT_CMS) from error
    if length < len(given):
        raise SignatureRefused(Reason.TRAILING_DATA)


def _walk(signed: cms.SignedData) -> None:
    """Make the lazy parser read everything that is looked at later, so that nothing is found unreadable half-way."""
    for choice in signed["certificates"] if signed["certificates"] is not core.VOID else ():
        if choice.name == "certificate":
            certificate = choice.chosen["tbs_certificate"]
            _ = (certificate["subject"].native, certificate["issuer"].native, certificate["validity"].native)
    for signer in signed["signer_infos"]:
        _ = (signer["sid"].native, signer["signature"].native)
        for name in ("signed_attrs", "unsigned_attrs"):
            for one in signer[name] if signer[name] is not core.VOID else ():
                _ = one["type"].native
