"""The bytes of a record are RFC 8785, whatever texts and names it holds."""

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from ifi.audit.rules.records import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(TEXTS, PLAIN, max_size=3)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
@example({"\U0001f600": 1, "\ufb33": 2, "б": 3, "a": '\x00\x1f\x7f\u2028"\\/\b\n'})
def test_the_quick_way_gives_what_the_library_gives(said):
    assert canonical(said) == rfc8785.dumps(said)


def test_half_a_character_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"text": "\ud83d"})
