"""How memberships, applications, invitations and delegations are named where acts speak of them, and whose they are."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ifi.accounts.rights import Permission, acts_for, may
from ifi.core import targets
from ifi.core.targets import Shown
from ifi.members.models import Application, Delegation, Invitation, Membership
from ifi.members.queries import organisation_names
from ifi.members.standing import on_day
from ifi.registry.targets import numbers
from ifi.trail import concern


def describe_memberships(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """By person and organisation, to whoever sees the organisation's people, and to the person."""
    mine = Q(person=_person(reader))
    rows = Membership.objects.filter(_seen(reader, "organisation") | mine, pk__in=numbers(keys))
    open_page = set(
        rows.filter(_seen(reader, "organisation"), on_day(timezone.localdate())).values_list("pk", flat=True)
    )
    found = list(rows.select_related("person"))
    names = organisation_names({row.organisation_id for row in found})
    return {
        str(row.pk): Shown(
            _("Membership: %(person)s, %(organisation)s")
            % {"person": row.person.name, "organisation": names.get(row.organisation_id, "")},
            reverse("members:member", args=[row.pk]) if row.pk in open_page else "",
        )
        for row in found
    }


def describe_applications(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """To the applicant, and to whoever decides."""
    wanted = Q() if may(reader, Permission.MEMBERS_DECIDE) else Q(person=_person(reader))
    found = list(Application.objects.filter(wanted, pk__in=numbers(keys)))
    names = organisation_names({row.organisation_id for row in found if row.organisation_id})
    return {
        str(row.pk): Shown(
            _("Application No. %(number)s to act for %(organisation)s")
            % {"number": row.pk, "organisation": names.get(row.organisation_id or 0) or row.written_name},
            reverse("members:application", args=[row.pk]),
        )
        for row in found
    }


def describe_invitations(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """To whoever sees the organisation's people."""
    found = list(Invitation.objects.filter(_seen(reader, "organisation"), pk__in=numbers(keys)))
    names = organisation_names({row.organisation_id for row in found})
    return {
        str(row.pk): Shown(
            _("Invitation No. %(number)s to %(organisation)s")
            % {"number": row.pk, "organisation": names.get(row.organisation_id, "")},
            reverse("members:people", args=[row.organisation_id]),
        )
        for row in found
    }


def describe_delegations(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """To whoever sees the organisation's people, and to the two."""
    seen = _seen(reader, "lender__organisation")
    rows = Delegation.objects.filter(seen | _one_of_two(reader), pk__in=numbers(keys))
    open_page = set(rows.filter(seen).values_list("pk", flat=True))
    found = list(rows.select_related("lender__person", "borrower__person"))
    names = organisation_names({row.lender.organisation_id for row in found})
    return {
        str(row.pk): Shown(
            _("Standing in: %(borrower)s for %(lender)s, %(organisation)s")
            % {
                "borrower": row.borrower.person.name,
                "lender": row.lender.person.name,
                "organisation": names.get(row.lender.organisation_id, ""),
            },
            reverse("members:people", args=[row.lender.organisation_id]) if row.pk in open_page else "",
        )
        for row in found
    }


def memberships_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """The person's own, and those of the organisation to whoever sees its trail."""
    return _keys(
        Membership.objects.filter(_own(reader, "organisation") | Q(person=_person(reader)), pk__in=numbers(keys))
    )


def applications_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """The applicant's own; every one to whoever decides."""
    wanted = Q() if may(reader, Permission.MEMBERS_DECIDE) else Q(person=_person(reader))
    return _keys(Application.objects.filter(wanted, pk__in=numbers(keys)))


def invitations_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    return _keys(Invitation.objects.filter(_own(reader, "organisation"), pk__in=numbers(keys)))


def delegations_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """Of the two, and of the organisation to whoever sees its trail."""
    wanted = _own(reader, "lender__organisation") | _one_of_two(reader)
    return _keys(Delegation.objects.filter(wanted, pk__in=numbers(keys)))


def register() -> None:
    for kind, describe, concerns in (
        ("membership", describe_memberships, memberships_concerning),
        ("application", describe_applications, applications_concerning),
        ("invitation", describe_invitations, invitations_concerning),
        ("delegation", describe_delegations, delegations_concerning),
    ):
        targets.register(kind, describe)
        concern.register(kind, concerns)


def _person(reader: object) -> int:
    """The reader's number; nobody's where none is signed in."""
    return getattr(reader, "pk", None) or 0


def _seen(reader: object, organisation: str) -> Q:
    """Rows of organisations whose people the reader sees."""
    if may(reader, Permission.MEMBERS_SEE_ALL):
        return Q(pk__isnull=False)  # an empty condition would vanish beside another
    return Q(**{organisation: acts_for(reader) if may(reader, Permission.OWN_PEOPLE_SEE) else 0})


def _own(reader: object, organisation: str) -> Q:
    """Rows of the organisation whose trail the reader sees."""
    return Q(**{organisation: acts_for(reader) if may(reader, Permission.OWN_TRAIL_SEE) else 0})


def _one_of_two(reader: object) -> Q:
    return Q(lender__person=_person(reader)) | Q(borrower__person=_person(reader))


def _keys(rows) -> set[str]:  # type: ignore[no-untyped-def]  # a query set of any of the four
    return {str(key) for key in rows.values_list("pk", flat=True)}
