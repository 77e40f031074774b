"""The second wall: what PostgreSQL itself holds back from the web's role, whatever a view or query forgets."""

from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, connections, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from ifi.accounts.reader import PUBLIC, Reader, reader_of, reading_as
from ifi.config.database import WEB_ROLE
from ifi.config.urls import urlpatterns as ours
from ifi.config.wall.raising import raise_wall, undeclared
from ifi.config.wall.tables import KEEPERS, ONLY_THE_ROW, TABLES
from ifi.ledger.isolation import run_serializable
from ifi.obligations.models import DutyBalance
from ifi.obligations.queries.sight import FEWEST_USERS, sight_of
from tests.obligations.scene import ROLES, a_reader, a_scene
from tests.wall import as_the_web

pytestmark = pytest.mark.django_db
IN_USE = {model._meta.db_table for model in apps.get_models()}
HIDDEN = [table.name for table in TABLES if table.reads is not None and table.name in IN_USE]
APPENDED = (
    "ledger_entry",
    "audit_record",
    "signing_signature",
    "obligations_assessmentversion",
    "obligations_performancestep",
    "obligations_yearclosing",
)
WITH_AUTHORITY = (("officer", "energy"), ("officer", "industry"))
EVERYTHING = Reader(permissions=("duty.see_all", "registry.see_all"))


def forgetful_list(request):
    """A view whose author forgot that not everything is for everyone."""
    return HttpResponse(",".join(str(row.authority) for row in DutyBalance.objects.filter(is_public=False)))


def forgetful_file(request):
    def lines():
        yield b"begin,"
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute("SELECT authority FROM obligations_dutybalance WHERE NOT is_public")
            yield from (f"{row[0]},".encode() for row in cursor)

    return StreamingHttpResponse(lines())


urlpatterns = [path("forgetful/list", forgetful_list), path("forgetful/file", forgetful_file), *ours]


def rows(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def read_as(reader, sql, parameters=()):
    with as_the_web(), reading_as(reader):
        return rows(sql, parameters)


def test_every_table_and_view_of_the_database_is_declared():
    assert undeclared(connection) == []
    assert len({table.name for table in TABLES}) == len(TABLES)


def test_every_function_of_a_trigger_that_is_ours_keeps_the_data_right_whoever_acts():
    triggers = rows(
        "SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE prorettype = 'trigger'::regtype AND proname <> "
        "'refuse_change' AND pronamespace = 'public'::regnamespace AND proname NOT LIKE 'procrastinate%%'"
    )
    assert {name for (name,) in triggers if not name.startswith(ONLY_THE_ROW)} == set(KEEPERS)
    assert rows("SELECT count(*) FROM pg_proc WHERE prosecdef AND proconfig IS NULL") == [(0,)]


def test_the_role_of_the_web_owns_nothing_and_passes_no_wall():
    found = rows(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", [WEB_ROLE]
    )
    assert found == [(False, False, False, False)]
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [WEB_ROLE]) == [(0,)]
    assert rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [WEB_ROLE]) == [(False,)]


def test_the_role_of_the_web_has_exactly_the_declared_privileges():
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    present = {name for (name,) in rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")}
    tables = [table for table in TABLES if table.name in present]
    granted = {
        (name, verb)
        for table in tables
        for verb in verbs
        for (name,) in rows("SELECT %s WHERE has_table_privilege(%s, %s, %s)", [table.name, WEB_ROLE, table.name, verb])
    }
    declared = {(table.name, verb) for table in tables for verb in verbs[:4] if verb[0].lower() in table.grants}
    assert granted == declared


@pytest.mark.parametrize("table", APPENDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_the_web_may_only_add_to_the_ledger_and_its_like(table, statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        read_as(EVERYTHING, statement.format(table))


@pytest.mark.parametrize("table", HIDDEN)
def test_every_hidden_table_has_its_policies_in_force(table):
    assert rows("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table]) == [(True,)]


def test_untold_who_reads_the_database_shows_what_is_public_and_no_more():
    a_scene()
    hidden = {pk for (pk,) in rows("SELECT duty_id FROM obligations_dutybalance WHERE NOT is_public")}
    for table in ("obligations_dutybalance", "obligations_assessmentversion"):
        assert {pk for (pk,) in rows(f"SELECT duty_id FROM {table}")} & hidden
        assert not {pk for (pk,) in read_as(PUBLIC, f"SELECT duty_id FROM {table}")} & hidden
    for table in ("declaredbase", "performance", "performancestep"):
        assert rows(f"SELECT count(*) FROM obligations_{table}") != [(0,)]
        assert read_as(PUBLIC, f"SELECT count(*) FROM obligations_{table}") == [(0,)]
    assert read_as(PUBLIC, "SELECT count(*) FROM registry_rightholder") == [(0,)]


def test_each_reader_meets_exactly_the_duties_that_the_sight_of_the_pages_allows():
    scene = a_scene()
    asked = "SELECT duty_id FROM obligations_dutybalance"
    for role, authority in product(ROLES, ("", "energy", "industry")):
        reader = a_reader(role, authority) if (role, authority) in WITH_AUTHORITY or not authority else None
        condition, parameters = sight_of(reader).condition()
        allowed = {pk for (pk,) in rows(f"{asked} WHERE {condition}", parameters)}
        assert {pk for (pk,) in read_as(reader_of(reader), asked)} == allowed, (role, authority)
    of_licence = set(scene.licence.duties.values())
    seen = {pk for (pk,) in read_as(Reader(permissions=("own.duties_see",), organisation=scene.user.pk), asked)}
    assert of_licence <= seen
    assert not set(scene.legacy.duties.values()) & seen


def test_what_stands_behind_public_figures_is_for_the_authority_and_the_organisation_itself():
    scene = a_scene()
    asked = "SELECT count(*) FROM obligations_declaredbase WHERE duty_id = ANY (%s)"
    public = [list(scene.licence.duties.values())]
    assert read_as(Reader(permissions=("duty.see_all",), authority="industry"), asked, public) == [(0,)]
    assert read_as(Reader(permissions=("own.duties_see",), organisation=scene.user.pk), asked, public) == [(3,)]
    assert read_as(Reader(permissions=("duty.see_all",), authority="energy"), asked, public) == [(3,)]


def test_a_reader_may_not_write_where_he_may_not_look():
    scene = a_scene()
    industry = Reader(permissions=("duty.see_all",), authority="industry")
    base = (
        "INSERT INTO obligations_declaredbase (duty_id, base_year, base_type, amount, declared_on) "
        "VALUES (%s, 2023, 'aggregate_annual_income', 1, '2025-01-01')"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        read_as(industry, base, [scene.legacy.duties[2025]])
    with as_the_web(), reading_as(industry), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE obligations_dutybalance SET penalty = 1 WHERE duty_id = ANY (%s)",
            [list(scene.licence.duties.values())],
        )
        assert cursor.rowcount == 0


def test_the_sum_over_hidden_duties_needs_as_many_users_as_the_pages_say():
    migration = import_module("ifi.obligations.migrations.0008_sums_over_the_hidden")
    assert migration.FEWEST_USERS == FEWEST_USERS


def test_the_sum_of_another_authority_is_refused_so_that_none_is_told_by_subtraction():
    a_scene()
    industry = Reader(permissions=("duty.see_all",), authority="industry")
    asked = "SELECT year, is_shown, due FROM obligations_hidden_totals(%s)"
    assert {(shown, due) for _, shown, due in read_as(industry, asked, ["industry"])} == {(False, None)}
    with pytest.raises(ProgrammingError), transaction.atomic():
        read_as(industry, asked, ["energy"])
    with pytest.raises(ProgrammingError), transaction.atomic():
        read_as(PUBLIC, asked, ["energy"])


@pytest.mark.urls("tests.security.test_wall")
@pytest.mark.parametrize("form", ["list", "file"])
def test_a_forgetful_view_is_stopped_and_the_next_reader_sees_nothing_of_the_one_before(client, settings, form):
    """The gate, which would already refuse a route that is in no table of access, is left open here."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "ifi.config.gate.Gate"]
    a_scene()
    officer, industry = a_reader("officer", "energy"), a_reader("officer", "industry")
    answers = []
    for reader in (officer, None, industry, officer):
        client.logout()
        if reader:
            client.force_login(reader)
        answer = client.get(f"/forgetful/{form}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answers.append(b"energy" in body)
    assert answers == [True, False, False, True]


@pytest.mark.django_db(transaction=True)
class TestOnAConnectionOfItsOwn:
    """Outside the transaction that most tests run in: as in the web server."""

    def test_a_statement_outside_a_transaction_is_its_readers_and_leaves_nothing_behind(self):
        asked = "SELECT current_setting('ifi.authority', true)"
        with reading_as(Reader(permissions=("duty.see_all",), authority="energy", person=7)):
            assert rows(asked) == [("energy",)]
            assert rows("SELECT %s::text || current_setting('ifi.person'), 5", ["'; x"]) == [("'; x7", 5)]
            raw = connection.connection
            assert raw.cursor(row_factory=None).execute("SELECT 1").fetchone() is not None
            connection.close()
        assert rows(asked) in ([("",)], [(None,)])

    def test_a_pooled_connection_carries_no_reader_over(self):
        seen = set()
        for authority in ("energy", "", "industry", ""):
            with reading_as(Reader(authority=authority)), transaction.atomic():
                seen.add(
                    (authority, rows("SELECT current_setting('ifi.authority', true), pg_backend_pid()")[0][0] or "")
                )
            connection.close()  # back to the pool
        assert seen == {("energy", "energy"), ("", ""), ("industry", "industry")}

    def test_a_serializable_act_keeps_its_isolation_and_its_reader_when_it_is_tried_again(self):
        tries = []

        def work():
            found = rows("SELECT current_setting('transaction_isolation'), current_setting('ifi.authority')")[0]
            tries.append(found)
            if len(tries) < 3:
                rows("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$; SELECT 1")

        with reading_as(Reader(authority="energy")):
            run_serializable(work)
        assert tries == [("serializable", "energy")] * 3

    def test_a_rolled_back_transaction_forgets_its_reader(self):
        with reading_as(Reader(authority="energy")), pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert rows("SELECT coalesce(current_setting('ifi.authority', true), '')") == [("",)]

    def test_a_long_read_outside_a_transaction_is_its_readers_too(self):
        a_scene()
        with as_the_web(), reading_as(Reader(permissions=("duty.see_all",))):
            assert list(DutyBalance.objects.filter(is_public=False).iterator(chunk_size=1))
        with as_the_web():
            assert not list(DutyBalance.objects.filter(is_public=False).iterator(chunk_size=1))

    def test_what_cannot_be_told_who_reads_is_refused_outside_a_transaction(self):
        with reading_as(EVERYTHING), connection.cursor() as cursor, pytest.raises(RuntimeError):
            cursor.copy("COPY obligations_duty TO STDOUT")

    def test_raising_the_wall_again_changes_nothing_and_locks_no_table(self):
        asked = "SELECT oid, polrelid, polname FROM pg_policy ORDER BY oid"
        standing = rows(asked)
        assert raise_wall(connections["default"]) == []
        assert rows(asked) == standing
