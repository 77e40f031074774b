"""Applications, invitations, memberships and what was lent in them. Nothing is deleted: rows end on a day.

`since` is the first day, `until` the first day on which a row holds no longer; what began and ended on one day held on
none.
"""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from ifi.accounts.rights import OrganisationRole
from ifi.members.rules import ApplicationState, InvitationState, Way
from ifi.registry.models import Organisation

ROLE_CODES = [role.value for role in OrganisationRole]


def _person(name: str, **options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name=name, **options)


def _days() -> Func:
    return Func(F("since"), F("until"), function="daterange", output_field=DateRangeField())


def _one_at_a_time(name: str, *fields: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), (_days(), RangeOperators.OVERLAPS)],
    )


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name=name)


class Application(models.Model):
    """A person asks to act for an organisation and shows by what authority. `names` are for one not yet registered."""

    person = _person("applications")
    bin = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    name_kk = models.CharField(max_length=500, blank=True, default="")
    name_ru = models.CharField(max_length=500, blank=True, default="")
    name_en = models.CharField(max_length=500, blank=True, default="")
    kind = models.CharField(max_length=30, blank=True, default="")
    way = models.CharField(max_length=20, choices=[(way.value, way.value) for way in Way])
    letter = models.UUIDField(null=True, unique=True)  # the name of the file in the private folder
    letter_type = models.CharField(max_length=10, blank=True, default="")  # pdf, jpeg, png: by content
    letter_size = models.IntegerField(default=0)
    letter_sha256 = models.CharField(max_length=64, blank=True, default="")
    signature = models.CharField(max_length=64, blank=True, default="")  # the verified signature it rests on
    state = models.CharField(max_length=20, default=ApplicationState.SUBMITTED.value)
    submitted_on = models.DateField()
    submitted_at = models.DateTimeField(db_default=Now())
    decided_by = _person("+", null=True)
    decided_on = models.DateField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ApplicationState]), name="application_state_known"
            ),
            models.UniqueConstraint(
                fields=["person", "bin"],
                condition=Q(state=ApplicationState.SUBMITTED.value),
                name="application_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.LETTER.value) | Q(letter__isnull=False), name="application_has_its_letter"
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.SIGNATURE.value, state=ApplicationState.APPROVED.value) | ~Q(signature=""),
                name="application_has_its_signature",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.REFUSED.value) | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="application_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.APPROVED.value)
                | Q(organisation__isnull=False, decided_on__isnull=False),
                name="application_approved_for_an_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("person")), name="application_not_decided_by_the_applicant"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="application_state")]

    def name_in(self, language: str | None) -> str:
        """The name as it was given in the language, else in another."""
        return getattr(self, f"name_{(language or 'en')[:2]}", "") or self.written_name

    @property
    def written_name(self) -> str:
        """What the applicant calls the organisation."""
        return self.name_kk or self.name_ru or self.name_en or self.bin


class Membership(models.Model):
    """A person acts for an organisation, from a day to a day. `attorney_document`: number and date of a power of
    attorney to sign, empty where there is none."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    person = _person("memberships")
    since = models.DateField()
    until = models.DateField(null=True)
    attorney_document = models.CharField(max_length=200, blank=True, default="")
    begun_by = _person("+", null=True)
    ended_by = _person("+", null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            _in_order("membership_ends_after_start"),
            _one_at_a_time("membership_once_at_a_time", "organisation", "person"),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(until=None), name="membership_of_person")]


class MembershipRole(models.Model):
    """A role held through a membership, from a day to a day."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    given_by = _person("+", null=True)
    taken_by = _person("+", null=True)
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLE_CODES), name="membership_role_known"),
            _in_order("membership_role_ends_after_start"),
            _one_at_a_time("membership_role_once_at_a_time", "membership", "role"),
        ]


class Delegation(models.Model):
    """Roles of one member lent to another for an absence. It ends by itself on `until`, or earlier when it is ended."""

    lender = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="lent")
    borrower = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="borrowed")
    roles = ArrayField(models.CharField(max_length=20))
    since = models.DateField()
    until = models.DateField()
    ended_by = _person("+", null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(lender=F("borrower")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=ROLE_CODES) & Q(roles__len__gt=0), name="delegation_roles_known"
            ),
            _in_order("delegation_ends_after_start"),
            _one_at_a_time("delegation_once_at_a_time", "lender", "borrower"),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it gives something."""
        return self.until - timedelta(days=1)


class Invitation(models.Model):
    """One-time link to an address, made from `number` and the system's key. `last_day`: afterwards it cannot be
    accepted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=20))
    language = models.CharField(max_length=2)
    number = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=20, default=InvitationState.SENT.value)
    invited_by = _person("+")
    invited_on = models.DateField()
    last_day = models.DateField()
    membership = models.OneToOneField(Membership, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in InvitationState]), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=ROLE_CODES) & Q(roles__len__gt=0), name="invitation_roles_known"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("invited_on")), name="invitation_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.ACCEPTED.value) | Q(membership__isnull=False),
                name="invitation_accepted_by_a_member",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state=InvitationState.SENT.value),
                name="invitation_waits_once",
            ),
        ]
