"""What a signature must be before it is taken: reasons of refusal, the policy of algorithms, and what is expected."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

# Raised whenever a change below or in the verifiers could change a verdict; kept with every verdict.
RULES_VERSION = 1

LARGEST_CMS = 1024 * 1024  # bytes; a signature of ours is a few thousand
CLOCK_TOLERANCE = timedelta(minutes=5)  # how far a signer's or a stamp's clock may be ahead of ours
REMINDER_DAYS = 3  # before the last day to sign

DIGESTS = frozenset({"sha256", "sha384", "sha512"})
SMALLEST_RSA_KEY = 2048  # bits
SMALLEST_EC_KEY = 256

KAZAKH_ALGORITHMS = "1.2.398.3.10."  # the arc of the National Certification Authority: GOST 34.10-2015 and its digests
RUSSIAN_ALGORITHMS = ("1.2.643.2.2.", "1.2.643.7.1.1.")  # GOST 34.10-2001 and -2012, which older keys use


class Reason(StrEnum):
    """Why a signature is refused; each value is the code of its sentence."""

    NOT_CMS = "signature.not_cms"
    TRUNCATED = "signature.truncated"
    TRAILING_DATA = "signature.trailing_data"
    TOO_LARGE = "signature.too_large"
    NOT_SIGNED = "signature.not_signed"
    SEVERAL_SIGNERS = "signature.several_signers"
    CONTENT_EMPTY = "signature.content_empty"
    CONTENT_TYPE_WRONG = "signature.content_type_wrong"
    CONTENT_DIFFERS = "signature.content_differs"
    DIGEST_DIFFERS = "signature.digest_differs"
    ATTRIBUTES_MISSING = "signature.attributes_missing"
    DIGEST_MISSING = "signature.digest_missing"
    SIGNATURE_WRONG = "signature.wrong"
    DIGEST_WEAK = "signature.digest_weak"
    DIGESTS_DISAGREE = "signature.digests_disagree"
    KEY_WEAK = "signature.key_weak"
    ALGORITHM_UNKNOWN = "signature.algorithm_unknown"
    TIME_AHEAD = "signature.time_ahead"
    CERTIFICATE_MISSING = "certificate.missing"
    CERTIFICATE_SWAPPED = "certificate.swapped"
    CERTIFICATE_EXPIRED = "certificate.expired"
    CERTIFICATE_NOT_YET_VALID = "certificate.not_yet_valid"
    CERTIFICATE_REVOKED = "certificate.revoked"
    REVOCATION_UNKNOWN = "certificate.revocation_unknown"
    USAGE_WRONG = "certificate.usage_wrong"
    SELF_SIGNED = "certificate.self_signed"
    ROOT_UNKNOWN = "certificate.root_unknown"
    CHAIN_INCOMPLETE = "certificate.chain_incomplete"
    CHAIN_WRONG = "certificate.chain_wrong"
    CHAIN_WEAK = "certificate.chain_weak"
    SUBJECT_UNCLEAR = "certificate.subject_unclear"
    BIN_MISSING = "certificate.bin_missing"
    BIN_DIFFERS = "certificate.bin_differs"
    PERSON_DIFFERS = "certificate.person_differs"
    STAMP_WRONG = "stamp.wrong"
    STAMP_UNTRUSTED = "stamp.untrusted"
    STAMP_BEFORE_CERTIFICATE = "stamp.before_certificate"
    STAMP_AHEAD = "stamp.ahead"
    NO_SERVICE = "verifier.no_service"
    SERVICE_SILENT = "verifier.service_silent"
    SERVICE_UNCLEAR = "verifier.service_unclear"
    SERVICE_REFUSED = "verifier.service_refused"
    NO_ROOTS = "verifier.no_roots"
    DOCUMENT_REFUSED = "document.refused"
    DOCUMENT_WITHDRAWN = "document.withdrawn"
    DOCUMENT_EXPIRED = "document.expired"
    SIGNED_BEFORE = "signature.signed_before"
    SIGNED_BY_SAME = "signature.signed_by_same"


class Standing(StrEnum):
    """Where a document stands. The last three are ends without all the signatures; nothing follows them."""

    WAITING = "waiting"
    SIGNED = "signed"
    REFUSED = "refused"  # by one who was to sign
    WITHDRAWN = "withdrawn"  # by the act that it was prepared for
    EXPIRED = "expired"  # its last day has passed


ENDS = {
    Standing.REFUSED: Reason.DOCUMENT_REFUSED,
    Standing.WITHDRAWN: Reason.DOCUMENT_WITHDRAWN,
    Standing.EXPIRED: Reason.DOCUMENT_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """Who must have signed: the organisation's BIN, the person's digest (`person_numbers.digest_of`), how many signers.

    Each signs by a file of their own. Left empty: whoever holds a valid certificate.
    """

    bin: str = ""
    person_digest: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate names, as the national authority writes it. `bin` is empty for a person's own."""

    name: str
    organisation: str
    bin: str
    person_number: str  # the IIN in clear; leaves memory only as digest and last four digits


def standing(*, signed: int, wanted: int, ended: Standing | None, sign_until: date | None, on: date) -> Standing:
    """`signed` of the `wanted` signatures are there; `sign_until`: the last day to sign; `ended`: as recorded."""
    if ended is not None:
        return ended
    if signed >= wanted:
        return Standing.SIGNED
    return Standing.EXPIRED if sign_until is not None and on > sign_until else Standing.WAITING


def who_is_wrong(expected: Expectation, *, bin: str, person_digest: str) -> Reason | None:
    """Why the signer is not the one who was expected, or None."""
    if expected.bin and not bin:
        return Reason.BIN_MISSING
    if expected.bin and bin != expected.bin:
        return Reason.BIN_DIFFERS
    if expected.person_digest and person_digest != expected.person_digest:
        return Reason.PERSON_DIFFERS
    return None


def is_gost(algorithm: str) -> bool:
    """Whether the object identifier is one of GOST's, which only the national service verifies."""
    return algorithm.startswith((KAZAKH_ALGORITHMS, *RUSSIAN_ALGORITHMS))


def is_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now + CLOCK_TOLERANCE
