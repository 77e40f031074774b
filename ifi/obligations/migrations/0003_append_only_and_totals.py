"""What the database itself refuses or keeps: append-only facts, entries of known duties, sound balances, live totals."""

from django.db import migrations

APPEND_ONLY = ("assessmentversion", "performancestep", "treasuryreceipt", "yearclosing")

APPEND_ONLY_ADD = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON obligations_{table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON obligations_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in APPEND_ONLY
)
APPEND_ONLY_DROP = "".join(
    f"DROP TRIGGER append_only ON obligations_{table}; DROP TRIGGER append_only_truncate ON obligations_{table};"
    for table in APPEND_ONLY
)

# A declared base may be changed in one way, once: to say which row replaced it.
BASE_REPLACED_ONCE = """
CREATE FUNCTION obligations_check_base_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.replaced_by_id IS NULL AND NEW.replaced_by_id IS NOT NULL
        AND (to_jsonb(NEW) - 'replaced_by_id') = (to_jsonb(OLD) - 'replaced_by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a declared base is only replaced by a new row, once'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER base_replaced_once BEFORE UPDATE ON obligations_declaredbase
    FOR EACH ROW EXECUTE FUNCTION obligations_check_base_change();
CREATE TRIGGER append_only BEFORE DELETE ON obligations_declaredbase
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON obligations_declaredbase
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BASE_REPLACED_ONCE_DROP = """
DROP TRIGGER base_replaced_once ON obligations_declaredbase;
DROP FUNCTION obligations_check_base_change();
DROP TRIGGER append_only ON obligations_declaredbase;
DROP TRIGGER append_only_truncate ON obligations_declaredbase;
"""

# Every entry is of a duty; the second duty of a joining entry is a later year of the same right (checked below).
ENTRIES_OF_DUTIES = """
ALTER TABLE ledger_entry ADD CONSTRAINT entry_of_duty
    FOREIGN KEY (debit_duty) REFERENCES obligations_duty (id);
CREATE FUNCTION obligations_check_joined_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM obligations_duty AS debited JOIN obligations_duty AS credited USING (right_id)
    WHERE debited.id = NEW.debit_duty AND credited.id = NEW.credit_duty
      AND (debited.year < credited.year) = (NEW.corrects_id IS NULL);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'credit goes only to a later year of the same right: duty % to duty %',
            NEW.debit_duty, NEW.credit_duty USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER joined_duties BEFORE INSERT ON ledger_entry
    FOR EACH ROW WHEN (NEW.debit_duty <> NEW.credit_duty) EXECUTE FUNCTION obligations_check_joined_duties();
"""
ENTRIES_OF_DUTIES_DROP = """
ALTER TABLE ledger_entry DROP CONSTRAINT entry_of_duty;
DROP TRIGGER joined_duties ON ledger_entry;
DROP FUNCTION obligations_check_joined_duties();
"""

# A duty stays the duty of its right and year; only its holder may change.
DUTY_KEEPS_RIGHT = """
CREATE TRIGGER keeps_right_and_year BEFORE UPDATE ON obligations_duty
    FOR EACH ROW WHEN (OLD.right_id <> NEW.right_id OR OLD.year <> NEW.year) EXECUTE FUNCTION refuse_change();
"""
DUTY_KEEPS_RIGHT_DROP = "DROP TRIGGER keeps_right_and_year ON obligations_duty"

# Within a transaction a balance may pass through any state; at its end it must be sound.
SOUND_BALANCE = """
CREATE FUNCTION obligations_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM obligations_dutybalance AS balance
    WHERE balance.duty_id = NEW.duty_id
      AND (balance.performed < 0 OR balance.brought < 0 OR balance.brought > balance.due OR balance.carried < 0
           OR balance.credit_available < 0 OR balance.credit_available > balance.carried OR balance.released < 0
           OR balance.penalty < 0 OR balance.penalty_paid < 0 OR balance.lapsed < 0 OR balance.due < 0);
    IF FOUND THEN
        RAISE EXCEPTION 'balance of duty % is not sound', NEW.duty_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sound_balance AFTER INSERT OR UPDATE ON obligations_dutybalance
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.performed < 0 OR NEW.brought < 0 OR NEW.brought > NEW.due OR NEW.carried < 0
          OR NEW.credit_available < 0 OR NEW.credit_available > NEW.carried OR NEW.released < 0
          OR NEW.penalty < 0 OR NEW.penalty_paid < 0 OR NEW.lapsed < 0 OR NEW.due < 0)
    EXECUTE FUNCTION obligations_check_balance();
"""
SOUND_BALANCE_DROP = """
DROP TRIGGER sound_balance ON obligations_dutybalance;
DROP FUNCTION obligations_check_balance();
"""

KEY = "year, regime, region, authority, is_demonstration, is_public"

STALE_TOTALS = f"""
CREATE FUNCTION obligations_mark_total_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        INSERT INTO obligations_totalstale ({KEY}) SELECT DISTINCT {KEY} FROM new_rows;
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        INSERT INTO obligations_totalstale ({KEY}) SELECT DISTINCT {KEY} FROM old_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER total_stale_insert AFTER INSERT ON obligations_dutybalance
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION obligations_mark_total_stale();
CREATE TRIGGER total_stale_update AFTER UPDATE ON obligations_dutybalance
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION obligations_mark_total_stale();
CREATE TRIGGER total_stale_delete AFTER DELETE ON obligations_dutybalance
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION obligations_mark_total_stale();
"""
STALE_TOTALS_DROP = """
DROP TRIGGER total_stale_insert ON obligations_dutybalance;
DROP TRIGGER total_stale_update ON obligations_dutybalance;
DROP TRIGGER total_stale_delete ON obligations_dutybalance;
DROP FUNCTION obligations_mark_total_stale();
"""

STANDINGS = ("over", "met", "ended", "part", "none", "base_missing", "norm_unknown", "exempt", "no_duty")
SUMS = (
    "due", "performed", "brought", "carried", "credit_available", "lapsed", "released", "penalty", "penalty_paid",
    "received", "declared",
)
COUNTS = ", ".join(f"duties_{standing}" for standing in STANDINGS)
COUNTED = ", ".join(f"count(*) FILTER (WHERE standing = '{standing}')::integer AS duties_{standing}" for standing in STANDINGS)
FIGURES = f"duties, {COUNTS}, duties_below_threshold, {', '.join(SUMS)}, shortfall"
COMPUTED = (
    f"count(*)::integer AS duties, {COUNTED}, "
    "count(*) FILTER (WHERE is_below_threshold)::integer AS duties_below_threshold, "
    + ", ".join(f"sum({column}) AS {column}" for column in SUMS)
    + ", sum(greatest(outstanding, 0)) AS shortfall"
)
ID = "concat_ws('/', year, regime, region, authority, is_demonstration, is_public)"

LIVE_TOTALS = f"""
CREATE VIEW obligations_stale_total AS
SELECT {KEY}, {COMPUTED}
FROM (SELECT DISTINCT {KEY} FROM obligations_totalstale) AS stale
JOIN obligations_dutybalance USING ({KEY})
GROUP BY {KEY};
CREATE VIEW obligations_live_year_total AS
SELECT {ID} AS id, {KEY}, {FIGURES} FROM obligations_yeartotal AS stored
WHERE NOT EXISTS (SELECT FROM obligations_totalstale AS stale
                  WHERE ({', '.join('stale.' + c for c in KEY.split(', '))}) = ({', '.join('stored.' + c for c in KEY.split(', '))}))
UNION ALL
SELECT {ID} AS id, {KEY}, {FIGURES} FROM obligations_stale_total;
"""
LIVE_TOTALS_DROP = "DROP VIEW obligations_live_year_total; DROP VIEW obligations_stale_total"


class Migration(migrations.Migration):
    dependencies = [("obligations", "0002_standing_and_totals"), ("ledger", "0003_append_only")]
    operations = [
        migrations.RunSQL(APPEND_ONLY_ADD, APPEND_ONLY_DROP),
        migrations.RunSQL(BASE_REPLACED_ONCE, BASE_REPLACED_ONCE_DROP),
        migrations.RunSQL(ENTRIES_OF_DUTIES, ENTRIES_OF_DUTIES_DROP),
        migrations.RunSQL(DUTY_KEEPS_RIGHT, DUTY_KEEPS_RIGHT_DROP),
        migrations.RunSQL(SOUND_BALANCE, SOUND_BALANCE_DROP),
        migrations.RunSQL(STALE_TOTALS, STALE_TOTALS_DROP),
        migrations.RunSQL(LIVE_TOTALS, LIVE_TOTALS_DROP),
    ]
