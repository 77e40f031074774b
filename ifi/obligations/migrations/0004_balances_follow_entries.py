"""The balances of duties follow the entries of the ledger within the same statement."""

from django.db import migrations

# account → (column of the balance, what a debit of one tenge does to it); as in ifi.ledger.rules
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

# Every entry moves the balances of its duties in the same statement, however it was posted. Rows are locked in the order
# of their ids so that two bulk acts do not lock each other out.
BALANCES_FOLLOW = f"""
CREATE FUNCTION obligations_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY(SELECT debit_duty FROM posted UNION SELECT credit_duty FROM posted);
    moved_rows bigint;
BEGIN
    PERFORM FROM obligations_dutybalance WHERE duty_id = ANY (touched) ORDER BY duty_id FOR UPDATE;
    UPDATE obligations_dutybalance AS balance SET {ADDED}
    FROM (
        SELECT duty, {SIGNED_SUMS}
        FROM (
            SELECT debit_duty AS duty, debit_account AS account, amount FROM posted
            UNION ALL
            SELECT credit_duty, credit_account, -amount FROM posted
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
CREATE TRIGGER balances_follow AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION obligations_move_balances();
"""
BALANCES_FOLLOW_DROP = """
DROP TRIGGER balances_follow ON ledger_entry;
DROP FUNCTION obligations_move_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("obligations", "0003_append_only_and_totals")]
    operations = [migrations.RunSQL(BALANCES_FOLLOW, BALANCES_FOLLOW_DROP)]
