"""Preparing what is to be signed, and taking a signature."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from ifi.accounts.models import User
from ifi.accounts.rights import Actor, Program
from ifi.audit.services import record
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.signing import rules
from ifi.signing.canonical import canonical_bytes, digest_of
from ifi.signing.errors import DocumentUnknown, RefusalNeedsReason, SignatureRefused
from ifi.signing.evidence import archive_of
from ifi.signing.kinds import kind_named
from ifi.signing.models import DocumentEnd, SignableDocument, Signature, SignatureEvidence, SignerCertificate
from ifi.signing.person_numbers import digest_of as person_digest_of
from ifi.signing.person_numbers import last_four
from ifi.signing.rules import ENDS, Expectation, Reason, Standing
from ifi.signing.sight import check_may_see
from ifi.signing.standing import standing_of
from ifi.signing.telling import remind_to_sign, tell_ended, tell_signed, tell_waiting
from ifi.signing.verification.choosing import verifier_for
from ifi.signing.verification.protocol import SignatureVerifier, Verdict

_CLOCK = Program("time to sign")
_LOOKED_BACK = timedelta(days=60)  # a document with all its signatures is not looked at every day for ever


@transaction.atomic
def prepare_document(
    kind: str,
    content: Mapping[str, object],
    *,
    about: Target,
    by: Actor,
    on: date,
    organisation_id: int | None = None,
    people: Collection[int] = (),
    sign_until: date | None = None,
) -> SignableDocument:
    """Freeze `content` as the bytes that people sign, and tell those who are to sign them.

    `organisation_id`, `people`: whose people, and which persons, may be shown it beside whoever prepares it.
    `sign_until`: the last day to sign. Called by the service whose act the signature completes, which has checked the
    right. Amounts are quoted strings. What people are shown is made from these bytes by the kind's template. Raises
    ContentNotCanonical.
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
        people=sorted(set(people)),
        prepared_by=by if isinstance(by, User) else None,
        prepared_on=on,
        sign_until=sign_until,
    )
    record(
        "signing.document_prepared",
        about,
        by=by,
        on=on,
        also=(Target.of("document", document.pk),),
        parameters={"document": document.sha256},
    )
    tell_waiting(document, by=by, on=on)
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
    signed = document.signatures.count()
    _check_waits(standing_of(document, wanted=expected.count, on=on))
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
    tell_signed(document, missing=expected.count - signed - 1, by=by, on=on)
    return signature


def _check_waits(standing: Standing) -> None:
    if standing is not Standing.WAITING:
        raise SignatureRefused(ENDS.get(standing, Reason.SIGNED_BEFORE))


@transaction.atomic
def refuse_to_sign(document_id: UUID, *, reason: str, by: User, on: date) -> DocumentEnd:
    """One who is to sign it will not: the document is at an end, and those concerned are told.

    Raises DocumentUnknown, NotAllowed, RefusalNeedsReason, and SignatureRefused where it does not wait any more.
    """
    document = _locked(document_id)
    if not kind_named(document.kind).may_sign(by, document):
        raise NotAllowed(permission="sign")
    _check_waits(standing_of(document, on=on))
    if not reason.strip():
        raise RefusalNeedsReason
    return _end(document, Standing.REFUSED, reason=reason.strip(), by=by, on=on)


@transaction.atomic
def withdraw_document(*, about: Target, by: Actor, on: date) -> None:
    """The act that the documents about this object were prepared for is off: those that wait are not to be signed.

    Called by the service that ends the act, which has checked the right.
    """
    for number in SignableDocument.objects.filter(about_kind=about.kind, about_key=about.key).values_list("pk"):
        document = _locked(*number)
        if standing_of(document, on=on) is Standing.WAITING:
            _end(document, Standing.WITHDRAWN, by=by, on=on)


def end_overdue(*, on: date) -> int:
    """Note the end of every document whose last day has passed; how many there were. May run twice."""
    overdue = SignableDocument.objects.filter(sign_until__lt=on, end=None)
    overdue = overdue.filter(Q(signatures=None) | Q(sign_until__gte=on - _LOOKED_BACK))
    return sum(_expire(number, on) for number in overdue.distinct().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _expire(document_id: UUID, on: date) -> bool:
    document = _locked(document_id)
    if hasattr(document, "end") or standing_of(document, on=on) is not Standing.EXPIRED:
        return False
    _end(document, Standing.EXPIRED, by=_CLOCK, on=on)
    return True


def remind_of_last_days(*, on: date) -> int:
    """Tell whoever is still to sign that few days are left, once; how many people were told now."""
    last = on + timedelta(days=rules.REMINDER_DAYS)
    nearing = SignableDocument.objects.filter(sign_until__range=(on, last), prepared_on__lt=on, end=None)
    return sum(_remind(document, on) for document in nearing.order_by("pk"))


@transaction.atomic
def _remind(document: SignableDocument, on: date) -> int:
    waits = standing_of(document, on=on) is Standing.WAITING
    return remind_to_sign(document, by=_CLOCK, on=on) if waits else 0


def _end(document: SignableDocument, end: Standing, *, by: Actor, on: date, reason: str = "") -> DocumentEnd:
    row = DocumentEnd.objects.create(
        document=document,
        outcome=end.value,
        reason=reason,
        ended_by=by if isinstance(by, User) else None,
        ended_on=on,
    )
    record(
        f"signing.document_{end}",
        document.about,
        by=by,
        on=on,
        also=(Target.of("document", document.pk),),
        parameters={"document": document.sha256},
    )
    if end is not Standing.WITHDRAWN:
        kind_named(document.kind).ended(document, end, by=by, on=on)
    tell_ended(document, end, by=by, on=on)
    return row


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
