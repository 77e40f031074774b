"""Tables whose rows the trail keeps digests of: the documents, the signatures, and all that proves them."""

from ifi.audit.coverage import Covered

_DOCUMENT = (
    "number",
    "id",
    "kind",
    "about_kind",
    "about_key",
    "content",
    "sha256",
    "organisation_id",
    "prepared_by_id",
    "prepared_on",
    "people",
    "sign_until",
    "recorded_at",
)
_SIGNATURE = ("id", "document_id", "certificate_sha256", "cms_sha256", "judged_at", "verifier", "rules_version")
_VERDICT = (
    "cms",
    "is_attached",
    "algorithm",
    "claimed_at",
    "stamped_at",
    "revocation",
    "is_test",
    "verifier_version",
    "verified_at",
    "accepted_by_id",
    "accepted_on",
    "recorded_at",
)
_CERTIFICATE = ("id", "signature_id", "sha256", "bin", "person_digest")
_EVIDENCE = ("id", "signature_id", "kind", "position", "sha256")

COVERED = (
    Covered("signing_signabledocument", {1: _DOCUMENT}, key="number"),
    Covered("signing_signature", {1: _SIGNATURE, 2: (*_SIGNATURE, *_VERDICT)}),
    # a certificate's bytes hold a name and an IIN beside a public key and a signature that nobody guesses
    Covered("signing_signercertificate", {1: _CERTIFICATE, 2: (*_CERTIFICATE, "content", "valid_from", "valid_until")}),
    Covered("signing_documentend", {1: ("id", "document_id", "outcome", "ended_by_id", "ended_on")}),
    Covered("signing_signatureevidence", {1: _EVIDENCE, 2: (*_EVIDENCE, "content")}),
)
