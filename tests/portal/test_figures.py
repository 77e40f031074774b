"""Tags and filters that every template has."""

from decimal import Decimal

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from ifi.accounts.rights import Permission, Program


def render(source, address="/en/duties/", **context):
    request = RequestFactory().get(address)
    with translation.override("en"):
        return Template(source).render(RequestContext(request, {"request": request, **context}))


def test_money_carries_its_exact_value_for_machines():
    assert render("{{ a|money }}", a=Decimal("1234.5")) == (
        '<data class="ifi-amount" value="1234.50">1\u202f234.50\u00a0₸</data>'
    )


@pytest.mark.parametrize("name", ["money", "amount", "large", "percent", "rate", "count", "day", "long_day", "moment"])
def test_an_unknown_value_is_said_to_be_unknown(name):
    assert render("{{ nothing|" + name + " }}", nothing=None) == '<span class="ifi-unknown">not known</span>'


def test_a_status_with_an_unknown_colour_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="purple"):
        render('{% tag "Open" "purple" %}')


def test_what_people_wrote_is_escaped():
    assert "&lt;b&gt;" in render("{% tag text %}", text="<b>")


def test_sorting_keeps_the_filters_turns_round_and_starts_at_the_first_page():
    address = "/en/duties/?year=2025&year=2026&sort=due&after=abc"
    heading = render('{% sort_heading "due" "Due" numeric=True %}', address)
    assert 'aria-sort="ascending"' in heading
    assert 'href="/en/duties/?year=2025&amp;year=2026&amp;sort=-due"' in heading
    other = render('{% sort_heading "name" "Name" %}', address)
    assert 'aria-sort="none"' in other
    assert "sort=name" in other


def test_page_links_change_only_the_cursor():
    links = render('{% page_links before="x" after="y" %}', "/en/duties/?year=2025&after=a")
    assert 'href="/en/duties/?year=2025&amp;before=x"' in links
    assert 'href="/en/duties/?year=2025&amp;after=y"' in links
    assert render("{% page_links %}").strip() == ""


def test_the_chain_marks_the_present_links_the_known_and_leaves_the_rest_hollow():
    chain = render('{% chain "duty" right="/r/" %}')
    assert chain.count("ifi-chain__station--known") == 1
    assert chain.count('aria-current="step"') == 1
    assert chain.count("<a ") == 1


def test_may_gives_the_same_answer_as_the_check():
    source = '{% if who|may:"import" %}yes{% else %}no{% endif %}'
    assert Template(source).render(Context({"who": Program("import", Permission.IMPORT)})) == "yes"
    assert Template(source).render(Context({"who": Program("nothing")})) == "no"


@pytest.mark.parametrize(
    ("accepted", "sentence"),
    [
        ("60", "100.00 ₸ is due; 40.00 ₸ is still missing."),
        ("100", "100.00 ₸ is due; all of it is performed."),
        ("130", "100.00 ₸ is due; all of it is performed, and 30.00 ₸ more."),
    ],
)
def test_the_sentence_under_the_balance_says_what_the_bar_shows(accepted, sentence):
    html = render("{% balance_bar due accepted %}", due=Decimal(100), accepted=Decimal(accepted))
    text = html[html.rindex("<p>") :]
    for piece in ("<p>", "</p>", "</data>", "</div>"):
        text = text.replace(piece, "")
    words = " ".join(part.partition(">")[2] if part.startswith("data") else part for part in text.split("<"))
    assert " ".join(words.replace("\u00a0", " ").split()) == sentence
