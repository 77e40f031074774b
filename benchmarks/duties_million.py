"""A database with a million duties, made set-based: 111,112 rights over nine years, amounts skewed as in life."""

import os
from typing import Any
from urllib.parse import urlsplit

from benchmarks.report import scaled

DATABASE = "ifi_bench_pages"
DUTIES = scaled(1_000_000)
FIRST_YEAR, YEARS = 2018, 9
WITH_HISTORY = 1_000  # rights whose duties have entries, assessments and performances

ORGANISATIONS = """
INSERT INTO registry_organisation (id, bin, kinds, is_demonstration, source, created_at)
SELECT n, lpad(n::text, 12, '0'), ARRAY['subsoil_user'], TRUE, 'benchmark', now() FROM generate_series(1, 3000) AS n;
INSERT INTO registry_organisationname (organisation_id, name_kk, name_ru, name_en, folded, validity)
SELECT n, 'Кен-' || n || ' ЖШС', 'ТОО «Кен-' || n || '»', 'Ken-' || n || ' LLP', 'ken ' || n || ' | ken' || n,
       daterange('2000-01-01', NULL) FROM generate_series(1, 3000) AS n;
"""

RIGHTS = """
INSERT INTO registry_subsoilright (id, kind, number, concluded_on, concluded_as_written, name, minerals, region,
                                   authority, starts_on, exempt_ground, obligations_text, is_demonstration, source,
                                   created_at)
SELECT n, CASE WHEN n % 10 IN (0, 1, 2, 3, 9) THEN 'mining_licence' WHEN n % 10 < 7 THEN 'contract'
               ELSE 'legacy_contract' END,
       n || '-ТПИ', DATE '2018-07-01' + n % 900, '', 'Кен орны ' || n, ARRAY['gold'],
       (ARRAY['10','11','15','19','23','27','31','33','35','39','43','47','55','59','61','62','63','71','75','79'])
           [1 + n % 20],
       (ARRAY['industry','industry','industry','industry','energy','energy','energy','industry','atomic','akimat'])
           [1 + n % 10],
       DATE '2017-01-01', '', '', TRUE, 'benchmark', now() FROM generate_series(1, {rights}) AS n;
ALTER TABLE registry_rightdetail DISABLE TRIGGER USER;
INSERT INTO registry_rightdetail (right_id, field, codes, validity)
SELECT id, told.field, told.codes, daterange(NULL, NULL) FROM registry_subsoilright CROSS JOIN LATERAL
    (VALUES ('minerals', minerals), ('region', ARRAY[region]), ('authority', ARRAY[authority])) AS told (field, codes);
ALTER TABLE registry_rightdetail ENABLE TRIGGER USER;
ALTER TABLE registry_rightholder DISABLE TRIGGER USER;
INSERT INTO registry_rightholder (right_id, organisation_id, share, validity)
SELECT n, 1 + n % 3000, 1, daterange('2017-01-01', NULL) FROM generate_series(1, {rights}) AS n;
ALTER TABLE registry_rightholder ENABLE TRIGGER USER;
"""

DUTY_ROWS = """
INSERT INTO obligations_duty (id, right_id, year, organisation_id, is_demonstration)
SELECT (n - 1) * {years} + y, n, {first} + y - 1, 1 + n % 3000, TRUE
FROM generate_series(1, {rights}) AS n, generate_series(1, {years}) AS y
WHERE (n - 1) * {years} + y <= {duties};
INSERT INTO obligations_dutybalance (duty_id, right_id, organisation_id, year, regime, region, authority,
    assessment_status, is_public, is_demonstration, due, performed, brought, carried, credit_available, lapsed,
    released, penalty, penalty_paid, received, declared, risk_threshold, report_by, closed_on)
SELECT id, right_id, organisation_id, year, regime, region, authority, status, regime <> 'kz.legacy_contract', TRUE,
    due, round(due * part, 2), 0, 0, 0, 0, 0, 0, 0, round(due * part * 0.4, 2), round(due * 0.1, 2),
    CASE WHEN authority IN ('energy', 'atomic') THEN 0.3 END,
    CASE WHEN authority = 'industry' THEN make_date(year + 1, 4, 30) END,
    CASE WHEN year < {first} + {years} - 3 THEN make_date(year + 1, 7, 1) END
FROM (
    SELECT *, CASE WHEN status = 'assessed' THEN round(exp(10 + luck / 8.0)::numeric, 2) ELSE 0 END AS due,
           (ARRAY[0, 0.1, 0.25, 0.5, 0.8, 1, 1, 1, 1.2, 1])[1 + (luck / 3) % 10] AS part
    FROM (
        SELECT d.id, d.right_id, d.organisation_id, d.year, r.region, r.authority, abs(hashint8(d.id)) % 97 AS luck,
            (ARRAY['kz.solid_minerals','kz.solid_minerals','kz.solid_minerals','kz.solid_minerals','kz.hydrocarbons',
                   'kz.hydrocarbons_resigned','kz.uranium','kz.legacy_contract','kz.legacy_contract',
                   'kz.common_minerals'])[1 + d.right_id % 10] AS regime,
            CASE WHEN d.right_id % 10 = 9 THEN 'no_duty' WHEN d.id % 53 = 0 THEN 'base_missing'
                 WHEN d.id % 97 = 0 THEN 'norm_unknown' WHEN d.right_id % 71 = 0 THEN 'exempt' ELSE 'assessed'
            END AS status
        FROM obligations_duty d JOIN registry_subsoilright r ON r.id = d.right_id
    ) AS drawn
) AS valued;
"""

HISTORY = """
INSERT INTO obligations_declaredbase (duty_id, base_year, base_type, amount, declared_on)
SELECT duty_id, year - 1, 'production_cost', due * 100, make_date(year, 3, 1)
FROM obligations_dutybalance WHERE right_id <= {history} AND assessment_status = 'assessed';
INSERT INTO obligations_assessmentversion (duty_id, version, status, regime, rate, base_type, base_id, due, steps,
    channels, unknown, penalty_closes_year, is_public, norms_digest, norms_on, reason, report_by, risk_threshold)
SELECT b.duty_id, 1, b.assessment_status, b.regime, 0.01, 'production_cost', p.id, b.due,
    jsonb_build_array(jsonb_build_object('code', 'base.declared', 'amount', p.amount::text, 'citation', NULL,
                                         'parameters', '[]'::jsonb)),
    '[]', '{{}}', FALSE, b.is_public, repeat('0', 64), make_date(b.year, 1, 1), 'first', b.report_by, b.risk_threshold
FROM obligations_dutybalance b JOIN obligations_declaredbase p ON p.duty_id = b.duty_id;
INSERT INTO ledger_entry (uid, kind, debit_duty, debit_account, credit_duty, credit_account, amount, effective_on,
                          source)
SELECT gen_random_uuid(), 'assess', duty_id, 'due', duty_id, 'claim', due, make_date(year, 3, 1), 'benchmark'
FROM obligations_dutybalance WHERE right_id <= {history} AND due > 0
UNION ALL
SELECT gen_random_uuid(), 'accept', duty_id, 'evidence', duty_id, 'performed', performed, make_date(year, 9, 1),
       'benchmark'
FROM obligations_dutybalance WHERE right_id <= {history} AND performed > 0;
INSERT INTO obligations_performance (uid, duty_id, channel, title, performer_bin, amount, paid_on, payment_order, kbk)
SELECT gen_random_uuid(), duty_id, 'kz_performer', 'Research ' || duty_id, '', performed, make_date(year, 8, 1),
       'P' || duty_id, ''
FROM obligations_dutybalance WHERE right_id <= {history} AND performed > 0;
INSERT INTO obligations_performancestep (uid, performance_id, step, amount, reason, note, taken_on)
SELECT gen_random_uuid(), id, step, amount, '', '', paid_on FROM obligations_performance,
       unnest(ARRAY['declared', 'accepted']) AS step;
"""

TOTALS = """
INSERT INTO obligations_yeartotal ({columns}) SELECT {columns} FROM obligations_stale_total;
DELETE FROM obligations_totalstale;
"""


def point_at_own_database() -> str:
    """Make the benchmark's own database on the server of DATABASE_URL, afresh, and point DATABASE_URL at it. To be
    called before Django's settings are read."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    os.environ["DATABASE_URL"] = own_url(url)
    return os.environ["DATABASE_URL"]


def own_url(url: str) -> str:
    """The same server, the benchmark's database."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{DATABASE}{query}"


def fill() -> None:
    """A million duties; takes about two minutes."""
    from django.db import connection

    places = {
        "years": YEARS,
        "first": FIRST_YEAR,
        "duties": DUTIES,
        "rights": -(-DUTIES // YEARS),
        "history": WITH_HISTORY,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname ~ '^(list|balance)_'")
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for statements in (ORGANISATIONS, RIGHTS, DUTY_ROWS):
            _run(cursor, statements.format(**places))
        for _, definition in indexes:  # before rows are updated, so that they can be used at once
            cursor.execute(definition)
        cursor.execute("ANALYZE")
        _run(cursor, HISTORY.format(**places))
        cursor.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
            "WHERE table_name = 'obligations_stale_total'"
        )
        cursor.execute(TOTALS.format(columns=cursor.fetchone()[0]))
        cursor.execute("VACUUM ANALYZE")


def _run(cursor: Any, statements: str) -> None:
    """One statement at a time, each committed."""
    for statement in statements.split(";\n"):
        if statement.strip():
            cursor.execute(statement)
