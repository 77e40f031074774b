"""What every verifier answers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ifi.signing.rules import Subject


class EvidenceKind(StrEnum):
    """What is kept beside a signature so that it can be verified again without anybody's help."""

    CERTIFICATE = "certificate"  # of the chain above the signer's own, root last
    OCSP = "ocsp"
    REVOCATION_LIST = "revocation_list"
    STAMP = "stamp"
    ANSWER = "answer"  # what an outside service said, without personal numbers


@dataclass(frozen=True, slots=True)
class Evidence:
    kind: EvidenceKind
    content: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """A valid signature: whose it is, when, by what, and the evidence. A signature that is not valid has no verdict."""

    subject: Subject
    certificate: bytes  # DER
    serial: str  # hexadecimal, as the authority prints it
    issuer: str
    valid_from: datetime
    valid_until: datetime
    algorithm: str  # "sha256 with RSA 2048"
    is_attached: bool
    judged_at: datetime  # the moment for which the certificate was found valid: the stamp's, else when it was received
    claimed_at: datetime | None  # what the signer's own clock said
    stamped_at: datetime | None
    revocation: str  # "ocsp", "revocation_list", "service" or "" when nothing was given
    uses: tuple[str, ...]  # extended key usages, as object identifiers
    is_test: bool  # the root is a test authority: no legal force
    evidence: tuple[Evidence, ...] = field(default=())


class SignatureVerifier(Protocol):
    """Verifies one CMS over one document. `name` and `version` are kept with the verdict."""

    name: str
    version: str

    def verify(self, cms: bytes, document: bytes, *, now: datetime) -> Verdict:
        """The verdict; raises SignatureRefused with the reason."""
        ...
