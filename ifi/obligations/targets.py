"""How duties and performances are named where acts and notices speak of them, and whose business they are."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from ifi.accounts.rights import Permission, acts_for, may
from ifi.core.targets import Shown
from ifi.obligations.models import Duty, Performance
from ifi.registry.targets import numbers, right_label, rights_concerning, rights_numbered


def describe_duties(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """Which duties there are is public; their figures are not part of the name."""
    found = Duty.objects.filter(pk__in=numbers(keys)).select_related("right")
    return {str(duty.pk): _shown(duty) for duty in found}


def find_duties(text: str, reader: object) -> Collection[str]:
    """Of every year, by the number of the right."""
    duties = Duty.objects.filter(right__in=rights_numbered(text)).order_by("-year", "pk")
    return {str(pk) for pk in duties.values_list("pk", flat=True)[:50]}


def describe_performances(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """A performance is named by its number and its duty; the title may tell more than the reader may see."""
    found = Performance.objects.filter(pk__in=numbers(keys)).select_related("duty__right")
    return {
        str(row.pk): Shown(
            _("Expense or payment No. %(number)s") % {"number": row.pk},
            reverse("obligations:year", args=[row.duty.right_id, row.duty.year]),
        )
        for row in found
    }


def _shown(duty: Duty) -> Shown:
    label = _("Duty for %(year)s: %(right)s") % {"year": duty.year, "right": right_label(duty.right)}
    return Shown(label, reverse("obligations:year", args=[duty.right_id, duty.year]))


def duties_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """An officer's as their rights are; an organisation's: its own."""
    duties = Duty.objects.filter(pk__in=numbers(keys)).values_list("pk", "right_id", "organisation_id")
    found = {str(pk): (str(right), organisation) for pk, right, organisation in duties}
    theirs = rights_concerning({right for right, _ in found.values()}, reader)
    own = acts_for(reader) if may(reader, Permission.OWN_TRAIL_SEE) else None
    officer = may(reader, Permission.TRAIL_SEE)
    return {key for key, (right, organisation) in found.items() if (officer and right in theirs) or organisation == own}


def performances_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """As their duties are."""
    rows = Performance.objects.filter(pk__in=numbers(keys)).values_list("pk", "duty_id")
    duty_of = {str(pk): str(duty) for pk, duty in rows}
    theirs = duties_concerning(set(duty_of.values()), reader)
    return {key for key, duty in duty_of.items() if duty in theirs}
