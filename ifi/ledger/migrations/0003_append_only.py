"""Entries are never updated, deleted or truncated; a correction mirrors the entry that it corrects."""

from django.db import migrations

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: rows are only added; a correction is a new row', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

ENTRIES_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

CORRECTION_MIRRORS = """
CREATE FUNCTION ledger_check_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledger_entry AS corrected
    WHERE corrected.id = NEW.corrects_id
      AND corrected.corrects_id IS NULL
      AND corrected.kind = NEW.kind
      AND corrected.amount = NEW.amount
      AND corrected.debit_duty = NEW.credit_duty AND corrected.debit_account = NEW.credit_account
      AND corrected.credit_duty = NEW.debit_duty AND corrected.credit_account = NEW.debit_account;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % is not the mirror of entry %', NEW.uid, NEW.corrects_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_mirrors BEFORE INSERT ON ledger_entry
    FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION ledger_check_correction();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_sides")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION refuse_change()"),
        migrations.RunSQL(
            ENTRIES_APPEND_ONLY,
            "DROP TRIGGER append_only ON ledger_entry; DROP TRIGGER append_only_truncate ON ledger_entry",
        ),
        migrations.RunSQL(
            CORRECTION_MIRRORS,
            "DROP TRIGGER correction_mirrors ON ledger_entry; DROP FUNCTION ledger_check_correction()",
        ),
    ]
