"""Organisations and subsoil rights. What law or life changes is dated; the database refuses overlaps."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q


def _no_overlap(name: str, *fields: str) -> ExclusionConstraint:
    """One row at a time for each combination of `fields`: their periods may not overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("validity", RangeOperators.OVERLAPS)],
    )


class Organisation(models.Model):
    """A legal entity or entrepreneur, known by its BIN."""

    class Kind(models.TextChoices):
        SUBSOIL_USER = "subsoil_user"
        INDUSTRIAL_ENTERPRISE = "industrial_enterprise"
        UNIVERSITY = "university"
        RESEARCH_INSTITUTE = "research_institute"
        INVESTOR = "investor"
        STATE_BODY = "state_body"
        OTHER = "other"

    bin = models.CharField(max_length=12, unique=True)
    kinds = ArrayField(models.CharField(max_length=30, choices=Kind.choices), default=list)
    is_demonstration = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(bin__regex=r"^[0-9]{12}$"), name="organisation_bin_digits")]


class OrganisationName(models.Model):
    """A name in up to three languages, from a day to a day; former names stay findable."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name_kk = models.CharField(max_length=500, blank=True, default="")
    name_ru = models.CharField(max_length=500, blank=True, default="")
    name_en = models.CharField(max_length=500, blank=True, default="")
    folded = models.TextField(default="")  # what search compares; made by registry.rules.folded_names
    validity = DateRangeField()

    class Meta:
        indexes = [GinIndex(OpClass("folded", name="gin_trgm_ops"), name="organisation_name_trigrams")]
        constraints = [
            _no_overlap("organisation_name_one_at_a_time", "organisation"),
            models.CheckConstraint(
                condition=~Q(name_kk="", name_ru="", name_en=""), name="organisation_name_not_empty"
            ),
        ]


class OrganisationDetail(models.Model):
    """Region (first two digits of KATO) and activity (OKED) of an organisation, dated."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="details")
    region = models.CharField(max_length=2, blank=True, default="")
    kato = models.CharField(max_length=9, blank=True, default="")
    oked = models.CharField(max_length=7, blank=True, default="")
    validity = DateRangeField()

    class Meta:
        constraints = [_no_overlap("organisation_detail_one_at_a_time", "organisation")]


class SubsoilRight(models.Model):
    """A contract or licence that gives the right to use the subsoil. Number and date are kept as written.

    Minerals, region, authority and ground of exemption are those recorded last: a trigger (migration 0006) keeps them
    as `RightDetail` says, where they are dated.
    """

    class Kind(models.TextChoices):
        CONTRACT = "contract"  # under the Code
        LEGACY_CONTRACT = "legacy_contract"  # signed before 29.06.2018
        MINING_LICENCE = "mining_licence"
        EXPLORATION_LICENCE = "exploration_licence"
        COMMON_MINERALS_LICENCE = "common_minerals_licence"
        PSA = "psa"
        OTHER = "other"
        UNKNOWN = "unknown"  # the register row does not say

    kind = models.CharField(max_length=30, choices=Kind.choices)
    number = models.CharField(max_length=100, blank=True, default="")  # as written; never validated by pattern
    concluded_on = models.DateField(null=True, blank=True)
    concluded_as_written = models.CharField(max_length=100, blank=True, default="")
    registry_id = models.CharField(max_length=20, null=True, blank=True, unique=True)  # id in the state register
    name = models.CharField(max_length=300, blank=True, default="")  # of the deposit or area, as written
    minerals = ArrayField(models.CharField(max_length=40), default=list)
    region = models.CharField(max_length=2, blank=True, default="")
    authority = models.CharField(max_length=20, blank=True, default="")  # energy, industry, atomic, akimat
    starts_on = models.DateField(null=True, blank=True)  # production registered, or first day of the licence
    ends_on = models.DateField(null=True, blank=True)
    exempt_ground = models.CharField(max_length=40, blank=True, default="")
    obligations_text = models.TextField(blank=True, default="")  # register's free text, as written
    is_demonstration = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "concluded_on", "kind"],
                condition=~Q(number=""),
                nulls_distinct=False,
                name="right_number_and_date_once",
            ),
            models.CheckConstraint(condition=~Q(number="", registry_id=None), name="right_has_number_or_registry_id"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="right_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["number"], name="right_number")]


class RightRegime(models.Model):
    """The regime that governs a right, dated: a contract may move from one regime to another."""

    right = models.ForeignKey(SubsoilRight, on_delete=models.PROTECT, related_name="regimes")
    regime = models.CharField(max_length=40)
    validity = DateRangeField()

    class Meta:
        constraints = [_no_overlap("right_regime_one_at_a_time", "right")]


class RightDetail(models.Model):
    """What a right is about, where, who is in charge and why it is exempt, dated, each field for itself.

    `codes` are the classifier's: several minerals, else one; none = not known, not exempt.
    """

    class Field(models.TextChoices):
        MINERALS = "minerals"
        REGION = "region"  # first two digits of KATO
        AUTHORITY = "authority"  # energy, industry, atomic, akimat
        EXEMPT_GROUND = "exempt_ground"

    right = models.ForeignKey(SubsoilRight, on_delete=models.PROTECT, related_name="details")
    field = models.CharField(max_length=20, choices=Field.choices)
    codes = ArrayField(models.CharField(max_length=40), default=list)
    validity = DateRangeField()

    class Meta:
        constraints = [
            _no_overlap("right_detail_one_at_a_time", "right", "field"),
            models.CheckConstraint(
                condition=Q(field__in=["minerals", "region", "authority", "exempt_ground"]), name="right_detail_field"
            ),
            models.CheckConstraint(condition=Q(field="minerals") | Q(codes__len__lte=1), name="right_detail_one_code"),
            models.CheckConstraint(condition=Q(validity__isempty=False), name="right_detail_on_some_day"),
        ]


class RightHolder(models.Model):
    """Who holds a right, with what share (0 < share ≤ 1), from a day to a day.

    Shares of one right never exceed 1 together on any day: the constraint trigger `right_shares_within_one` (migration
    0004) checks it when the transaction ends.
    """

    right = models.ForeignKey(SubsoilRight, on_delete=models.PROTECT, related_name="holders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings")
    share = models.DecimalField(max_digits=9, decimal_places=8, default=1)
    validity = DateRangeField()

    class Meta:
        constraints = [
            _no_overlap("right_holder_once_at_a_time", "right", "organisation"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="right_holder_share"),
        ]


class KnownHolder(models.Model):
    """A view: who holds a right from when to when, without the share, which is not public."""

    right = models.ForeignKey(SubsoilRight, on_delete=models.DO_NOTHING, related_name="known_holders")
    organisation = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="known_holdings")
    validity = DateRangeField()

    class Meta:
        managed = False
        db_table = "registry_known_holder"


class RightTerm(models.Model):
    """A term written in the instrument itself (rate, base_type, penalty_rate, start_rule, …); overrides the norm."""

    right = models.ForeignKey(SubsoilRight, on_delete=models.PROTECT, related_name="terms")
    parameter = models.CharField(max_length=40)
    value = models.CharField(max_length=100)
    clause = models.CharField(max_length=200, blank=True, default="")  # where the instrument says so
    quote = models.TextField(blank=True, default="")  # the words it was read from
    is_confirmed = models.BooleanField(default=True)  # False: parsed by a program, a person has yet to look
    validity = DateRangeField()

    class Meta:
        constraints = [_no_overlap("right_term_one_at_a_time", "right", "parameter")]
