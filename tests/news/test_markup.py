"""The body of a news item: what is understood, and that nothing else ever becomes a mark or a link."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.news.html import body_html
from ifi.news.markup import Link, Paragraph, Points, Words, is_web_address, parse, words_of

HOSTILE = st.text(alphabet=st.sampled_from("<>&\"'[]()-* \n\tajshttp:/\\@.%\u202e\u2066\x00\x1bәж"), max_size=200)


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.addresses = set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.addresses += [value for name, value in attributes if name == "href"]
        assert {name for name, _ in attributes} <= {"class", "href", "rel"}


def test_a_blank_line_ends_a_paragraph_and_a_single_line_end_does_not():
    assert parse("бір\nекі\n\nүш") == (Paragraph((Words("бір екі"),)), Paragraph((Words("үш"),)))


def test_lines_with_a_hyphen_are_a_list():
    assert parse("Екеуі:\n- бір\n- екі\nсоңы") == (
        Paragraph((Words("Екеуі:"),)),
        Points(((Words("бір"),), (Words("екі"),))),
        Paragraph((Words("соңы"),)),
    )


def test_a_link_is_words_and_a_web_address():
    assert parse("See [the law](https://adilet.zan.kz/rus/docs/K1700000125) now") == (
        Paragraph((Words("See "), Link("the law", "https://adilet.zan.kz/rus/docs/K1700000125"), Words(" now"))),
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/relative",
        "https://",
        "https:///path",
        "ftp://host/file",
        "https://name:word@host/",
        "https://host\\@evil.example/",
        "https://[::1",
        "https://host:99999999/",
        "mailto:a@b.kz",
    ],
)
def test_what_is_no_web_address_stays_text(address):
    assert not is_web_address(address)
    assert not any(isinstance(part, Link) for block in parse(f"[x]({address})") for part in getattr(block, "line", ()))


def test_an_address_holds_plain_signs_only():
    assert not is_web_address("https://host/\u202epath")
    assert not is_web_address("https://host/мекенжай")


@pytest.mark.parametrize("address", ["https://gov.kz", "http://gov.kz:8080/a?b=c&d=%D0%B0#e", "https://xn--80ap1d.kz/"])
def test_a_web_address_may_be_a_link(address):
    assert is_web_address(address)


def test_html_in_a_body_is_shown_as_it_was_typed():
    assert body_html("<script>alert('1')</script> & <b>") == (
        '<p class="govuk-body">&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &lt;b&gt;</p>'
    )


def test_signs_that_turn_the_writing_are_left_out():
    assert words_of("a\u202eb\u2066c\x1b[31m") == "abc[31m"


@given(HOSTILE)
def test_whatever_is_typed_only_known_marks_and_web_addresses_come_out(text):
    seen = Seen()
    seen.feed(body_html(text))
    assert seen.tags <= {"p", "ul", "li", "a"}
    assert all(is_web_address(address) for address in seen.addresses)


@given(st.text(alphabet="абвәғ-[]( )\n", max_size=120))
def test_no_letter_is_lost(text):
    shown = "".join(words_of(text).split())
    kept = "".join("".join(line.strip().removeprefix("- ").split()) for line in text.split("\n"))
    assert shown == kept
