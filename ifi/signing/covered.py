"""Tables whose rows the trail keeps digests of. A document's own digest stands in the records of its acts."""

from ifi.audit.coverage import Covered

COVERED = (
    Covered(
        "signing_signature",
        {1: ("id", "document_id", "certificate_sha256", "cms_sha256", "judged_at", "verifier", "rules_version")},
    ),
    Covered("signing_documentend", {1: ("id", "document_id", "outcome", "reason", "ended_by_id", "ended_on")}),
    Covered("signing_signercertificate", {1: ("id", "signature_id", "sha256", "bin", "person_digest")}),
    Covered("signing_signatureevidence", {1: ("id", "signature_id", "kind", "position", "sha256")}),
)
