"""The free text of register obligations: what is read, and what is left to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.registry.rules import Bound, ObligationKind, read_obligations, research_terms


def _short(term):
    """kind, bound, share or amount with unit, base: what a table row says."""
    figure = f"{term.amount} {term.unit}" if term.share is None else f"{term.share:f}"
    upto = f"-{term.share_upto:f}" if term.share_upto is not None else ""
    return f"{term.kind} {term.bound} {figure}{upto}" + (f" of {term.base}" if term.base else "")


READ = [
    (
        "НИОКР: казахстанские производители ТРУ и (или) проекты участников ПИТ, не менее 1 % от СГД по контрактной "
        "деятельности по итогам предыдущего года",
        ["research at_least 0.01 of aggregate_annual_income"],
    ),
    (
        "Обучение 1% от затрат на добычу; СЭРР 2 000 МРП в местный бюджет ежегодно",
        ["training exactly 0.01 of production_cost", "region exactly 2000.00 monthly_index"],
    ),
    (
        "СЭРР 250 000 долл. США равными долями ежегодно, г. Астана 150 000 долл. США",
        ["region exactly 250000.00 us_dollar", "region exactly 150000.00 us_dollar"],
    ),
    (
        "ҒЗТКЖ: алдыңғы жылғы жылдық жиынтық табыстың кемінде бір пайызы; "
        "оқыту – өндіру шығындарының 1 %-ынан кем емес",
        ["research at_least 0.01 of aggregate_annual_income", "training at_least 0.01 of production_cost"],
    ),
    (
        "обучение 1 (один) процент, НИОКР 1% (один процент) от СГД, местное содержание в товарах не менее 40 % "
        "(2015–2017: 10,2 %), в работах не ниже 80%, в услугах 90%",
        [
            "training exactly 0.01",
            "research exactly 0.01 of aggregate_annual_income",
            "local_content at_least 0.4",
            "local_content exactly 0.102",
            "local_content at_least 0.8",
            "local_content exactly 0.9",
        ],
    ),
    ("Финансирование НИОКР в размере 0,01 от СГД", ["research exactly 0.01 of aggregate_annual_income"]),
    ("НИОКР один процент от расходов на добычу", ["research exactly 0.01 of mining_cost"]),
    ("НИОКР полпроцента от СГД", ["research exactly 0.005 of aggregate_annual_income"]),
    ("НИОКР половина процента СГД", ["research exactly 0.005 of aggregate_annual_income"]),
    ("НИОКР от 0,5 до 1 % СГД", ["research between 0.005-0.01 of aggregate_annual_income"]),
    ("НИОКР 1–2 % СГД", ["research between 0.01-0.02 of aggregate_annual_income"]),
    ("НИОКР не более 1,5 процента от инвестиций", ["research at_most 0.015 of investments"]),
    ("ҒЗТКЖ 1 % артық емес", ["research at_most 0.01"]),
    ("1 % от совокупного годового дохода на НИОКР", ["research exactly 0.01 of aggregate_annual_income"]),
    ("Обучение: 5 млн. тенге в год", ["training exactly 5000000.00 tenge"]),
    ("Оқыту: жылына 300 мың теңге", ["training exactly 300000.00 tenge"]),
    ("СЭРР 1,5 млн долл. США", ["region exactly 1500000.00 us_dollar"]),
    ("ӘЭД: жылына 2 000 АЕК жергілікті бюджетке", ["region exactly 2000.00 monthly_index"]),
    ("R&D at least one percent of aggregate annual income", ["research at_least 0.01 of aggregate_annual_income"]),
    ("Liquidation fund >= 1 % of annual production costs", ["liquidation_fund at_least 0.01 of production_cost"]),
    ("USD 250 000 for training", ["training exactly 250000.00 us_dollar"]),
    ("Отчисления 3 % ежегодно", ["other exactly 0.03"]),
]


@pytest.mark.parametrize(("text", "terms"), READ)
def test_figures_are_read_with_kind_bound_and_base(text, terms):
    read = read_obligations(text)
    assert [_short(term) for term in read.terms] == terms
    assert read.remainder == ()


@pytest.mark.parametrize(
    "text",
    [
        "НИОКР ноль целых пять десятых процента от СГД",
        "НИОКР 1 (два) процента СГД",
        "USD 250,000 for training",
        "НИОКР 150 % от СГД",
        "Преференции казахстанским кадрам",
        "Ежегодное финансирование обучения",
        "НИОКР согласно рабочей программе",
    ],
)
def test_what_cannot_be_read_is_kept_word_for_word(text):
    read = read_obligations(text)
    assert read.terms == ()
    assert read.remainder == (text,)


def test_a_clause_read_in_part_is_both_read_and_kept():
    read = read_obligations("НИОКР 1 % от СГД с 01.03.2016")
    assert [_short(term) for term in read.terms] == ["research exactly 0.01 of aggregate_annual_income"]
    assert read.remainder == ("НИОКР 1 % от СГД с 01.03.2016",)


def test_the_kind_of_a_heading_holds_for_the_clauses_after_it():
    read = read_obligations("Местное содержание:\n- руководители 50 %;\n- специалисты 60 %")
    assert [term.kind for term in read.terms] == [ObligationKind.LOCAL_CONTENT] * 2


def test_the_previous_year_is_noticed():
    assert read_obligations("НИОКР 1 % СГД по итогам предыдущего года").terms[0].of_previous_year
    assert not read_obligations("НИОКР 1 % СГД").terms[0].of_previous_year


def test_an_abbreviation_does_not_end_a_clause():
    text = "СЭРР 250 000 долл. США. Обучение 1 % инвестиций."
    assert [term.quote for term in read_obligations(text).terms] == [
        "СЭРР 250 000 долл. США.",
        "Обучение 1 % инвестиций.",
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("НИОКР не менее 1 % от СГД", [("rate", "0.01"), ("base_type", "aggregate_annual_income")]),
        ("НИОКР 1 % от расходов на добычу; обучение 2 %", [("rate", "0.01"), ("base_type", "mining_cost")]),
        ("НИОКР 1 % от инвестиций", [("rate", "0.01")]),
        ("НИОКР 1–2 % СГД", []),
        ("НИОКР до 1 % СГД", []),
        ("НИОКР 1 % СГД до 2020 года; НИОКР 2 % СГД", []),
        ("Обучение 1 %", []),
    ],
)
def test_own_terms_of_research_are_offered_only_when_there_is_one_answer(text, terms):
    assert [(parameter, value) for parameter, value, _ in research_terms(read_obligations(text))] == terms


@given(st.text(alphabet="НИОКРобучение СГД от1250,.;%\n() не менее долл. США МРП процент один", max_size=120))
def test_no_word_is_lost_and_shares_stay_shares(text):
    read = read_obligations(text)
    kept = "".join((*(term.quote for term in read.terms), *read.remainder))
    assert set("".join(text.split())) - set(" .,;\n") <= set(kept)
    assert all(term.share is None or 0 <= term.share <= 1 for term in read.terms)
    assert all((term.share is None) != (term.amount is None) for term in read.terms)
    assert all(term.bound is not Bound.BETWEEN or term.share < term.share_upto for term in read.terms)
