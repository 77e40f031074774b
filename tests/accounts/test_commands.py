"""`ifi accounts`, as an administrator types it."""

import pytest
from click.testing import CliRunner

from ifi.accounts.commands import accounts
from ifi.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet sentence"


def run(*arguments, **options):
    return CliRunner().invoke(accounts, arguments, **options)


def add(*more, **options):
    return run("add", "dana@example.kz", "--name", "Dana", "--role", "officer", *more, **options)


def test_a_password_comes_from_standard_input():
    assert add(input=f"{PASSWORD}\n").exit_code == 0
    assert User.objects.get().check_password(PASSWORD)


def test_a_made_password_is_printed_once_and_works():
    shown = add("--generate").output.rstrip().rpartition(" ")[2]
    assert User.objects.get().check_password(shown)


def test_a_password_is_no_argument():
    assert add("--password", PASSWORD).exit_code == 2
    assert not User.objects.exists()


def test_a_refusal_says_what_to_do_and_ends_with_1():
    result = add(input="short\n")
    assert result.exit_code == 1
    assert "Use at least 12 characters" in result.output


def test_people_are_listed_disabled_enabled_and_get_new_passwords():
    add(input=f"{PASSWORD}\n")
    assert run("list").output == "dana@example.kz\tDana\tofficer\tall\tactive\n"
    run("disable", "dana@example.kz")
    assert "\tdisabled" in run("list").output
    run("enable", "dana@example.kz")
    assert "\tactive" in run("list").output
    assert run("password", "dana@example.kz", input="another quiet sentence\n").exit_code == 0
    assert User.objects.get().check_password("another quiet sentence")
