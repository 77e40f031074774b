"""People of the demonstration who need a second factor have one, whose present code the command prints."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.queries import has_factor
from ifi.accounts.rights import Permission, Program
from ifi.accounts.services.factors import check_code
from ifi.obligations.demonstration import people
from ifi.obligations.demonstration.commands import code
from tests.accounts.conftest import a_person
from tests.sign_in import give_factor

pytestmark = pytest.mark.django_db
LOADER = Program("tests", Permission.ACCOUNTS_EDIT)


@pytest.fixture(autouse=True)
def _a_few(settings, tmp_path, monkeypatch):
    settings.STATE = tmp_path
    kept = {name: people._PEOPLE[name] for name in ("officer.energy", "analyst")}
    monkeypatch.setattr(people, "_PEOPLE", kept)
    monkeypatch.setattr(people, "_MEMBERS", {})
    people.add_people(by=LOADER, on=date(2026, 11, 24))


def test_the_printed_code_is_the_one_that_is_asked_for():
    officer = User.objects.get(email="officer.energy@demo.invalid")
    printed = CliRunner().invoke(code, [officer.email]).output.strip()
    assert check_code(person=officer, typed=printed, now=timezone.now()).type == "totp"
    assert not has_factor(User.objects.get(email="analyst@demo.invalid"))


def test_new_passwords_come_with_new_secrets():
    before = people.sign_ins()
    people.renew_passwords(by=LOADER)
    after = people.sign_ins()
    assert [row.email for row in before] == [row.email for row in after]
    assert {row.secret for row in before} & {row.secret for row in after} == {""}


def test_no_code_of_a_real_person_is_printed():
    real = a_person("officer", email="officer@example.kz")
    give_factor(real)
    result = CliRunner().invoke(code, [real.email])
    assert result.exit_code == 1
    assert "No demonstration secret" in result.output
