"""Every table is covered by digests of its rows, or stands in the list of those that are not, with the reason."""

import pytest
from django.db import connection

from ifi.audit.coverage import column_types, covered_tables
from ifi.config.uncovered import UNCOVERED
from tests.security.test_personal_data import register

TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled = 'O'"
# digests of these tell nothing that could be guessed: random, or as long as a key
UNGUESSABLE = {
    ("members_application", "letter"),
    ("news_calendarfeed", "handle"),
    ("signing_signabledocument", "content"),
    ("signing_signature", "cms"),
    ("signing_signercertificate", "content"),
    ("signing_signercertificate", "person_digest"),
    ("signing_signatureevidence", "content"),
}
# of the register and of duties, kept for good: never erased, so that their digests outlive nothing
KEPT = {"duty", "register"}

pytestmark = pytest.mark.django_db


def test_every_table_is_covered_or_listed_with_a_reason_and_never_both():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        present = {name for (name,) in cursor.fetchall()}
    covered = {covered.table for covered in covered_tables()}
    assert {
        "neither": present - covered - UNCOVERED.keys(),
        "both": covered & UNCOVERED.keys(),
        "gone": (covered | UNCOVERED.keys()) - present,
    } == {"neither": set(), "both": set(), "gone": set()}
    assert all(len(reason) > 10 for reason in UNCOVERED.values())


@pytest.mark.parametrize("covered", covered_tables(), ids=lambda covered: covered.table)
def test_triggers_note_what_is_written_to_a_covered_table(covered):
    assert {covered.key, *covered.forms[covered.form]} <= column_types(covered.table).keys()
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [covered.table])
        present = {name for (name,) in cursor.fetchall()}
    changes = {"audit_note_update"} if covered.may_change else set()
    assert {"audit_note_insert", "audit_note_delete", *changes} <= present


@pytest.mark.parametrize("covered", covered_tables(), ids=lambda covered: covered.table)
def test_no_digest_is_made_from_what_a_person_may_have_erased(covered):
    personal = register()["tables"][covered.table].get("personal", {})
    columns = set(covered.forms[covered.form])
    erasable = {column for column, entry in personal.items() if entry["term"] not in KEPT}
    assert {(covered.table, column) for column in columns & erasable} <= UNGUESSABLE
