"""Loads the demonstration portfolio into an empty database: all of it or, where it is interrupted, nothing."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection

from ifi.accounts.rights import Permission, Program
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.law.loader import load_book
from ifi.ledger.isolation import run_serializable
from ifi.news.calendar.services import refresh_calendars
from ifi.news.demonstration import add_news
from ifi.obligations.demonstration.acts import Acts
from ifi.obligations.demonstration.days import days_of
from ifi.obligations.demonstration.law import LawOfDuties
from ifi.obligations.demonstration.people import add_people
from ifi.obligations.demonstration.portfolio import SEED, generate
from ifi.obligations.demonstration.public_records import import_public_records
from ifi.obligations.demonstration.recording import recording_in_the_past, set_day
from ifi.obligations.demonstration.registered import register_enterprises, register_rights
from ifi.obligations.demonstration.tolerances import set_default_tolerances
from ifi.obligations.demonstration.values import Portfolio
from ifi.obligations.demonstration.words import instrument_words
from ifi.obligations.services.totals import refresh_totals
from ifi.registry.models import Organisation

TODAY = date(2026, 11, 24)  # the day on which the portfolio stands, whenever it is loaded
LOADER = Program(
    "demonstration",
    Permission.REGISTRY_EDIT,
    Permission.BASE_DECLARE,
    Permission.PERFORMANCE_ENTER,
    Permission.PERFORMANCE_DECIDE,
    Permission.DUTY_ASSESS,
    Permission.YEAR_CLOSE,
    Permission.IMPORT,
    Permission.SETTINGS_EDIT,
    Permission.ACCOUNTS_EDIT,
    Permission.NEWS_EDIT,
)
DEMONSTRATION = Target("demonstration", "all")
_LOCK = 20181806  # any number, the same for all who load
# what the services join and filter by; the long texts of assessments are not worth measuring
_MEASURED = (
    "ledger_entry (debit_duty, kind, effective_on, corrects_id)",
    "obligations_assessmentversion (duty_id, version)",
    "obligations_declaredbase (duty_id, replaced_by_id)",
    "obligations_duty (right_id, year)",
    "obligations_dutybalance (duty_id, right_id, year, closed_on)",
    "obligations_expense (organisation_id, document_number)",
    "obligations_performance (duty_id, expense_id)",
    "obligations_performancestep (performance_id)",
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is loaded, and as of which day."""

    today: date = TODAY
    scale: Fraction = Fraction(1)
    seed: int = SEED


def load_if_empty(progress: Progress | None = None, *, scope: Scope | None = None) -> bool:
    """Load the portfolio where there is no organisation at all; True when it was loaded.

    A second load at the same time waits for the first and then finds the database filled. `progress` is told how many
    of how many days are done. The public records come after it; where a load ended between the two, the next call adds
    them.
    """
    chosen = scope or Scope()
    with _one_at_a_time(), _without_collecting():
        if Organisation.objects.exclude(is_demonstration=True).exists():
            return False
        is_empty = not Organisation.objects.exists()
        if is_empty:
            portfolio = made(chosen)
            run_serializable(lambda: _load(portfolio, chosen.today, progress or _silent))
        import_public_records(by=LOADER, on=chosen.today)
        if not is_empty:
            return False
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return True


def made(scope: Scope) -> Portfolio:
    """The portfolio under the law as the system holds it."""
    law = LawOfDuties(load_book())
    return generate(law, instrument_words(), today=scope.today, seed=scope.seed, scale=scope.scale)


def _load(portfolio: Portfolio, today: date, progress: Progress) -> None:
    days = days_of(portfolio, today)
    with recording_in_the_past():
        set_day(days[0].on)
        organisations = register_enterprises(enterprises=portfolio.enterprises, by=LOADER)
        right_ids = register_rights(rights=portfolio.rights, organisations=organisations, by=LOADER)
        record("obligations.demonstration_registered", DEMONSTRATION, by=LOADER, on=days[0].on)
        acts = Acts(right_ids=right_ids, law_changes_on=frozenset(LawOfDuties(load_book()).changes), by=LOADER)
        for done, day in enumerate(days, start=1):
            set_day(day.on)
            acts.carry_out(day)
            if done.bit_count() == 1:  # each time twice as much is there
                _refresh_statistics()
            progress(done, len(days))
    refresh_totals()
    set_default_tolerances(by=LOADER)
    add_people(by=LOADER, on=today)
    add_news(by=LOADER, on=today)
    refresh_calendars(on=today)
    record("obligations.demonstration_loaded", DEMONSTRATION, by=LOADER, on=today)


def _refresh_statistics() -> None:
    """Let the database plan by what is there now; nobody else sees these rows yet, so it does not do so by itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(_MEASURED)}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Held outside the transaction: who waits must see, in a transaction of its own, what the first one wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _without_collecting() -> Iterator[None]:
    """The portfolio stays until the end: looking through it for garbage again and again takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
