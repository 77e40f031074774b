"""Telling the people of an organisation what was done on its duties, and reminding them of report days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db import transaction

from ifi.accounts.rights import Actor, OrganisationRole, Program
from ifi.core.targets import Target
from ifi.law.loader import load_working_days
from ifi.members.queries import people_with_role
from ifi.notices.services import Person, announce
from ifi.obligations.models import DutyBalance
from ifi.obligations.rules.status import Standing

CONCERNED = (OrganisationRole.ADMIN, OrganisationRole.OBLIGATIONS, OrganisationRole.SIGNATORY)
DAYS_BEFORE = (30, 7, 1)
_AT_ONCE = 1_000
_WITHOUT_REPORT = (Standing.NO_DUTY.value, Standing.EXEMPT.value)
_PROGRAM = Program("report days")


def tell_of(code: str, balances: Iterable[DutyBalance], counts: Mapping[int, int], *, by: Actor, on: date) -> None:
    """One notice for each organisation, whether the act touched one duty of it or thousands.

    It leads to the newest of the duties; `counts`: duty → what the act did there, added up over the organisation.
    """
    by_organisation: dict[int, list[DutyBalance]] = defaultdict(list)
    for balance in balances:
        by_organisation[balance.organisation_id].append(balance)
    people = people_with_role(by_organisation, CONCERNED, on)
    for organisation, concerned in people.items():
        duties = by_organisation[organisation]
        newest = max(duties, key=lambda balance: (balance.year, balance.pk))
        announce(
            code,
            about=Target.of("duty", newest.pk),
            to=[Person(person) for person in concerned],
            parameters={"count": sum(counts.get(balance.pk, 1) for balance in duties)},
            by=by,
            on=on,
        )


def remind_of_report_days(*, on: date) -> int:
    """Tell whose report is due in 30 days, 7 days or tomorrow; how many duties. Each is told once, however often it
    runs; what nobody told on its day, because the job did not run, is told on the next."""
    days = load_working_days()
    told = 0
    rows = DutyBalance.objects.filter(closed_on=None, report_by__gte=days.late_before(on)).order_by("pk")
    batch: list[DutyBalance] = []
    for balance in rows.exclude(standing__in=_WITHOUT_REPORT).iterator(chunk_size=_AT_ONCE):
        batch.append(balance)
        if len(batch) == _AT_ONCE:
            told += _remind(batch, on)
            batch = []
    return told + _remind(batch, on)


@transaction.atomic
def _remind(balances: Collection[DutyBalance], on: date) -> int:
    days = load_working_days()
    people = people_with_role({balance.organisation_id for balance in balances}, CONCERNED, on)
    told = 0
    for balance in balances:
        concerned = people.get(balance.organisation_id)
        if not concerned or balance.report_by is None:
            continue
        due = days.deadline(balance.report_by).until
        step = step_of((due - on).days)
        if step is None:
            continue
        notice = announce(
            "obligations.report_nearing",
            about=Target.of("duty", balance.pk),
            to=[Person(person) for person in concerned],
            parameters={"day": due.isoformat(), "days": (due - on).days},
            by=_PROGRAM,
            on=on,
            once=f"{balance.pk}:{due.isoformat()}:{step}",
        )
        told += notice is not None
    return told


def step_of(days_left: int) -> int | None:
    """Which reminder it is time for: 1 on the last two days, 7 within the week, 30 within the month; else none."""
    return next((step for step in sorted(DAYS_BEFORE) if 0 <= days_left <= step), None)
