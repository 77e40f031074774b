"""Every column of the database is known to be personal or not, with purpose, ground and term."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from django.db import connection

from tests.architecture.sources import PROJECT

REGISTER = PROJECT / "docs" / "security" / "personal-data.yaml"
KINDS = {"personal", "person_numbers", "other"}


@cache
def register(path: Path = REGISTER):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def columns_declared():
    return {
        (table, column)
        for table, kinds in register()["tables"].items()
        for columns in kinds.values()
        for column in columns
    }


@pytest.mark.django_db
def test_every_column_stands_in_the_register_once_and_none_that_is_gone():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped"
        )
        present = set(cursor.fetchall())
    assert {"not in the register": present - columns_declared(), "gone": columns_declared() - present} == {
        "not in the register": set(),
        "gone": set(),
    }
    listed = [(t, c) for t, kinds in register()["tables"].items() for columns in kinds.values() for c in columns]
    assert len(listed) == len(set(listed))


def test_every_personal_column_has_a_known_purpose_ground_and_term():
    known = {"purpose": register()["purposes"], "ground": register()["grounds"], "term": register()["terms"]}
    for table, kinds in register()["tables"].items():
        assert set(kinds) <= KINDS, table
        for column, entry in kinds.get("personal", {}).items():
            assert set(entry) == set(known), (table, column)
            assert all(entry[part] in known[part] for part in known), (table, column)


def test_every_term_says_until_when_and_what_ends_it():
    assert all({"until", "ends"} <= set(term) for term in register()["terms"].values())
    assert {term["ends"] for term in register()["terms"].values()} <= {"itself", "erasure", "proof"}


def test_every_personal_column_has_a_job_that_ends_it_or_a_reason_why_none_can():
    from procrastinate.contrib.django import app

    run_by_themselves = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    for table, kinds in register()["tables"].items():
        for column, entry in kinds.get("personal", {}).items():
            term = register()["terms"][entry["term"]]
            assert ("job" in term) != ("no_job" in term), (table, column)
            assert set(term) <= {"until", "ends", "job", "no_job"}
            if "job" in term:
                assert term["job"] in run_by_themselves, (table, column, term["job"])
            else:
                assert len(term["no_job"].split()) > 5, (table, column)


def test_what_ends_by_itself_has_a_job():
    for name, term in register()["terms"].items():
        assert "job" in term or term["ends"] != "itself", name


@pytest.mark.django_db
def test_every_number_of_a_person_is_called_one():
    """A foreign key to people is a person's number, whatever it is called."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND "
            "attnum = ANY (conkey) WHERE contype = 'f' AND confrelid = 'accounts_user'::regclass"
        )
        keys = set(cursor.fetchall())
    numbers = {(t, c) for t, kinds in register()["tables"].items() for c in kinds.get("person_numbers", [])}
    assert keys - numbers == set()
