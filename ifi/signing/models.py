"""Documents to sign, their signatures, and everything that proves them. Rows are only ever added."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ifi.core.targets import Target
from ifi.signing.rules import ENDS
from ifi.signing.verification.protocol import EvidenceKind


class SignableDocument(models.Model):
    """What is signed: bytes that never change, and the object that they are about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=100)
    content = models.BinaryField()  # RFC 8785 JSON
    sha256 = models.CharField(max_length=64)
    organisation_id = models.BigIntegerField(null=True)  # whose people see it; by number, since the register is above
    people = ArrayField(models.BigIntegerField(), default=list)  # persons who see it, by number; for their signatures
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    prepared_on = models.DateField()
    sign_until = models.DateField(null=True)  # the last day; null = without a limit
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_key"], name="document_about"),
            models.Index(fields=["organisation_id"], name="document_organisation"),
            models.Index(fields=["prepared_by", "-recorded_at"], name="document_prepared_by"),
            GinIndex(fields=["people"], name="document_people"),
            models.Index(fields=["sign_until"], condition=Q(sign_until__isnull=False), name="document_sign_until"),
        ]

    @property
    def about(self) -> Target:
        return Target(self.about_kind, self.about_key)

    @property
    def stored(self) -> bytes:
        """The bytes, exactly as they were prepared."""
        return bytes(self.content)


class DocumentEnd(models.Model):
    """That a document will not be signed any more: refused, withdrawn, or its time ran out."""

    document = models.OneToOneField(SignableDocument, on_delete=models.PROTECT, related_name="end")
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000, blank=True, default="")  # as whoever refused wrote it
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    ended_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=[end.value for end in ENDS]), name="document_end_known"),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(reason=""), name="document_refusal_says_why"),
        ]


class Signature(models.Model):
    """One valid signature of a document with its verdict: found valid by whom, when, by which verifier and rules."""

    document = models.ForeignKey(SignableDocument, on_delete=models.PROTECT, related_name="signatures")
    certificate_sha256 = models.CharField(max_length=64)
    cms = models.BinaryField()  # as it came
    cms_sha256 = models.CharField(max_length=64)
    is_attached = models.BooleanField()
    algorithm = models.CharField(max_length=80)
    claimed_at = models.DateTimeField(null=True)  # by the signer's own clock
    stamped_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField()  # the moment for which the certificate was found valid
    revocation = models.CharField(
        max_length=20, blank=True, default=""
    )  # what answered: ocsp, revocation_list, service
    is_test = models.BooleanField(default=False)
    verifier = models.CharField(max_length=40)
    verifier_version = models.CharField(max_length=40)
    rules_version = models.IntegerField()
    verified_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    accepted_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "certificate_sha256"], name="signature_once_by_certificate")
        ]

    @property
    def signed_at(self) -> object:
        """The best time there is: the stamp's, else when the signature was received."""
        return self.stamped_at or self.judged_at


class SignerCertificate(models.Model):
    """The certificate of one signature. Personal data: name, e-mail and IIN stand inside it."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="certificate")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()  # DER
    serial = models.CharField(max_length=64)
    issuer = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    organisation = models.CharField(max_length=300, blank=True, default="")
    bin = models.CharField(max_length=12, blank=True, default="")
    person_digest = models.CharField(max_length=64, blank=True, default="")  # keyed; see person_numbers.py
    person_last_four = models.CharField(max_length=4, blank=True, default="")
    uses = models.JSONField(default=list)  # extended key usages, as object identifiers
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["bin"], condition=~Q(bin=""), name="certificate_bin")]


class SignatureEvidence(models.Model):
    """What proves a signature later: the chain, the answers about revocation, the time stamp."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20)
    position = models.IntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signature", "kind", "position"], name="evidence_position_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EvidenceKind]), name="evidence_kind_known"
            ),
        ]
