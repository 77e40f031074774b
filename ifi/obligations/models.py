"""Duties, what they are assessed from, what is offered in fulfilment, and what the treasury received."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.db.models.lookups import LessThan

from ifi.intake.models import ImportRun
from ifi.law.facts import AssessmentStatus, BaseType, Channel
from ifi.obligations.rules.performance import Step
from ifi.obligations.rules.status import Standing
from ifi.registry.models import Organisation, SubsoilRight


def _money(**options: Any) -> Any:
    return models.DecimalField(max_digits=20, decimal_places=2, **options)


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
    channels = models.JSONField(default=list)  # which channels were open from when to when, and to which KBK
    unknown = ArrayField(models.CharField(max_length=60), default=list)
    carry_years = models.IntegerField(null=True)  # years that an excess may be used in; null = no limit
    penalty_rate = models.DecimalField(max_digits=12, decimal_places=10, null=True)  # null = not known
    penalty_closes_year = models.BooleanField(default=False)  # paying it ends the duty of the year (Code 221(2))
    risk_threshold = models.DecimalField(max_digits=6, decimal_places=4, null=True)  # null = no such ground
    report_by = models.DateField(null=True)  # null = the norm is not known
    is_public = models.BooleanField(default=False)  # the yearly total is open data (Code 77(2)(9))
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
    """An expense or payment offered in fulfilment of one duty. Where it stands is told by its steps.

    `uid` is made by the caller: entering it again changes nothing.
    """

    uid = models.UUIDField(unique=True, db_default=RandomUUID())
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
    """One step of a performance: planned, declared, accepted (amount), disallowed (reason), reversed. Append-only.

    `uid` is made by the caller: taking the same step again changes nothing. Of several steps the newest tells where the
    performance stands.
    """

    uid = models.UUIDField(unique=True, db_default=RandomUUID())
    performance = models.ForeignKey(Performance, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    amount = _money()
    reason = models.CharField(max_length=40, blank=True, default="")  # code from obligations.rules
    note = models.TextField(blank=True, default="")  # what the officer wrote
    taken_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=[step.value for step in Step]), name="step_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="step_amount_not_negative"),
        ]
        indexes = [models.Index(fields=["performance", "-id"], name="step_newest")]


class TreasuryReceipt(models.Model):
    """Money that the treasury received for a duty, from its own statement."""

    # A million come in one act: the database checks their duties and their run once a statement, not once a row.
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="receipts", db_constraint=False)
    payer_bin = models.CharField(max_length=12, db_collation="C")
    payment_order = models.CharField(max_length=60, db_collation="C")
    paid_on = models.DateField()
    amount = _money()
    kbk = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    import_run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="receipt_not_zero"),  # a refund is negative
            models.UniqueConstraint(fields=["payer_bin", "payment_order", "paid_on"], name="receipt_order_once"),
        ]


class PublishedPayment(models.Model):
    """What another country's report says that a company paid its treasury: kept as published, in the report's currency.

    Open data, part of no duty and no total of ours. A line is known by the file that it stood in and its row there.
    """

    file_sha256 = models.CharField(max_length=64)
    row = models.IntegerField()
    year = models.IntegerField()
    payer = models.CharField(max_length=200)
    stream = models.CharField(max_length=100)
    commodity = models.CharField(max_length=100, blank=True, default="")
    amount = _money()  # what was given back is negative
    import_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file_sha256", "row"], name="published_payment_once")]
        indexes = [models.Index(fields=["year", "stream"], name="published_payment_year")]


class YearClosing(models.Model):
    """The close of a duty's year: excess carried, shortfall fixed, statutory penalty charged."""

    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="closing")
    closed_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(db_default=Now())


_COUNTED = F("performed") + F("brought")
_STANDING = Case(
    When(assessment_status__in=["no_duty", "outside_life"], then=Value(Standing.NO_DUTY.value)),
    When(~Q(assessment_status=AssessmentStatus.ASSESSED.value), then=F("assessment_status")),
    When(due__lt=_COUNTED, then=Value(Standing.OVER.value)),
    When(due=_COUNTED, then=Value(Standing.MET.value)),
    When(released__gt=0, due__lte=_COUNTED + F("released"), then=Value(Standing.ENDED.value)),
    When(Q(performed=0, brought=0), then=Value(Standing.NONE.value)),
    default=Value(Standing.PART.value),
)


def _list_indexes() -> list[models.Index]:
    """One index for each filter and each amount that the list of duties is ordered by, within a year."""
    found = []
    for amount in ("due", "outstanding", "performed"):
        order = ["year", amount, "duty"]
        found.append(models.Index(fields=order, name=f"list_{amount}"))
        found += [
            models.Index(fields=[column, *order], name=f"list_{column}_{amount}"[:30])
            for column in ("regime", "region", "authority", "standing")
        ]
        found.append(models.Index(fields=order, condition=Q(is_below_threshold=True), name=f"list_risk_{amount}"))
        late = Q(closed_on=None, report_by__isnull=False, standing__in=[Standing.PART.value, Standing.NONE.value])
        found.append(models.Index(fields=["standing", *order], condition=late, name=f"list_late_{amount}"))
    return found


class DutyBalance(models.Model):
    """Read model: one row per duty with the sums of its entries and what lists filter by. Written in the transaction of
    every act; `ifi ledger check` recomputes it. Holds no status: a status is a function of these facts and a date.

    `standing` is what the facts say without a date (obligations.rules.status.Standing); with `year`, `report_by` and
    `closed_on` a filter by status is a comparison of columns (obligations.rules.status.CONDITIONS).
    """

    duty = models.OneToOneField(Duty, primary_key=True, on_delete=models.CASCADE, related_name="balance")
    right_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    year = models.IntegerField()
    regime = models.CharField(max_length=40)
    region = models.CharField(max_length=2, blank=True, default="")
    authority = models.CharField(max_length=20, blank=True, default="")
    assessment_status = models.CharField(max_length=20, default=AssessmentStatus.BASE_MISSING.value)
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
    risk_threshold = models.DecimalField(max_digits=6, decimal_places=4, null=True)  # null = no such ground
    report_by = models.DateField(null=True)  # deadline of the report; null = the norm is not known
    closed_on = models.DateField(null=True)
    outstanding = models.GeneratedField(
        expression=F("due") - F("performed") - F("brought") + F("carried") - F("released"),
        output_field=models.DecimalField(max_digits=20, decimal_places=2),
        db_persist=True,
    )
    standing = models.GeneratedField(
        expression=_STANDING, output_field=models.CharField(max_length=20), db_persist=True
    )
    is_below_threshold = models.GeneratedField(  # a ground to end the contract once the year is over
        expression=Case(
            When(
                Q(assessment_status=AssessmentStatus.ASSESSED.value, risk_threshold__isnull=False, due__gt=0)
                & Q(LessThan(_COUNTED, F("risk_threshold") * F("due"))),
                then=Value(True),
            ),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__year__gt=F("year")), name="balance_closed_after_year"
            ),
        ]
        indexes = [
            models.Index(fields=["right_id", "year"], name="balance_right"),
            models.Index(fields=["standing", "year", "duty"], name="balance_standing"),
            models.Index(
                fields=["year", "regime", "region", "authority", "is_demonstration", "is_public"], name="balance_total"
            ),
            *_list_indexes(),
            models.Index(fields=["organisation_id", "year"], name="balance_organisation"),
            models.Index(  # how many users make up a sum that is not public one by one
                fields=["year", "organisation_id"], condition=Q(is_public=False, due__gt=0), name="balance_hidden_users"
            ),
        ]


class TotalKey(models.Model):
    """What national totals are grouped by."""

    year = models.IntegerField()
    regime = models.CharField(max_length=40)
    region = models.CharField(max_length=2)
    authority = models.CharField(max_length=20)
    is_demonstration = models.BooleanField()
    is_public = models.BooleanField()

    class Meta:
        abstract = True


class TotalFigures(TotalKey):
    """The figures of one group: numbers of duties by standing and sums in tenge."""

    duties = models.IntegerField()
    duties_over = models.IntegerField()
    duties_met = models.IntegerField()
    duties_ended = models.IntegerField()
    duties_part = models.IntegerField()
    duties_none = models.IntegerField()
    duties_base_missing = models.IntegerField()
    duties_norm_unknown = models.IntegerField()
    duties_exempt = models.IntegerField()
    duties_no_duty = models.IntegerField()
    duties_below_threshold = models.IntegerField()
    due = _money()
    performed = _money()
    brought = _money()
    carried = _money()
    credit_available = _money()
    lapsed = _money()
    released = _money()
    penalty = _money()
    penalty_paid = _money()
    received = _money()
    declared = _money()
    shortfall = _money()  # the sum of what is outstanding where it is above zero; no netting between duties

    class Meta:
        abstract = True


class YearTotal(TotalFigures):
    """Read model: stored totals. Correct only for groups without a row in TotalStale: read LiveYearTotal instead."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "regime", "region", "authority", "is_demonstration", "is_public"],
                name="total_one_per_group",
            )
        ]


class TotalStale(TotalKey):
    """A group that an act touched since its total was stored. Rows are only added (by a trigger on DutyBalance) and
    cleared by services.totals.refresh_totals, so acts never wait for one another here."""

    class Meta:
        indexes = [
            models.Index(
                fields=["year", "regime", "region", "authority", "is_demonstration", "is_public"], name="stale_group"
            )
        ]


class LiveYearTotal(TotalFigures):
    """A view: stored totals of fresh groups and live sums of stale ones, exact in every transaction. Aggregate it by
    what a page shows; it has no key of its own."""

    id = models.TextField(primary_key=True)

    class Meta:
        managed = False
        db_table = "obligations_live_year_total"


class ReconciliationTolerance(models.Model):
    """From `valid_from` on, a difference of a stream counts only above this share AND this floor."""

    stream = models.CharField(max_length=60)
    margin = models.DecimalField(max_digits=8, decimal_places=6)
    floor = _money()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "valid_from"], name="tolerance_once_a_day")]
