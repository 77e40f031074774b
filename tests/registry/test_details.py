"""Minerals, region, authority and exemption of a right: dated, each for itself, and never two values on one day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.audit.models import Record
from ifi.audit.verification.whole import verify_trail
from ifi.core.errors import NotAllowed
from ifi.core.years import Period
from ifi.registry import errors, services
from ifi.registry.models import RightDetail, SubsoilRight
from ifi.registry.periods import stored
from ifi.registry.queries import facts_in_years, facts_of_rights, list_rights, places_in_years, right_record
from ifi.registry.rules.details import Dated, changed, codes_on, corrected, differing_days
from ifi.registry.services import Field
from ifi.registry.services.carrying import carry_details_over

TODAY = date(2026, 11, 24)
JUNE, AFTER = date(2024, 6, 1), date(2025, 4, 28)
FIRST = date(2020, 1, 1)
DAYS = st.none() | st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
CODES = st.sampled_from([(), ("19",), ("33",), ("63",)])
CHANGES = st.lists(st.tuples(DAYS, CODES), max_size=8)


def timeline(changes):
    values = ()
    for on, codes in changes:
        values = changed(values, codes, on)
    return values


def days():
    return [FIRST + timedelta(days=number) for number in range(-2, 44)]


@given(CHANGES, DAYS, CODES)
def test_a_change_holds_from_its_day_to_the_next_one_and_alters_no_other_day(changes, on, codes):
    before = timeline(changes)
    after = changed(before, codes, on)
    begins = [value.period.start for value in before if value.period.start and (on is None or value.period.start > on)]
    held = next((value for value in before if on is not None and value.period.holds_on(on)), None)
    end = held.period.end if held else min(begins, default=None) and min(begins) - timedelta(days=1)
    if on is None and (first := next((value for value in before if value.period.start is None), None)):
        end = first.period.end
    touched = Period(on, end)
    for day in days():
        assert codes_on(after, day) == (codes if touched.holds_on(day) else codes_on(before, day))


@given(CHANGES)
def test_no_two_values_hold_on_one_day_and_none_follows_itself(changes):
    values = timeline(changes)
    for day in days():
        assert sum(value.period.holds_on(day) for value in values) <= 1
    for one, following in pairwise(values):
        touches = one.period.end + timedelta(days=1) == following.period.start
        assert not touches or one.codes != following.codes


@given(CHANGES)
def test_the_same_changes_again_in_one_value_change_nothing(changes):
    values = timeline(changes)
    for value in values:
        assert changed(values, value.codes, value.period.start) == values


@given(CHANGES, DAYS, CODES, st.integers(0, 7))
def test_a_correction_never_touches_the_days_before_the_neighbour_or_after_the_mistake(changes, since, codes, place):
    before = timeline(changes)
    if not before:
        return
    wrong = before[place % len(before)]
    earlier = before[place % len(before) - 1] if place % len(before) else None
    try:
        after = corrected(before, wrong.period, codes, since)
    except errors.AnotherValueThen:
        return
    for day in days():
        assert sum(value.period.holds_on(day) for value in after) <= 1
        if wrong.period.end is not None and day > wrong.period.end:
            assert codes_on(after, day) == codes_on(before, day)
        elif since is None or day >= since:
            assert codes_on(after, day) == codes
        elif earlier is not None and earlier.period.holds_on(day):
            assert codes_on(after, day) == earlier.codes


@given(CHANGES, CHANGES)
def test_days_that_differ_are_found_from_the_first_to_the_last(one, other):
    before, after = timeline(one), timeline(other)
    period = differing_days(before, after)
    differing = [day for day in days() if codes_on(before, day) != codes_on(after, day)]
    assert all(period is not None and period.holds_on(day) for day in differing)
    if period is not None and period.start is not None:
        assert codes_on(before, period.start) != codes_on(after, period.start)
    if period is not None and period.end is not None:
        assert codes_on(before, period.end) != codes_on(after, period.end)


def test_a_correction_moves_the_first_day_and_the_value_before_goes_along():
    values = (Dated(("energy",), Period(None, date(2025, 4, 27))), Dated(("atomic",), Period(AFTER, None)))
    moved = corrected(values, Period(AFTER, None), ("atomic",), JUNE)
    assert [value.period for value in moved] == [Period(None, date(2024, 5, 31)), Period(JUNE, None)]
    assert corrected(values, Period(AFTER, None), ("energy",), AFTER) == (Dated(("energy",), Period(None, None)),)
    for day in (None,):
        with pytest.raises(errors.AnotherValueThen):
            corrected(values, Period(AFTER, None), ("atomic",), day)
    with pytest.raises(errors.AnotherValueThen):
        corrected(values, Period(None, date(2025, 4, 27)), ("energy",), AFTER)
    with pytest.raises(errors.DetailMissing):
        corrected(values, Period(JUNE, None), ("atomic",), JUNE)


@pytest.fixture
def right(make_right):
    return make_right(minerals=["copper"], region="63", authority="energy")


def values_of(right, field):
    rows = RightDetail.objects.filter(right=right, field=field).order_by("validity")
    return [(row.codes, row.validity.lower, row.validity.upper) for row in rows]


@pytest.fixture
def change(right, officer):
    def act(field, codes, on, by=officer):
        return services.set_detail(right_id=right.pk, field=field, codes=codes, on=on, today=TODAY, by=by)

    return act


@pytest.mark.django_db
class TestStored:
    def test_what_a_right_is_registered_with_holds_from_its_beginning(self, right):
        assert values_of(right, "region") == [(["63"], None, None)]
        assert values_of(right, "exempt_ground") == []
        assert SubsoilRight.objects.get(pk=right.pk).authority == "energy"

    def test_a_later_change_closes_the_earlier_value_and_the_right_says_the_last(self, right, change):
        assert change(Field.AUTHORITY, ["atomic"], AFTER)
        assert not change(Field.AUTHORITY, ["atomic"], date(2026, 1, 1))
        assert values_of(right, "authority") == [(["energy"], None, AFTER), (["atomic"], AFTER, None)]
        assert SubsoilRight.objects.get(pk=right.pk).authority == "atomic"
        assert change(Field.AUTHORITY, ["industry"], JUNE), "put between, until the change that is known already"
        assert SubsoilRight.objects.get(pk=right.pk).authority == "atomic"

    def test_an_exemption_may_begin_and_end_within_the_rights_life(self, right, change):
        change(Field.EXEMPT_GROUND, ["psa"], JUNE)
        change(Field.EXEMPT_GROUND, [], AFTER)
        grounds = {year: facts.exempt_ground for (_, year), facts in facts_in_years(_years(right)).items()}
        assert grounds == {2023: None, 2024: "psa", 2025: None}
        assert facts_of_rights([right.pk])[right.pk].exempt_ground is None

    def test_a_year_has_the_facts_of_its_last_day_or_of_the_rights(self, right, change, officer):
        change(Field.MINERALS, ["uranium"], date(2024, 12, 31))
        change(Field.REGION, ["10"], date(2025, 8, 1))
        services.end_right(right_id=right.pk, on=date(2025, 7, 31), by=officer)
        facts = facts_in_years(_years(right))
        assert [facts[right.pk, year].mineral for year in (2023, 2024, 2025)] == ["solid", "uranium", "uranium"]
        places = places_in_years(_years(right))
        assert [places[right.pk, year].region for year in (2024, 2025)] == ["63", "63"]

    def test_facts_of_many_years_take_four_queries(self, make_right, django_assert_num_queries):
        rights = [make_right(minerals=["gold"], authority="energy") for _ in range(10)]
        with django_assert_num_queries(4):
            assert len(facts_in_years((right.pk, year) for right in rights for year in (2024, 2025))) == 20
        with django_assert_num_queries(2):
            assert len(places_in_years((right.pk, year) for right in rights for year in (2024, 2025))) == 20

    def test_the_record_says_who_was_in_charge_on_a_day(self, right, change):
        change(Field.AUTHORITY, ["atomic"], AFTER)
        for day, authority in ((date(2025, 4, 27), "energy"), (AFTER, "atomic")):
            assert right_record(right.pk, on=day, see_all=False).line.authority == authority
            assert [line.authority for line in list_rights(on=day).lines] == [authority]

    def test_a_correction_leaves_no_trace_among_the_values_and_one_in_the_trail(self, right, change, officer):
        change(Field.REGION, ["10"], date(2022, 6, 1))
        wrong = RightDetail.objects.get(right=right, field="region", codes=["10"])
        act = {"detail_id": wrong.pk, "today": TODAY, "by": officer}
        assert services.correct_detail(**act, codes=["10"], since=date(2022, 6, 8))
        assert values_of(right, "region") == [(["63"], None, date(2022, 6, 8)), (["10"], date(2022, 6, 8), None)]
        record = Record.objects.order_by("-pk").first()
        assert record.event == "registry.right_changed"
        with pytest.raises(errors.DetailMissing):
            services.correct_detail(**act, codes=["33"], since=None)

    def test_codes_are_those_of_the_classifier_and_one_where_there_is_one(self, change):
        for field, codes, refusal in (
            (Field.REGION, ["98"], errors.CodeUnknown),
            (Field.MINERALS, ["unobtainium"], errors.CodeUnknown),
            (Field.AUTHORITY, ["energy", "atomic"], errors.OneCodeOnly),
        ):
            with pytest.raises(refusal):
                change(field, codes, JUNE)

    def test_an_officer_hands_no_right_to_another_authority_and_takes_none(self, right, change):
        energy, atomic = (User(roles=[Role.OFFICER], authority=code) for code in ("energy", "atomic"))
        with pytest.raises(NotAllowed):
            change(Field.AUTHORITY, ["atomic"], AFTER, by=energy)
        with pytest.raises(NotAllowed):
            change(Field.REGION, ["10"], AFTER, by=atomic)

    @pytest.mark.parametrize(
        ("field", "codes", "start", "end"),
        [
            ("region", ["10"], date(2030, 1, 1), None),
            ("exempt_ground", ["psa", "not_in_contract"], None, None),
            ("colour", ["red"], None, None),
        ],
    )
    def test_the_database_refuses_a_second_value_a_second_code_and_a_field_that_is_none(
        self, right, field, codes, start, end
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RightDetail.objects.create(right=right, field=field, codes=codes, validity=stored(start, end))

    def test_every_row_is_covered_by_the_trail_also_after_a_correction(self, right, change, officer):
        change(Field.REGION, ["10"], JUNE)
        first = RightDetail.objects.get(right=right, field="region", codes=["63"])
        services.correct_detail(detail_id=first.pk, codes=["10"], since=None, today=TODAY, by=officer)
        assert values_of(right, "region") == [(["10"], None, None)]
        assert _findings() == []

    def test_rights_of_before_are_carried_over_from_their_beginning_once_and_covered(self, right):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_rightdetail")
        assert carry_details_over() == 3
        assert values_of(right, "minerals") == [(["copper"], None, None)]
        assert carry_details_over() == 0
        assert _findings() == []


def _years(right):
    return [(right.pk, year) for year in (2023, 2024, 2025)]


def _findings():
    tables = ("registry_rightdetail", "registry_subsoilright")
    return [found for found in verify_trail() if found.parameters.get("table") in tables]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["change", "correct"]), DAYS, CODES, st.integers(0, 7)), max_size=8))
def test_whatever_officers_do_the_rows_are_the_timeline_and_the_right_says_its_last_value(make_right, officer, acts):
    right, values = make_right(), ()
    said = {"today": TODAY, "by": officer}
    for kind, day, codes, place in acts:
        if kind == "change":
            services.set_detail(right_id=right.pk, field=Field.REGION, codes=codes, on=day, **said)
            values = changed(values, codes, day)
        elif values:
            wrong = values[place % len(values)]
            row = RightDetail.objects.get(right=right, validity=stored(wrong.period.start, wrong.period.end))
            try:
                values = corrected(values, wrong.period, codes, day)
            except errors.AnotherValueThen:
                with pytest.raises(errors.AnotherValueThen):
                    services.correct_detail(detail_id=row.pk, codes=codes, since=day, **said)
            else:
                services.correct_detail(detail_id=row.pk, codes=codes, since=day, **said)
        rows = [(tuple(codes), lower, upper) for codes, lower, upper in values_of(right, "region")]
        ends = [(value, value.period.end) for value in values]
        assert rows == [(v.codes, v.period.start, end and end + timedelta(days=1)) for v, end in ends]
        right.refresh_from_db()
        assert right.region == next(iter(values[-1].codes if values else ()), "")
