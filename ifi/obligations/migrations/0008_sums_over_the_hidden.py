"""Sums over rows that a reader may not see one by one: worked out by the owner of the tables, with a narrow answer.

The web's role sees only the rows of its reader (docs/adr/0012). These functions are all that it learns of the others.
"""

from django.db import migrations

FEWEST_USERS = 3
SUMS = ("due", "performed", "brought", "credit_available", "shortfall", "received", "declared")
COUNTS = (
    "duties",
    "duties_met",
    "duties_over",
    "duties_ended",
    "duties_part",
    "duties_none",
    "duties_base_missing",
    "duties_norm_unknown",
    "duties_exempt",
    "duties_below_threshold",
)
COLUMNS = (*SUMS, *COUNTS)
DECLARED = ", ".join([*(f"{name} numeric" for name in SUMS), *(f"{name} bigint" for name in COUNTS)])
USERS = " ".join(
    f"""CROSS JOIN LATERAL (
        SELECT b.organisation_id FROM obligations_dutybalance AS b
        WHERE b.year = hidden.year AND NOT b.is_public AND b.due > 0 AND b.authority IS DISTINCT FROM kept_by
            {f'AND b.organisation_id > user_{number - 1}.organisation_id' if number else ''}
        ORDER BY b.organisation_id LIMIT 1) AS user_{number}"""
    for number in range(FEWEST_USERS)
)
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# True where whoever asks is not the owner of the tables, nor may become it: PostgreSQL then holds rows back.
WALL_STANDS = f"""
CREATE FUNCTION obligations_wall_stands() RETURNS boolean STABLE {DEFINER} LANGUAGE sql AS $$
    SELECT NOT pg_has_role(
        CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END,
        current_user, 'USAGE')
$$;
"""

KNOWN_YEARS = f"""
CREATE FUNCTION obligations_known_years(OUT first integer, OUT last integer) STABLE {DEFINER} LANGUAGE sql AS $$
    SELECT min(year), max(year) FROM obligations_dutybalance
$$;
"""

# A year's sums over what is neither public nor kept by the authority; NULL where fewer than so many users make them up.
HIDDEN_TOTALS = f"""
CREATE FUNCTION obligations_hidden_totals(kept_by text)
RETURNS TABLE (year integer, is_shown boolean, has_due boolean, is_demonstration boolean, {DECLARED})
STABLE {DEFINER} LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    IF kept_by IS NOT NULL AND obligations_wall_stands()
        AND kept_by IS DISTINCT FROM current_setting('ifi.authority', true) THEN
        RAISE EXCEPTION 'the sum of another authority' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH hidden AS MATERIALIZED (
        SELECT total.year, bool_or(total.is_demonstration) AS is_demonstration,
               {', '.join(f'sum(total.{name}) AS {name}' for name in COLUMNS)}
        FROM obligations_live_year_total AS total
        WHERE NOT total.is_public AND total.authority IS DISTINCT FROM kept_by
        GROUP BY total.year
    ), many AS (SELECT hidden.year FROM hidden {USERS})
    SELECT hidden.year, many.year IS NOT NULL, hidden.due > 0, hidden.is_demonstration,
           {', '.join(f'CASE WHEN many.year IS NOT NULL THEN hidden.{name} END' for name in COLUMNS)}
    FROM hidden LEFT JOIN many USING (year);
END $$;
"""

# What was declared for duties and waited for a decision, by what was known: a sum, open where the duty's figures are.
DECLARED_AS_OF = f"""
CREATE FUNCTION obligations_declared_as_of(duties bigint[], known_before timestamptz, on_day date)
RETURNS TABLE (duty_id bigint, amount numeric) STABLE {DEFINER} LANGUAGE sql AS $$
    SELECT performance.duty_id, sum(performance.amount)
    FROM obligations_performance AS performance
    JOIN obligations_dutybalance AS balance ON balance.duty_id = performance.duty_id
    JOIN LATERAL (
        SELECT step FROM obligations_performancestep AS step
        WHERE step.performance_id = performance.id AND step.recorded_at < known_before
        ORDER BY step.id DESC LIMIT 1
    ) AS newest ON newest.step IN ('declared', 'reversed')
    WHERE performance.duty_id = ANY (duties) AND (performance.paid_on IS NULL OR performance.paid_on <= on_day)
        AND (balance.is_public OR NOT obligations_wall_stands()
             OR balance.organisation_id = nullif(current_setting('ifi.organisation', true), '')::bigint
             OR ('duty.see_all' = ANY (string_to_array(current_setting('ifi.permissions', true), ','))
                 AND coalesce(nullif(current_setting('ifi.authority', true), ''), balance.authority) = balance.authority))
    GROUP BY performance.duty_id
$$;
"""

DROP = """
DROP FUNCTION obligations_declared_as_of(bigint[], timestamptz, date);
DROP FUNCTION obligations_hidden_totals(text);
DROP FUNCTION obligations_known_years();
DROP FUNCTION obligations_wall_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("obligations", "0007_receipts_in_bulk")]
    operations = [migrations.RunSQL(WALL_STANDS + KNOWN_YEARS + HIDDEN_TOTALS + DECLARED_AS_OF, DROP)]
