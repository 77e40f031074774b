"""Entries of the ledger. Append-only: triggers refuse update, delete and truncate."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ifi.ledger.rules import JOINING, SIDES, Kind


def _sides_match_kind() -> Q:
    """Each kind moves between its own two accounts; the other way round where the entry corrects another one."""
    allowed = Q()
    # receipts come by the million, and the database tries the alternatives in this order
    for kind, (debit, credit) in sorted(SIDES.items(), key=lambda sides: sides[0] is not Kind.RECEIVE):
        allowed |= Q(kind=kind.value, corrects=None, debit_account=debit.value, credit_account=credit.value)
        allowed |= Q(kind=kind.value, corrects__isnull=False, debit_account=credit.value, credit_account=debit.value)
    return allowed


class Entry(models.Model):
    """One movement of `amount` tenge from the credited account of a duty to the debited account of a duty.

    One row is both sides, so the book balances by construction. `uid` is made by the caller: posting it again changes
    nothing. `source` names the act, such as `performance:17`. `corrects` names the entry that this one undoes.
    """

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    debit_duty = models.BigIntegerField()
    debit_account = models.CharField(max_length=20)
    credit_duty = models.BigIntegerField()
    credit_account = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField(null=True)  # a person's id; null = a program, named in `source`
    source = models.CharField(max_length=100)
    # Few entries correct another one: only those are indexed; the trigger that compares the two finds the other.
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_amount_positive"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="entry_corrected_once"
            ),
            models.CheckConstraint(condition=_sides_match_kind(), name="entry_sides_match_kind"),
            models.CheckConstraint(
                condition=(Q(kind__in=[kind.value for kind in JOINING]) & ~Q(debit_duty=models.F("credit_duty")))
                | (~Q(kind__in=[kind.value for kind in JOINING]) & Q(debit_duty=models.F("credit_duty"))),
                name="entry_joins_duties_only_where_kind_does",
            ),
        ]
        indexes = [
            models.Index(fields=["debit_duty"], name="entry_debit_duty"),
            models.Index(
                fields=["credit_duty"], condition=~Q(credit_duty=models.F("debit_duty")), name="entry_credit_duty"
            ),
        ]
