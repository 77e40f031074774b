"""The bytes that are signed: the same for the same content, today and in ten years."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.signing.canonical import LARGEST_DOCUMENT, canonical_bytes, digest_of, read_content
from ifi.signing.errors import ContentNotCanonical

GOLDEN = Path(__file__).parent / "golden"
CONTENT = {
    "ұйым": "«Алтын Кен» ЖШС",
    "bin": "200740012340",
    "amount": "1234567.89",
    "years": [2024, 2025, 2026],
    "accepted": True,
    "note": None,
    "quote": 'line\nbreak\t"quoted" \\ \u0001 €',
    "\U0001f600": "beyond the basic plane",
    "\ufb33": "before it in UTF-16, after it in UTF-8",
    "nested": {"b": {}, "a": []},
    "largest": 2**53 - 1,
}


def test_the_bytes_are_those_of_the_first_version():
    """Never regenerate this file: signatures over these bytes exist."""
    stored = (GOLDEN / "document.json").read_bytes()
    assert canonical_bytes(CONTENT) == stored
    assert digest_of(stored) == (GOLDEN / "document.sha256").read_text().strip()


def test_keys_are_ordered_as_rfc_8785_orders_them():
    """By UTF-16 code units (RFC 8785, 3.2.3)."""
    order = ["\r", "1", "\x80", "\xf6", "€", "\U0001f600", "\ufb33"]
    made = canonical_bytes(dict.fromkeys(reversed(order), ""))
    assert list(json.loads(made)) == order


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


@given(content=st.dictionaries(TEXT, VALUES))
def test_what_is_read_back_is_what_was_written_and_gives_the_same_bytes(content):
    stored = canonical_bytes(content)
    assert read_content(stored) == content
    assert canonical_bytes(read_content(stored)) == stored


@pytest.mark.parametrize(
    "content",
    [
        {"amount": 0.1},
        {"rows": [{"share": 1.0}]},
        {"huge": 2**53},
        {1: "a number for a key"},
        {"half": "\ud800"},
        {"set": {1}},
        {"long": "x" * (LARGEST_DOCUMENT + 1)},
    ],
    ids=["float", "float_inside", "past_2_53", "key", "surrogate", "set", "too_long"],
)
def test_what_has_no_exact_form_is_refused(content):
    with pytest.raises(ContentNotCanonical):
        canonical_bytes(content)


def test_the_digest_is_sha_256():
    assert digest_of(b"abc") == hashlib.sha256(b"abc").hexdigest()
