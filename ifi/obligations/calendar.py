"""Report days for calendars: of each regime for everyone, of each duty for its own user."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from ifi.accounts.models import User
from ifi.accounts.rights import ORGANISATION_ROLES, Permission, may
from ifi.law.duties import report_deadline
from ifi.law.facts import RegimePeriod, RightFacts
from ifi.law.loader import load_book, load_working_days
from ifi.law.norms import NONE
from ifi.law.regimes import REGIMES
from ifi.law.sentences import say_moved, say_note, say_provisional, say_value
from ifi.law.terms import terms_of_year
from ifi.members.models import Membership
from ifi.members.standing import standings
from ifi.news.calendar.sources import EventKind, Group, PublicCalendar
from ifi.news.calendar.values import Event
from ifi.news.calendars import demonstration_mark
from ifi.obligations import words
from ifi.obligations.models import DutyBalance
from ifi.obligations.queries.names import RightName, names_of_rights
from ifi.obligations.rules.status import Standing
from ifi.registry.classifiers import classifier

_YEARS_AHEAD = 2  # a report on this year is due in the next one
_WITHOUT_REPORT = (Standing.NO_DUTY.value, Standing.EXEMPT.value)
# authority that the law names for a regime → the industry that its users belong to
_INDUSTRIES = {"energy": "industry/oil_gas", "atomic": "industry/uranium", "industry": "industry/mining"}


def report_days(on: date) -> Iterator[Event]:
    """Report days from today on: those of regimes, then those of single duties."""
    for year in range(on.year - 1, on.year + _YEARS_AHEAD):
        yield from _of_regimes(year, on)
    yield from _of_duties(on)


def _of_regimes(year: int, on: date) -> Iterator[Event]:
    book, days = load_book(), load_working_days()
    for code, mineral, facts in _kinds_of_rights():
        stated = report_deadline(facts, year, book)
        until = None if stated is None else days.deadline(stated).until
        if stated is None or until is None or until < on:
            continue
        authority = terms_of_year(facts, year, book).get("authority").value
        places = [f"authority/{authority}"] if isinstance(authority, str) and authority != NONE else []
        industry = [_INDUSTRIES[authority]] if isinstance(authority, str) and authority in _INDUSTRIES else []
        yield Event(
            uid="-".join(("report", code, *([mineral] if mineral else []), str(year))),
            code="mineral.report" if mineral else "regime.report",
            day=until,
            topics=("all", "obligations", f"regime/{code}", *places, *industry),
            parameters={
                "regime": code,
                "year": year,
                "stated": stated.isoformat(),
                **({"mineral": mineral} if mineral else {}),
            },
            address=f"law/{code}/",
        )


def _kinds_of_rights() -> Iterator[tuple[str, str | None, RightFacts]]:
    """Each regime, once for each mineral where its norms depend on that."""
    for code in REGIMES:
        for mineral in load_book().regime(code).minerals or (None,):
            yield code, mineral, RightFacts((RegimePeriod(code),), mineral=mineral, start_assumed=True)


def unknown_report_days(on: date) -> dict[str, str]:
    """Industries for whose present regimes the report day is not known, with what was found."""
    book = load_book()
    found: dict[str, str] = {}
    for _code, mineral, facts in _kinds_of_rights():
        terms = terms_of_year(facts, on.year, book)
        authority, day = terms.get("authority").value, terms.get("report_deadline")
        if mineral is None and day.value is None and authority in _INDUSTRIES:
            found.setdefault(_INDUSTRIES[str(authority)], say_note(day.citation, words.language()))
    return found


def _of_duties(on: date) -> Iterator[Event]:
    days = load_working_days()
    rows = DutyBalance.objects.filter(closed_on=None, report_by__gte=days.late_before(on))
    found = list(
        rows.exclude(standing__in=_WITHOUT_REPORT)
        .order_by("duty_id")
        .values_list("duty_id", "right_id", "organisation_id", "year", "report_by", "is_demonstration")
    )
    names = names_of_rights({right for _, right, *_ in found}, "en")
    for duty, right, organisation, year, stated, is_demonstration in found:
        if stated is None:
            continue
        yield Event(
            uid=f"report-duty-{duty}",
            code="duty.report",
            day=days.deadline(stated).until,
            topics=(f"organisation/{organisation}",),
            parameters={
                "right": _stored(names[right]),
                "year": year,
                "stated": stated.isoformat(),
                "mark": is_demonstration,
            },
            address=f"rights/{right}/{year}/",
        )


def concern_of(person_id: int, on: date) -> Iterable[str]:
    """Report days of the organisations whose duties the person may see today; an officer's are those of the authority,
    or of all where none is set."""
    held = standings(Membership.objects.filter(person=person_id), on)
    own = [
        f"organisation/{standing.organisation_id}"
        for standing in held
        if any(Permission.OWN_DUTIES_SEE in ORGANISATION_ROLES[role] for role in standing.roles)
    ]
    return [*own, *_of_authority(person_id)]


def _of_authority(person_id: int) -> list[str]:
    person = User.objects.filter(pk=person_id).first()
    if person is None or not may(person, Permission.DUTY_SEE_ALL):
        return []
    codes = [person.authority] if person.authority else [code for code, _label in _authorities()]
    return [f"authority/{code}" for code in codes]


def calendars() -> Iterable[PublicCalendar]:
    """One for each authority, and one for each regime that has a report day at all."""
    for code, label in _authorities():
        yield PublicCalendar(f"authority/{code}", label, Group.AUTHORITY)
    for code in REGIMES:
        if _has_report_day(code):
            yield PublicCalendar(f"regime/{code}", words.regime(code), Group.REGIME)


def _has_report_day(code: str) -> bool:
    lines = [line for (name, _), line in load_book().regime(code).timelines.items() if name == "report_deadline"]
    return any(norm.value not in (None, NONE, "contract") for line in lines for norm in line)


def _authorities() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in classifier("authorities").choices(words.language())]


def _stored(name: RightName) -> Mapping[str, object]:
    concluded = None if name.concluded_on is None else name.concluded_on.isoformat()
    return {"kind": name.kind, "number": name.number, "concluded_on": concluded}


def _right(stored: object) -> str:
    assert isinstance(stored, Mapping)
    concluded = stored["concluded_on"]
    day = date.fromisoformat(concluded) if concluded else None
    return words.right(RightName(stored["kind"], stored["number"], day, ""))


def _moved(stored: object) -> str:
    """From which day the report day was moved and by which rule; nothing where it was not."""
    deadline, language = load_working_days().deadline(date.fromisoformat(str(stored))), words.language()
    if not deadline.is_moved:
        return ""
    note = deadline.rule.note.say(language) if deadline.rule and deadline.rule.note else ""
    return " ".join(
        part for part in (f"{say_moved(deadline, language)}.", note, say_provisional(deadline, language)) if part
    )


def _regime(stored: object) -> str:
    return words.regime(str(stored))


def _mineral(stored: object) -> str:
    return say_value("mineral", str(stored), words.language())


KINDS = (
    EventKind(
        "regime.report",
        title=_("Report on research and development for {year}: {regime}"),
        text=_("Last day to hand in the report for {year}. {stated}"),
        parameters={"regime": _regime, "year": str, "stated": _moved},
    ),
    EventKind(
        "mineral.report",
        title=_("Report on research and development for {year}: {regime}, {mineral}"),
        text=_("Last day to hand in the report for {year}. {stated}"),
        parameters={"regime": _regime, "mineral": _mineral, "year": str, "stated": _moved},
    ),
    EventKind(
        "duty.report",
        title=_("Report on research and development for {year}: {right}{mark}"),
        text=_("Last day to hand in the report for {year}. {stated}"),
        parameters={"right": _right, "year": str, "stated": _moved, "mark": demonstration_mark},
    ),
)
