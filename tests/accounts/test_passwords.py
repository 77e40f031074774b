"""What a password may be, and how it is kept."""

import hashlib

import pytest
from django.contrib.auth.hashers import make_password
from hypothesis import given
from hypothesis import strategies as st

from ifi.accounts.errors import PasswordWeak
from ifi.accounts.passwords import stands_in_list
from ifi.accounts.rules import names_oneself
from ifi.accounts.services.people import check_password


def check(password, email="dana@example.kz", name="Dana Akhmetova"):
    check_password(password, email=email, name=name)


def test_it_is_kept_with_argon2id_64_mebibytes_three_passes_four_lanes():
    assert make_password("a long and quiet sentence").startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("good", ["twelve chars", "     spaces count", "құпиясөз емес еді", "x" * 213, "🦅" * 12])
def test_length_is_the_only_rule_of_form(good):
    check(good)


@pytest.mark.parametrize(
    "weak", ["", "eleven chars"[:11], "password1234", "qwerty123456", "dana@example.kz!!", "I am AKHMETOVA!"]
)
def test_short_common_and_personal_ones_are_refused(weak):
    with pytest.raises(PasswordWeak):
        check(weak)


def test_a_short_part_of_a_name_forbids_nothing():
    assert not names_oneself("an island in the sea", "an@example.kz", "An Li")
    assert names_oneself("my name is li-junior", "x@example.kz", "Li Junior")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(listed=st.sets(WORDS, min_size=1, max_size=30), other=WORDS, length=st.sampled_from([10, 20, 40]))
def test_exactly_the_listed_ones_are_found_among_sorted_digests(tmp_path_factory, listed, other, length):
    digests = sorted(hashlib.sha1(word.encode()).hexdigest().upper()[:length] for word in listed)
    path = tmp_path_factory.mktemp("list") / "digests.txt"
    path.write_text("".join(f"{digest}:7\n" for digest in digests))
    assert all(stands_in_list(word, path) for word in listed)
    assert stands_in_list(other, path) == (other in listed)


def test_a_list_of_plain_passwords_counts_too(tmp_path, settings):
    path = tmp_path / "plain.txt"
    path.write_text("correct horse battery\nstaple staple staple\n")
    settings.PASSWORD_BREACH_LIST = str(path)
    with pytest.raises(PasswordWeak):
        check("staple staple staple")
    check("staple staple stapler")
