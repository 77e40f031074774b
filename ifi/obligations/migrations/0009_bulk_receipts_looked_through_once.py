"""A million receipts in one act: inserted rows are looked through once, and sums of entries fit into memory."""

from django.db import migrations

# Of a million rows few pairs of duty and run remain; both are looked up among these.
RECEIPTS_OF_DUTIES = """
CREATE OR REPLACE FUNCTION obligations_check_receipts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[];
    runs uuid[];
    found bigint;
BEGIN
    SELECT array_agg(DISTINCT duty_id), array_agg(DISTINCT import_run_id) FILTER (WHERE import_run_id IS NOT NULL)
    INTO wanted, runs FROM (SELECT duty_id, import_run_id FROM new_rows GROUP BY duty_id, import_run_id) AS pairs;
    SELECT count(*) INTO found FROM (
        SELECT FROM obligations_duty WHERE id = ANY (wanted) ORDER BY id FOR KEY SHARE
    ) AS duties;
    IF found <> cardinality(wanted) THEN
        RAISE EXCEPTION 'a receipt is for a duty that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM unnest(runs) AS given (id)
               WHERE NOT EXISTS (SELECT FROM intake_importrun AS run WHERE run.id = given.id)) THEN
        RAISE EXCEPTION 'a receipt is of a run that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
"""
# The planner takes rows of a trigger for few or very many; compiling a query for them never pays, spilling sums neither.
ROOM_FOR_SUMS = """
ALTER FUNCTION obligations_check_receipts() SET jit = off;
ALTER FUNCTION obligations_move_balances() SET jit = off;
ALTER FUNCTION obligations_move_balances() SET work_mem = '64MB';
"""
ROOM_FOR_SUMS_AGAIN = """
ALTER FUNCTION obligations_check_receipts() RESET ALL;
ALTER FUNCTION obligations_move_balances() RESET ALL;
"""


class Migration(migrations.Migration):
    dependencies = [("obligations", "0008_sums_over_the_hidden")]
    operations = [
        migrations.RunSQL(RECEIPTS_OF_DUTIES, migrations.RunSQL.noop),
        migrations.RunSQL(ROOM_FOR_SUMS, ROOM_FOR_SUMS_AGAIN),
    ]
