"""Puts the wall around the tables as they are: functions, policies, exact grants. May be run again at any time."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from psycopg import sql

from ifi.config.database import WEB_ROLE
from ifi.config.wall.tables import ASKERS_VIEWS, KEEPERS, TABLES, Table

_LOCK = 20260102  # one raising at a time in a database
_VERBS = {"s": "SELECT", "i": "INSERT", "u": "UPDATE", "d": "DELETE"}


def raise_wall(connection: Any) -> list[str]:
    """Make all of it so; what the operator must do by hand is returned, empty where nothing is left to do."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(Path(__file__).with_name("functions.sql").read_text(encoding="utf-8"))
        present = _relations(cursor)
        for table in TABLES:
            if present.get(table.name) == "r":
                _set_policies(cursor, table)
        for view in ASKERS_VIEWS:
            cursor.execute(sql.SQL("ALTER VIEW {} SET (security_invoker = true)").format(sql.Identifier(view)))
        for function in KEEPERS:
            cursor.execute(f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp")
        _trust_comparisons(cursor)
        if not _make_role(cursor):
            return [
                "The web's role is missing. Have a superuser run this once, then migrate again:",
                *role_statements(),
            ]
        for statement in _grants(present):
            cursor.execute(statement)
    return []


def role_statements() -> list[str]:
    """What an owner without the right to make roles must ask for."""
    return [f"CREATE ROLE {WEB_ROLE} LOGIN NOINHERIT NOBYPASSRLS;", f"GRANT {WEB_ROLE} TO CURRENT_USER;"]


def undeclared(connection: Any) -> list[str]:
    """Tables and views that nobody has said anything about: the web cannot reach them."""
    with connection.cursor() as cursor:
        return sorted(set(_relations(cursor)) - {table.name for table in TABLES})


def _relations(cursor: Any) -> dict[str, str]:
    cursor.execute(
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"
    )
    return dict(cursor.fetchall())


def _set_policies(cursor: Any, table: Table) -> None:
    """Only where they differ from what stands: replacing them locks the table."""
    wanted = dict(_policies(table))
    digest = hashlib.sha256(repr(sorted(wanted.items())).encode()).hexdigest()
    cursor.execute(
        "SELECT polname, obj_description(oid, 'pg_policy') FROM pg_policy WHERE polrelid = %s::regclass", [table.name]
    )
    standing = dict(cursor.fetchall())
    if standing == dict.fromkeys(wanted, digest):
        return
    for name in standing:
        cursor.execute(f"DROP POLICY {name} ON {table.name}")
    for name, rule in wanted.items():
        cursor.execute(f"CREATE POLICY {name} ON {table.name} {rule}")
        cursor.execute(f"COMMENT ON POLICY {name} ON {table.name} IS '{digest}'")
    cursor.execute(f"ALTER TABLE {table.name} {'ENABLE' if wanted else 'DISABLE'} ROW LEVEL SECURITY")


def _policies(table: Table) -> Iterator[tuple[str, str]]:
    if table.reads is None:
        return
    yield "wall_reads", f"FOR SELECT USING ({table.reads})"
    for letter, rule in (("i", "WITH CHECK"), ("u", "USING"), ("l", "USING"), ("d", "USING")):
        if letter in table.grants:
            verb = _VERBS.get(letter, "UPDATE")
            yield f"wall_{verb.lower()}s", f"FOR {verb} {rule} ({table.acts})"


def _trust_comparisons(cursor: Any) -> None:
    """Comparisons of amounts tell nothing of what they compare. PostgreSQL does not know that of `numeric` and would
    not use an index for a condition on an amount behind a policy: 4.8 s instead of 13 ms for a page far in the list.
    Only a superuser may say so."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        cursor.execute(leakproof_statement())


def leakproof_statement() -> str:
    """Says it of all seven comparisons, where it is not said yet."""
    names = ", ".join(f"'numeric_{name}'" for name in ("eq", "ne", "lt", "le", "gt", "ge", "cmp"))
    return f"""DO $$ DECLARE one regprocedure; BEGIN
        FOR one IN SELECT oid FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace AND NOT proleakproof AND proname IN ({names})
        LOOP EXECUTE format('ALTER FUNCTION %s LEAKPROOF', one); END LOOP;
    END $$"""  # noqa: S608  (names of this function only)


def _make_role(cursor: Any) -> bool:
    """False where there is no such role and this user may make none. Two databases may make it at once."""
    cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    may_make = cursor.fetchone()[0]
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
    if cursor.fetchone() is not None:
        return True
    if may_make:
        statements = " ".join(role_statements())
        cursor.execute(f"DO $$ BEGIN {statements} EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$")
    return bool(may_make)


def _grants(present: dict[str, str]) -> Iterator[str]:
    """Everything is taken back first, so that the declaration is the whole truth."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {WEB_ROLE}, PUBLIC"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {WEB_ROLE}, PUBLIC"
    yield f"REVOKE CREATE ON SCHEMA public FROM {WEB_ROLE}, PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {WEB_ROLE}"
    for table in TABLES:
        if table.grants and table.name in present:
            verbs = ", ".join(_VERBS.get(letter, "UPDATE (id)") for letter in table.grants)
            yield f"GRANT {verbs} ON {table.name} TO {WEB_ROLE}"
    filled = [table.name for table in TABLES if "i" in table.grants and present.get(table.name) == "r"]
    names = ",".join(filled)
    yield f"""DO $$ DECLARE one regclass; BEGIN
        FOR one IN SELECT objid::regclass FROM pg_depend JOIN pg_class ON pg_class.oid = objid
            WHERE relkind = 'S' AND deptype IN ('a', 'i') AND refobjid = ANY ('{{{names}}}'::regclass[])
        LOOP EXECUTE format('GRANT USAGE ON SEQUENCE %s TO {WEB_ROLE}', one); END LOOP;
    END $$"""  # noqa: S608  (names of this declaration only)
