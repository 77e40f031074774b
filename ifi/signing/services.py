"""Preparing what is to be signed, and taking a signature."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from ifi.accounts.models import User
from ifi.accounts.rights import Actor
from ifi.audit.services import record
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.signing import rules
from ifi.signing.canonical import canonical_bytes, digest_of
from ifi.signing.errors import DocumentUnknown, SignatureRefused
from ifi.signing.evidence import archive_of
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument, Signature, SignatureEvidence, SignerCertificate
from ifi.signing.person_numbers import digest_of as person_digest_of
from ifi.signing.person_numbers import last_four
from ifi.signing.rules import Expectation, Reason
from ifi.signing.sight import check_may_see
from ifi.signing.verification.choosing import verifier_for
from ifi.signing.verification.protocol import SignatureVerifier, Verdict


@transaction.atomic
def prepare_document(
    kind: str, content: Mapping[str, object], *, about: Target, by: Actor, on: date, organisation_id: int | None = None
) -> SignableDocument:
    """Freeze `content` as the bytes that people sign.

    `organisation_id`: whose people may be shown it, beside whoever prepares it. Called by the service whose act the
    signature completes, which has checked the right. Amounts are quoted strings. What people are shown is made from
    these bytes by the kind's template. Raises ContentNotCanonical.
    """
    stored = canonical_bytes(content)
    kind_named(kind)
    document = SignableDocument.objects.create(
        kind=kind,
        about_kind=about.kind,
        about_key=about.key,
        content=stored,
        sha256=digest_of(stored),
        organisation_id=organisation_id,
        prepared_by=by if isinstance(by, User) else None,
        prepared_on=on,
    )
    record(
        "signing.document_prepared",
        about,
        by=by,
        on=on,
        also=(Target.of("document", document.pk),),
        parameters={"document": document.sha256},
    )
    return document


@transaction.atomic
def read_evidence(*, signature: Signature, by: Actor, on: date) -> bytes:
    """The archive that proves a signature. It holds a certificate with an IIN, so that its reading is recorded."""
    check_may_see(by, signature.document)
    record(
        "signing.evidence_read",
        Target.of("document", signature.document_id),
        by=by,
        on=on,
        parameters={"signature": signature.cms_sha256},
    )
    return archive_of(signature)


@transaction.atomic
def accept_signature(
    document_id: UUID,
    cms: bytes,
    *,
    by: Actor,
    on: date,
    now: datetime,
    expected: Expectation | None = None,
    verifier: SignatureVerifier | None = None,
) -> Signature:
    """Verify a CMS over the stored bytes and keep it with its verdict and evidence; then the kind's `signed` is called.

    `expected`: who must have signed, the kind's own expectation when left out. `verifier`: chosen by the algorithm when
    left out. Raises DocumentUnknown, NotAllowed, and SignatureRefused with the reason; nothing is stored then.
    """
    document = _locked(document_id)
    kind = kind_named(document.kind)
    if not kind.may_sign(by, document):
        raise NotAllowed(permission="sign")
    expected = expected or kind.expected(document)
    if document.signatures.count() >= expected.count:
        raise SignatureRefused(Reason.SIGNED_BEFORE)
    chosen = verifier or verifier_for(cms)
    verdict = chosen.verify(cms, document.stored, now=now)
    _check_signer(verdict, expected, document)
    signature = _keep(document, cms, verdict, chosen, by=by, on=on, now=now)
    record(
        "signing.document_signed",
        document.about,
        by=by,
        on=on,
        also=(Target.of("document", document.pk),),
        parameters={"document": document.sha256, "signature": signature.cms_sha256, "bin": verdict.subject.bin},
    )
    kind.signed(signature, by=by, on=on)
    return signature


def _locked(document_id: UUID) -> SignableDocument:
    """Under a lock, so that two files that come at once are counted one after the other.

    An advisory one: the web may not lock rows of a table that it may only add to.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(document_id.bytes[:8], signed=True)])
    try:
        return SignableDocument.objects.get(pk=document_id)
    except SignableDocument.DoesNotExist as error:
        raise DocumentUnknown from error


def _check_signer(verdict: Verdict, expected: Expectation, document: SignableDocument) -> None:
    person_digest = person_digest_of(verdict.subject.person_number)
    wrong = rules.who_is_wrong(expected, bin=verdict.subject.bin, person_digest=person_digest)
    if wrong is not None:
        raise SignatureRefused(wrong, expected=expected.bin, found=verdict.subject.bin)
    earlier = document.signatures.select_related("certificate")
    if any(_is_same_signer(signature, verdict, person_digest) for signature in earlier):
        raise SignatureRefused(Reason.SIGNED_BY_SAME)


def _is_same_signer(earlier: Signature, verdict: Verdict, person_digest: str) -> bool:
    """The same certificate, or another one of the same person for the same organisation."""
    certificate = earlier.certificate
    if earlier.certificate_sha256 == digest_of(verdict.certificate):
        return True
    return bool(person_digest) and (certificate.person_digest, certificate.bin) == (person_digest, verdict.subject.bin)


def _keep(
    document: SignableDocument,
    cms: bytes,
    verdict: Verdict,
    verifier: SignatureVerifier,
    *,
    by: Actor,
    on: date,
    now: datetime,
) -> Signature:
    signature = Signature.objects.create(
        document=document,
        certificate_sha256=digest_of(verdict.certificate),
        cms=cms,
        cms_sha256=digest_of(cms),
        is_attached=verdict.is_attached,
        algorithm=verdict.algorithm,
        claimed_at=verdict.claimed_at,
        stamped_at=verdict.stamped_at,
        judged_at=verdict.judged_at,
        revocation=verdict.revocation,
        is_test=verdict.is_test,
        verifier=verifier.name,
        verifier_version=verifier.version,
        rules_version=rules.RULES_VERSION,
        verified_at=now,
        accepted_by=by if isinstance(by, User) else None,
        accepted_on=on,
    )
    _keep_certificate(signature, verdict)
    SignatureEvidence.objects.bulk_create(
        SignatureEvidence(
            signature=signature,
            kind=piece.kind.value,
            position=position,
            content=piece.content,
            sha256=digest_of(piece.content),
        )
        for position, piece in enumerate(verdict.evidence)
    )
    return signature


def _keep_certificate(signature: Signature, verdict: Verdict) -> None:
    subject = verdict.subject
    SignerCertificate.objects.create(
        signature=signature,
        sha256=signature.certificate_sha256,
        content=verdict.certificate,
        serial=verdict.serial,
        issuer=verdict.issuer[:300],
        name=subject.name[:300],
        organisation=subject.organisation[:300],
        bin=subject.bin,
        person_digest=person_digest_of(subject.person_number),
        person_last_four=last_four(subject.person_number),
        uses=list(verdict.uses),
        valid_from=verdict.valid_from,
        valid_until=verdict.valid_until,
    )
