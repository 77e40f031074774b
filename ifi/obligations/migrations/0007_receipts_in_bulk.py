"""A million receipts in one act: what was checked for each row is checked for each statement; keys compare as bytes."""

import django.db.models.deletion
from django.db import migrations, models

# A duty must be there and stay there (its rows are locked against deletion), a run must be there.
RECEIPTS_OF_DUTIES = """
CREATE FUNCTION obligations_check_receipts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[] := ARRAY(SELECT DISTINCT duty_id FROM new_rows);
    found bigint;
BEGIN
    SELECT count(*) INTO found FROM (
        SELECT FROM obligations_duty WHERE id = ANY (wanted) ORDER BY id FOR KEY SHARE
    ) AS duties;
    IF found <> cardinality(wanted) THEN
        RAISE EXCEPTION 'a receipt is for a duty that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT import_run_id FROM new_rows WHERE import_run_id IS NOT NULL) AS runs
               WHERE NOT EXISTS (SELECT FROM intake_importrun AS run WHERE run.id = runs.import_run_id)) THEN
        RAISE EXCEPTION 'a receipt is of a run that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER receipts_of_duties AFTER INSERT ON obligations_treasuryreceipt
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION obligations_check_receipts();
CREATE FUNCTION obligations_keep_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM obligations_treasuryreceipt WHERE duty_id = OLD.id)
        OR EXISTS (SELECT FROM ledger_entry WHERE debit_duty = OLD.id)
        OR EXISTS (SELECT FROM ledger_entry WHERE credit_duty = OLD.id AND credit_duty <> debit_duty) THEN
        RAISE EXCEPTION 'duty % has receipts or entries', OLD.id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER keeps_duty BEFORE DELETE ON obligations_duty FOR EACH ROW EXECUTE FUNCTION obligations_keep_duty();
CREATE FUNCTION obligations_keep_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'committed' THEN
        RAISE EXCEPTION 'run % is committed: its rows name it', OLD.id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER keeps_run BEFORE DELETE ON intake_importrun FOR EACH ROW EXECUTE FUNCTION obligations_keep_run();
"""
RECEIPTS_OF_DUTIES_DROP = """
DROP TRIGGER keeps_run ON intake_importrun;
DROP FUNCTION obligations_keep_run();
DROP TRIGGER keeps_duty ON obligations_duty;
DROP FUNCTION obligations_keep_duty();
DROP TRIGGER receipts_of_duties ON obligations_treasuryreceipt;
DROP FUNCTION obligations_check_receipts();
"""

# account → (column of the balance, what a debit of one tenge does to it); as in 0004
ACCOUNTS = {
    "due": ("due", 1),
    "performed": ("performed", -1),
    "brought": ("brought", -1),
    "carried": ("carried", 1),
    "credit": ("credit_available", -1),
    "lapsed": ("lapsed", -1),
    "released": ("released", -1),
    "penalty": ("penalty", 1),
    "penalty_paid": ("penalty_paid", -1),
    "received": ("received", 1),
}
SIGNED_SUMS = ", ".join(
    f"coalesce(sum({'-' if sign < 0 else ''}amount) FILTER (WHERE account = '{account}'), 0) AS {column}"
    for account, (column, sign) in ACCOUNTS.items()
)
ADDED = ", ".join(f"{column} = balance.{column} + moved.{column}" for column, _ in ACCOUNTS.values())

# The same as in 0004, from sums by duties and accounts: a million entries of one kind are added up once, not ten times.
# An entry of a duty that is not there has no balance to move and is refused here, which makes a foreign key needless.
BALANCES_FOLLOW = f"""
CREATE TYPE posted_sum AS (
    debit_duty bigint, debit_account text, credit_duty bigint, credit_account text, amount numeric
);
CREATE OR REPLACE FUNCTION obligations_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    sums posted_sum[];
    moved_rows bigint;
BEGIN
    sums := ARRAY(
        SELECT (debit_duty, debit_account, credit_duty, credit_account, sum(amount))::posted_sum
        FROM posted GROUP BY debit_duty, debit_account, credit_duty, credit_account
    );
    touched := ARRAY(SELECT debit_duty FROM unnest(sums) UNION SELECT credit_duty FROM unnest(sums));
    PERFORM FROM obligations_dutybalance WHERE duty_id = ANY (touched) ORDER BY duty_id FOR UPDATE;
    UPDATE obligations_dutybalance AS balance SET {ADDED}
    FROM (
        SELECT duty, {SIGNED_SUMS}
        FROM (
            SELECT debit_duty AS duty, debit_account AS account, amount FROM unnest(sums)
            UNION ALL
            SELECT credit_duty, credit_account, -amount FROM unnest(sums)
        ) AS sides
        GROUP BY duty
    ) AS moved
    WHERE balance.duty_id = moved.duty;
    GET DIAGNOSTICS moved_rows = ROW_COUNT;
    IF moved_rows <> cardinality(touched) THEN
        RAISE EXCEPTION 'a duty among % has no balance', touched USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_states_progress_and_warnings'),
        ('obligations', '0006_room_for_updates'),
        ('ledger', '0004_corrections_apart'),
    ]

    operations = [
        migrations.AlterField(
            model_name='treasuryreceipt',
            name='duty',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='obligations.duty'),
        ),
        migrations.AlterField(
            model_name='treasuryreceipt',
            name='import_run',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='intake.importrun'),
        ),
        migrations.AlterField(
            model_name='treasuryreceipt',
            name='kbk',
            field=models.CharField(blank=True, db_collation='C', default='', max_length=6),
        ),
        migrations.AlterField(
            model_name='treasuryreceipt',
            name='payer_bin',
            field=models.CharField(db_collation='C', max_length=12),
        ),
        migrations.AlterField(
            model_name='treasuryreceipt',
            name='payment_order',
            field=models.CharField(db_collation='C', max_length=60),
        ),
        migrations.RunSQL(RECEIPTS_OF_DUTIES, RECEIPTS_OF_DUTIES_DROP),
        migrations.RunSQL(
            "ALTER TABLE ledger_entry DROP CONSTRAINT entry_of_duty",
            "ALTER TABLE ledger_entry ADD CONSTRAINT entry_of_duty "
            "FOREIGN KEY (debit_duty) REFERENCES obligations_duty (id)",
        ),
        migrations.RunSQL(BALANCES_FOLLOW, migrations.RunSQL.noop),
    ]
