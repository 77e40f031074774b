"""From the signer's certificate to a root that we believe, for one moment, with what is known about revocation."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from asn1crypto import crl, ocsp, x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason
from ifi.signing.verification.reading import readable
from ifi.signing.verification.roots import Roots, is_test

_EITHER = RevocationCheckingPolicy(RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.NO_CHECK)
_NEITHER = RevocationCheckingPolicy(RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.NO_CHECK)
_ZONE = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates above the signer's, root last, and what proved that the signer's was not revoked."""

    above: tuple[x509.Certificate, ...]
    revocation: str
    answers: tuple[bytes, ...]
    lists: tuple[bytes, ...]

    @property
    def is_test(self) -> bool:
        return is_test(self.above[-1])


@dataclass(frozen=True, slots=True)
class Known:
    """OCSP answers and revocation lists at hand, as DER."""

    answers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()


def check_chain(
    certificate: x509.Certificate, others: Iterable[x509.Certificate], roots: Roots, known: Known, *, at: datetime
) -> Chain:
    """The chain that holds at the moment. Raises SignatureRefused.

    A list or an answer that says "revoked" is believed however old it is; one that says "good" must be in force.
    """
    if not roots.roots:
        raise SignatureRefused(Reason.NO_ROOTS)
    if certificate.self_issued:
        raise SignatureRefused(Reason.SELF_SIGNED)
    others, known = tuple(others), Known(known.answers, (*known.lists, *roots.lists))
    check_dates(certificate, at)
    _check_revoked(certificate, known, at)
    try:
        path = _path(certificate, others, roots, known, at, _EITHER)
        proved = True
    except InsufficientRevinfoError as error:
        if roots.revocation_required:
            raise SignatureRefused(Reason.REVOCATION_UNKNOWN) from error
        path, proved = _path(certificate, others, roots, known, at, _NEITHER), False
    above = tuple(reversed(list(path.iter_certs(include_root=True))[:-1]))
    for link in above:
        _check_revoked(link, known, at)
    return _chain(certificate, above, known, proved)


def check_dates(certificate: x509.Certificate, at: datetime) -> None:
    if at < certificate.not_valid_before:
        raise SignatureRefused(Reason.CERTIFICATE_NOT_YET_VALID, day=_day(certificate.not_valid_before))
    if at > certificate.not_valid_after:
        raise SignatureRefused(Reason.CERTIFICATE_EXPIRED, day=_day(certificate.not_valid_after))


def _path(
    certificate: x509.Certificate,
    others: tuple[x509.Certificate, ...],
    roots: Roots,
    known: Known,
    at: datetime,
    policy: RevocationCheckingPolicy,
) -> ValidationPath:
    """The path, found and checked by certvalidator; its refusals become ours, save missing news of revocation."""
    context = ValidationContext(
        trust_roots=roots.roots,
        other_certs=[*others, *roots.links],
        moment=at,
        allow_fetching=False,
        crls=[crl.CertificateList.load(one) for one in known.lists],
        ocsps=[ocsp.OCSPResponse.load(one) for one in known.answers],
        revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
    )
    validator = CertificateValidator(certificate, intermediate_certs=others, validation_context=context)
    try:
        return asyncio.run(validator.async_validate_path())
    except InsufficientRevinfoError:
        raise
    except PathBuildingError as error:
        raise SignatureRefused(_why_no_path(certificate, (*others, *roots.links))) from error
    except RevokedError as error:
        raise SignatureRefused(Reason.CERTIFICATE_REVOKED, day=_day(error.revocation_dt)) from error
    except ExpiredError as error:
        raise SignatureRefused(Reason.CERTIFICATE_EXPIRED, day=_day(error.expired_dt)) from error
    except NotYetValidError as error:
        raise SignatureRefused(Reason.CERTIFICATE_NOT_YET_VALID, day=_day(error.valid_from)) from error
    except DisallowedAlgorithmError as error:
        raise SignatureRefused(Reason.CHAIN_WEAK) from error
    except (PathError, ValidationError, UnsupportedAlgorithm, ValueError, TypeError, KeyError) as error:
        raise SignatureRefused(Reason.CHAIN_WRONG) from error


def _why_no_path(certificate: x509.Certificate, others: tuple[x509.Certificate, ...]) -> Reason:
    """Follow the issuers by name: to a foreign root, or to a gap."""
    present, seen = certificate, {certificate.sha256}
    while not present.self_issued:
        above = next((one for one in others if one.subject == present.issuer and one.sha256 not in seen), None)
        if above is None:
            return Reason.CHAIN_INCOMPLETE
        seen.add(above.sha256)
        present = above
    return Reason.ROOT_UNKNOWN


def _check_revoked(certificate: x509.Certificate, known: Known, at: datetime) -> None:
    """Whether anything at hand says that the certificate was revoked by that moment; its age does not matter."""
    with readable():
        days = [*_days_in_lists(certificate, known.lists), *_days_in_answers(certificate, known.answers)]
    revoked = [day for day in days if day <= at]
    if revoked:
        raise SignatureRefused(Reason.CERTIFICATE_REVOKED, day=_day(min(revoked)))


def _days_in_lists(certificate: x509.Certificate, lists: Iterable[bytes]) -> list[datetime]:
    found = []
    for given in lists:
        body = crl.CertificateList.load(given)["tbs_cert_list"]
        if body["issuer"] == certificate.issuer:
            found += [
                entry["revocation_date"].native
                for entry in body["revoked_certificates"] or ()
                if entry["user_certificate"].native == certificate.serial_number
            ]
    return found


def _days_in_answers(certificate: x509.Certificate, answers: Iterable[bytes]) -> list[datetime]:
    statuses = (status for one in answers for status in _statuses(certificate, one))
    return [status.chosen["revocation_time"].native for status in statuses if status.name == "revoked"]


def _statuses(certificate: x509.Certificate, answer: bytes) -> list[ocsp.CertStatus]:
    response = ocsp.OCSPResponse.load(answer)
    if response["response_status"].native != "successful":
        return []
    return [
        one["cert_status"]
        for one in response.response_data["responses"]
        if one["cert_id"]["serial_number"].native == certificate.serial_number
    ]


def _chain(certificate: x509.Certificate, above: tuple[x509.Certificate, ...], known: Known, proved: bool) -> Chain:
    """What is kept as evidence: the answers about this certificate, the lists of its issuers."""
    issuers = [one.issuer for one in (certificate, *above)]
    answers = tuple(one for one in known.answers if _statuses(certificate, one))
    lists = tuple(one for one in known.lists if crl.CertificateList.load(one)["tbs_cert_list"]["issuer"] in issuers)
    revocation = ("ocsp" if answers else "revocation_list") if proved else ""
    return Chain(above, revocation, answers, lists)


def _day(moment: datetime) -> str:
    """The day by the clocks of Kazakhstan as they stood then: UTC+6 in Almaty until 1 March 2024, UTC+5 since."""
    return f"{moment.astimezone(_ZONE):%d.%m.%Y}"
