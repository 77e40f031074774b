"""The load into a database, of a reduced portfolio; one load for all rules."""

import shutil
import stat
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection
from django.db.models import Max, Min, Sum
from django.test.utils import override_settings

from ifi.accounts.models import User
from ifi.accounts.rights import ROLES, OrganisationRole, Program, Role
from ifi.intake.models import ImportRun
from ifi.ledger.checks import run_checks
from ifi.ledger.models import Entry
from ifi.members.models import Membership, MembershipRole
from ifi.news.models import CalendarEvent, NewsItem
from ifi.obligations.demonstration import people
from ifi.obligations.demonstration.load import TODAY, Scope, load_if_empty, made
from ifi.obligations.demonstration.portfolio import totals
from ifi.obligations.demonstration.removal import remove_demonstration
from ifi.obligations.demonstration.values import Sector
from ifi.obligations.models import (
    AssessmentVersion,
    DeclaredBase,
    Duty,
    DutyBalance,
    Performance,
    PerformanceStep,
    ReconciliationTolerance,
    TreasuryReceipt,
)
from ifi.obligations.queries.reconciliation import year_reconciliation
from ifi.obligations.rules.status import DutyFacts, DutyStatus, is_at_risk, status_of
from ifi.registry.models import Organisation, SubsoilRight

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SCOPE = Scope(scale=Fraction(1, 8))
SECTORS = {"energy": Sector.HYDROCARBONS, "atomic": Sector.URANIUM, "industry": Sector.MINING, "akimat": Sector.MINING}
PASSWORDS = "demonstration-sign-ins.txt"
PUBLIC_RECORDS = {"30001683", "30001144", "30001176"}


class Killed(Exception):
    """Stands for the end of the process in the middle of the load."""


def _killed(done, total):
    if done == total // 2:
        raise Killed


@pytest.fixture(scope="module")
def portfolio():
    return made(SCOPE)


@pytest.fixture(scope="module")
def after_kill(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loads, after a load that was killed half-way; what that one left behind is what the fixture gives."""
    state = tmp_path_factory.mktemp("state")
    with django_db_blocker.unblock(), override_settings(STATE=state, MEDIA_ROOT=state / "files"):
        with pytest.raises(Killed):
            load_if_empty(_killed, scope=SCOPE)
        left = (Organisation.objects.count(), Entry.objects.count(), _triggers())
        assert load_if_empty(scope=SCOPE)
        yield left
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _loaded(after_kill):
    """Every rule is about the loaded database."""


@pytest.fixture
def own_state(settings, tmp_path):
    """A copy of the state folder, for rules that write to it."""
    shutil.copy(settings.STATE / PASSWORDS, tmp_path / PASSWORDS)
    settings.STATE = tmp_path


def _triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'demonstration_recorded_at'")
        return cursor.fetchone()[0]


def _facts(balance):
    return DutyFacts(
        balance.year,
        balance.assessment_status,
        balance.due,
        balance.performed,
        balance.brought,
        balance.released,
        balance.report_by,
        balance.closed_on,
        balance.risk_threshold,
    )


def test_a_load_that_was_killed_leaves_nothing_behind(after_kill):
    assert after_kill == (0, 0, 0)


def test_a_second_load_changes_nothing():
    before = (Organisation.objects.count(), Entry.objects.count(), User.objects.count())
    assert not load_if_empty(scope=SCOPE)
    assert (Organisation.objects.count(), Entry.objects.count(), User.objects.count()) == before


def test_the_ledger_agrees_with_itself_and_with_the_facts():
    assert {name: found for name, found in run_checks() if found} == {}


def test_sums_by_year_and_sector_are_the_generators_own(portfolio):
    figures = ("due", "performed", "received", "penalty_paid")
    found = {}
    last_authority = dict(SubsoilRight.objects.values_list("pk", "authority"))
    for balance in DutyBalance.objects.all():
        sector = SECTORS[last_authority[balance.right_id]]
        row = found.setdefault((balance.year, sector), [0, *[Decimal(0)] * 4])
        row[0] += 1
        for place, name in enumerate(figures, start=1):
            row[place] += getattr(balance, name)
    expected = {
        key: [total.duties, total.due, total.performed, total.received, total.penalty_paid]
        for key, total in totals(portfolio).items()
    }
    assert found == expected


def test_years_before_a_region_or_an_authority_was_made_belong_to_the_one_before_it():
    years = {key: set() for key in ("10", "63", "atomic", "energy")}
    abai = SubsoilRight.objects.filter(region="10", concluded_on__lt=date(2022, 6, 8)).values("pk")
    uranium = SubsoilRight.objects.filter(authority="atomic", concluded_on__lt=date(2025, 4, 28)).values("pk")
    for balance in DutyBalance.objects.filter(right_id__in=abai):
        years[balance.region].add(balance.year)
    for balance in DutyBalance.objects.filter(right_id__in=uranium):
        years[balance.authority].add(balance.year)
    assert max(years["63"]) < 2022 <= min(years["10"])
    assert max(years["energy"]) < 2025 <= min(years["atomic"])


def test_every_duty_stands_as_the_generator_says(portfolio):
    stored = {
        (duty.right.number, duty.year): (
            duty.organisation.bin,
            duty.balance.assessment_status,
            duty.balance.due if duty.balance.assessment_status == "assessed" else None,
        )
        for duty in Duty.objects.select_related("right", "organisation", "balance")
    }
    expected = {
        (duty.number, duty.year): (duty.bin, duty.status.value, duty.due if duty.status == "assessed" else None)
        for duty in portfolio.duties
    }
    assert stored == expected


def test_penalties_are_paid_in_full_or_not_at_all():
    paid = DutyBalance.objects.exclude(penalty_paid=0)
    assert paid.exists()
    assert all(balance.penalty_paid == balance.penalty for balance in paid)


def test_every_status_is_shown():
    assert {status_of(_facts(balance), TODAY) for balance in DutyBalance.objects.all()} == set(DutyStatus)


def test_some_contracts_stand_below_the_threshold():
    assert any(is_at_risk(_facts(balance), TODAY) for balance in DutyBalance.objects.all())


def test_everything_is_marked_save_the_public_records():
    real = SubsoilRight.objects.filter(is_demonstration=False)
    assert set(real.values_list("registry_id", flat=True)) == PUBLIC_RECORDS
    assert not Organisation.objects.filter(is_demonstration=False).exists()
    assert not Duty.objects.filter(is_demonstration=False).exists()
    assert not DutyBalance.objects.filter(is_demonstration=False).exists()
    assert not User.objects.filter(is_demonstration=False).exists()


@pytest.mark.parametrize(
    "model", [Entry, AssessmentVersion, DeclaredBase, Performance, PerformanceStep, TreasuryReceipt]
)
def test_history_is_recorded_on_its_days(model):
    span = model.objects.aggregate(first=Min("recorded_at"), last=Max("recorded_at"))
    assert span["first"].date() >= date(2018, 1, 20)
    assert span["last"].date() <= TODAY
    assert model.objects.values("recorded_at__year").distinct().count() > 1 or model is TreasuryReceipt


def test_less_was_known_in_earlier_years():
    def accepted_by(year):
        known = Entry.objects.filter(kind="accept", recorded_at__lt=datetime(year, 1, 1, tzinfo=UTC))
        return known.aggregate(sum=Sum("amount"))["sum"]

    sums = [accepted_by(year) for year in range(2019, 2028)]
    assert sums == sorted(sums)
    assert len(set(sums)) == len(sums)


def test_nothing_is_left_that_could_date_a_record_back():
    assert _triggers() == 0


def test_the_reconciliation_flags_exactly_the_seeded_differences(portfolio):
    by = Program("test", *ROLES[Role.AUDITOR])
    for year in (2025, 2026):
        seeded = {row.number: row.cause for row in portfolio.differences if row.year == year and row.amount}
        found = year_reconciliation(actor=by, year=year, on=TODAY, language="ru")
        numbers = dict(SubsoilRight.objects.values_list("pk", "number"))
        assert found.flagged == len(seeded)
        assert {numbers[row.right]: row.cause.value for row in found.differences} == seeded


def test_each_difference_is_above_the_default_tolerance(portfolio):
    floor = ReconciliationTolerance.objects.get(stream="state_budget").floor
    assert all(abs(row.amount) > floor for row in portfolio.differences if row.amount)


def test_everyone_signs_in_with_the_password_in_the_file():
    rows = people.sign_ins()
    assert {row.role for row in rows} >= {*Role, *OrganisationRole}
    assert {User.objects.get(email=row.email).authority for row in rows if row.role == "officer"} == set(SECTORS)
    assert all(row.email.endswith("@demo.invalid") for row in rows)
    assert authenticate(username=rows[0].email, password=rows[0].password) is not None


def test_every_role_has_someone_and_someone_acts_for_two_enterprises():
    held = MembershipRole.objects.values_list("membership__organisation", "role")
    kinds = {organisation.pk: organisation.kinds for organisation in Organisation.objects.all()}
    assert {role for _, role in held} == set(OrganisationRole)
    assert {tuple(kinds[organisation]) for organisation, role in held if role != OrganisationRole.SCIENTIST} == {
        ("subsoil_user",)
    }
    owing = set(DutyBalance.objects.values_list("organisation_id", flat=True))
    of_two = Membership.objects.filter(person__email="both.plants@demo.invalid").values_list("organisation", flat=True)
    assert len(of_two) == 2
    assert set(of_two) <= owing


def test_only_the_owner_reads_the_passwords(settings):
    mode = (settings.STATE / PASSWORDS).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.usefixtures("own_state")
def test_new_passwords_replace_the_old_ones():
    before = people.sign_ins()
    people.renew_passwords(by=Program("test", *ROLES[Role.ADMINISTRATOR]))
    after = people.sign_ins()
    assert [row.email for row in after] == [row.email for row in before]
    assert not {row.password for row in after} & {row.password for row in before}


@pytest.mark.usefixtures("own_state")
def test_removal_leaves_what_is_real():
    removed = remove_demonstration()
    assert removed["ledger_entry"] > 1000
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()
    assert not NewsItem.objects.exists()
    assert not CalendarEvent.objects.exclude(code__in=("regime.report", "mineral.report")).exists()
    assert not User.objects.exists()
    assert set(SubsoilRight.objects.values_list("registry_id", flat=True)) == PUBLIC_RECORDS
    assert ImportRun.objects.filter(state="committed").count() == 1
