"""Duties, what they are assessed from, what is offered in fulfilment, and what the treasury received."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ifi.intake.models import ImportRun
from ifi.law.facts import AssessmentStatus, BaseType, Channel
from ifi.registry.models import Organisation, SubsoilRight


def _money(**options: object) -> "models.DecimalField[object, object]":
    return models.DecimalField(max_digits=20, decimal_places=2, **options)  # type: ignore[arg-type]


class Duty(models.Model):
    """The obligation of one right for one calendar year."""

    right = models.ForeignKey(SubsoilRight, on_delete=models.PROTECT, related_name="duties")
    year = models.IntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duties")  # main holder
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right", "year"], name="duty_one_per_right_and_year"),
            models.CheckConstraint(condition=Q(year__gte=1996, year__lte=2100), name="duty_year_plausible"),
        ]


class DeclaredBase(models.Model):
    """The base that a user declared for a duty: costs or income of `base_year`, the year before. A correction is a new
    row that replaces the old one; both stay."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="bases")
    base_year = models.IntegerField()
    base_type = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in BaseType])
    amount = _money()
    declared_on = models.DateField()
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    import_run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="base_not_negative"),
            models.UniqueConstraint(fields=["duty"], condition=Q(replaced_by=None), name="base_one_in_force"),
        ]


class AssessmentVersion(models.Model):
    """What was assessed for a duty, when, from which base and norms; never altered. The ledger holds the difference."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="assessments")
    version = models.IntegerField()
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in AssessmentStatus])
    regime = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=12, decimal_places=10, null=True)
    base_type = models.CharField(max_length=30, blank=True, default="")
    base = models.ForeignKey(DeclaredBase, null=True, on_delete=models.PROTECT)
    due = _money(null=True)
    steps = models.JSONField()  # codes, amounts as text, citations: the whole reason, as it was shown
    unknown = ArrayField(models.CharField(max_length=60), default=list)
    norms_digest = models.CharField(max_length=64)
    norms_on = models.DateField()  # norms as they held on this day
    reason = models.CharField(max_length=40)  # first, base_declared, base_corrected, norms_changed, right_changed
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "version"], name="assessment_version_once")]


class Expense(models.Model):
    """One expense or payment with its confirmed cost. Several rights may claim it, never above that cost together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="expenses")
    document = models.CharField(max_length=30)  # payment_order, contract, act, invoice
    document_number = models.CharField(max_length=100)
    document_date = models.DateField()
    confirmed_amount = _money()
    accepted_amount = _money(default=0)  # over all claims; kept in the transaction of each decision

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "document", "document_number", "document_date"], name="expense_document_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_amount__gte=0) & Q(accepted_amount__lte=F("confirmed_amount")),
                name="expense_never_over_confirmed",
            ),
        ]


class Performance(models.Model):
    """An expense or payment offered in fulfilment of one duty. Where it stands is told by its steps."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="performances")
    expense = models.ForeignKey(Expense, null=True, on_delete=models.PROTECT, related_name="claims")
    channel = models.CharField(max_length=30, choices=[(channel.value, channel.value) for channel in Channel])
    title = models.CharField(max_length=500, blank=True, default="")
    performer_bin = models.CharField(max_length=12, blank=True, default="")
    amount = _money()
    paid_on = models.DateField(null=True)
    payment_order = models.CharField(max_length=60, blank=True, default="")
    kbk = models.CharField(max_length=6, blank=True, default="")
    import_run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="performance_positive"),
            models.UniqueConstraint(
                fields=["duty", "payment_order", "paid_on"],
                condition=~Q(payment_order=""),
                name="performance_payment_order_once",
            ),
        ]


class PerformanceStep(models.Model):
    """One step of a performance: planned, declared, accepted (amount), disallowed (reason), reversed. Append-only."""

    performance = models.ForeignKey(Performance, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    amount = _money()
    reason = models.CharField(max_length=40, blank=True, default="")  # code from obligations.rules
    note = models.TextField(blank=True, default="")  # what the officer wrote
    taken_on = models.DateField()
    entry = models.BigIntegerField(null=True)  # the ledger entry that it made
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())


class TreasuryReceipt(models.Model):
    """Money that the treasury received for a duty, from its own statement."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="receipts")
    payer_bin = models.CharField(max_length=12)
    payment_order = models.CharField(max_length=60)
    paid_on = models.DateField()
    amount = _money()
    kbk = models.CharField(max_length=6, blank=True, default="")
    import_run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="receipt_not_zero"),  # a refund is negative
            models.UniqueConstraint(fields=["payer_bin", "payment_order", "paid_on"], name="receipt_order_once"),
        ]


class YearClosing(models.Model):
    """The close of a duty's year: excess carried, shortfall fixed, statutory penalty charged."""

    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="closing")
    closed_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())


class DutyBalance(models.Model):
    """Read model: one row per duty with the sums of its entries and what lists filter by. Written in the transaction of
    every act; `ifi ledger check` recomputes it. Holds no status: a status is a function of these facts and a date."""

    duty = models.OneToOneField(Duty, primary_key=True, on_delete=models.CASCADE, related_name="balance")
    right_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    year = models.IntegerField()
    regime = models.CharField(max_length=40)
    region = models.CharField(max_length=2, blank=True, default="")
    authority = models.CharField(max_length=20, blank=True, default="")
    assessment_status = models.CharField(max_length=20)
    is_public = models.BooleanField(default=False)  # the law makes this instrument's yearly total public
    is_demonstration = models.BooleanField(default=False)
    due = _money(default=0)
    performed = _money(default=0)
    brought = _money(default=0)
    carried = _money(default=0)
    credit_available = _money(default=0)
    lapsed = _money(default=0)
    released = _money(default=0)
    penalty = _money(default=0)
    penalty_paid = _money(default=0)
    received = _money(default=0)
    declared = _money(default=0)  # declared, not yet decided
    outstanding = models.GeneratedField(
        expression=F("due") - F("performed") - F("brought") + F("carried") - F("released"),
        output_field=models.DecimalField(max_digits=20, decimal_places=2),
        db_persist=True,
    )
    report_by = models.DateField(null=True)  # deadline of the report; null = the norm is not known
    closed_on = models.DateField(null=True)


class ReconciliationTolerance(models.Model):
    """From `valid_from` on, a difference of a stream counts only above this share AND this floor."""

    stream = models.CharField(max_length=60)
    margin = models.DecimalField(max_digits=8, decimal_places=6)
    floor = _money()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "valid_from"], name="tolerance_once_a_day")]
