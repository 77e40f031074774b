"""The national picture: exact sums, the same for every cut, and nothing that tells one user's hidden figures."""

from datetime import date
from decimal import Decimal

import pytest

from ifi.accounts.rights import Permission, Program
from ifi.obligations.models import DutyBalance
from ifi.obligations.queries.totals import GROUPS, LEGACY, national_picture
from ifi.obligations.services.totals import refresh_totals
from tests.obligations.portfolio import Office, a_right
from tests.obligations.scene import a_scene

pytestmark = pytest.mark.django_db
ANALYST = Program("analyst", Permission.DUTY_SEE_ALL)
PUBLIC = Program("public")


def picture(actor, year=2024):
    return national_picture(actor=actor, year=year, this_year=2026)


def legacy_contracts(count):
    for _ in range(count):
        office = Office(a_right("kz.legacy_contract", rate="0.01"), date(2025, 3, 1)).open(2024)
        office.declare(2024, "10 000 000.00")


@pytest.mark.parametrize("stored", [False, True])
def test_every_cut_adds_up_to_the_year_and_the_year_to_its_duties(stored):
    a_scene()
    if stored:
        refresh_totals()
    seen = picture(ANALYST)
    rows = DutyBalance.objects.filter(year=2024)
    assert seen.chosen.due == sum(row.due for row in rows)
    assert seen.chosen.shortfall == sum(max(row.outstanding, Decimal(0)) for row in rows)
    for group in GROUPS:
        assert sum(member.figures.due for member in seen.by[group]) == seen.chosen.due
        assert sum(member.figures.counts["duties"] for member in seen.by[group]) == rows.count()


def test_an_act_shows_in_the_totals_at_once():
    scene = a_scene()
    refresh_totals()
    before = picture(ANALYST).chosen.performed
    scene.licence.perform(2024, "1 000.00")
    assert picture(ANALYST).chosen.performed == before + 1000


def test_few_hidden_users_are_left_out_of_what_the_public_sees():
    a_scene()  # one legacy contract
    seen = picture(PUBLIC)
    assert (seen.includes_legacy, seen.hides_legacy) == (False, True)
    assert seen.chosen.due == Decimal("1234567.89")
    assert all(group.code != "kz.legacy_contract" for group in seen.by["regime"])


def test_many_hidden_users_are_one_sum_in_every_cut():
    a_scene()
    legacy_contracts(2)
    seen = picture(PUBLIC)
    assert (seen.includes_legacy, seen.hides_legacy) == (True, False)
    for group in GROUPS:
        hidden = [member for member in seen.by[group] if member.code == LEGACY]
        assert [member.figures.due for member in hidden] == [Decimal("977777.77")]
        assert sum(member.figures.due for member in seen.by[group]) == seen.chosen.due
    assert seen.chosen == picture(ANALYST).chosen


def test_two_contracts_of_one_user_count_as_one_user():
    scene = a_scene()
    same = scene.legacy.right.holders.get().organisation
    for _ in range(3):
        Office(a_right("kz.legacy_contract", holder=same, rate="0.01")).open(2024).declare(2024, "10 000 000.00")
    assert picture(PUBLIC).hides_legacy


def test_an_officer_of_one_authority_gets_the_others_as_one_sum():
    a_scene()
    legacy_contracts(2)
    officer = Program("officer", Permission.DUTY_SEE_ALL)
    officer.authority = "atomic"
    seen = picture(officer)
    assert [member.figures.due for member in seen.by["authority"] if member.code == LEGACY] == [Decimal("977777.77")]


def test_without_a_choice_the_newest_year_that_is_over_is_shown():
    a_scene()
    assert national_picture(actor=PUBLIC, year=None, this_year=2026).year == 2025
    assert national_picture(actor=PUBLIC, year=1999, this_year=2026).year == 2025


def test_there_is_no_picture_without_duties():
    assert picture(PUBLIC) is None


def test_a_published_total_is_compared_only_with_the_whole_of_what_it_covers():
    a_scene().legacy.declare(2025, "50 000 000.00")
    compared = {
        actor.name: {one.published.code for one in picture(actor, 2025).comparisons if one.ours is not None}
        for actor in (ANALYST, PUBLIC)
    }
    assert compared["analyst"] == {"all_2025", "oil_2025", "uranium_2025", "mining_2025", "at_least_2025"}
    assert compared["public"] == set()


def test_an_excess_of_one_duty_does_not_cover_what_another_is_missing():
    scene = a_scene()
    scene.licence.perform(2024, "9 000 000.00")
    other = Office(a_right("kz.solid_minerals"), date(2025, 3, 1)).open(2024)
    other.declare(2024, "100 000 000.00")
    seen = picture(ANALYST).chosen
    assert seen.performed > seen.due - seen.shortfall
    assert seen.covered == seen.due - seen.shortfall
    assert seen.share < 1
