"""Published totals: each with range, scope, mark and source; read exactly; a wrong entry is named."""

from decimal import Decimal

import pytest

from ifi.obligations.queries.published import PublishedTotalsWrong, published_totals, read_published_totals

ENTRY = {
    "code": "x",
    "year": 2025,
    "about": True,
    "low": "90000000000.00",
    "high": "95000000000.00",
    "compare": {"measure": "due", "authorities": ["energy"]},
    "mark": "C",
    "source": "somewhere",
    "scope": {"kk": "а", "ru": "б", "en": "c"},
}


def test_every_published_total_has_its_source_and_scope_in_three_languages():
    totals = published_totals()
    assert {total.year for total in totals} >= {2012, 2013, 2014, 2015, 2025, 2026}
    assert all(total.source and all(total.scope.values()) for total in totals)


def test_our_figure_is_placed_against_the_range():
    (total,) = read_published_totals([ENTRY])
    places = [total.place(Decimal(ours)) for ours in ("89999999999.99", "90000000000", "95000000000", "95000000000.01")]
    assert places == ["below", "within", "within", "above"]


@pytest.mark.parametrize(
    "change", [{"low": 9e10}, {"high": "1.00"}, {"mark": "Z"}, {"scope": {"kk": "а"}}, {"compare": {"measure": "x"}}]
)
def test_a_wrong_entry_is_refused_by_name(change):
    with pytest.raises(PublishedTotalsWrong, match="'x'"):
        read_published_totals([{**ENTRY, **change}])


def test_a_code_stands_once():
    with pytest.raises(PublishedTotalsWrong, match="more than once"):
        read_published_totals([ENTRY, ENTRY])
