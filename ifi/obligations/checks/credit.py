"""What must hold between the years of one right, said without the function that settles them."""

_LATEST = """
    SELECT DISTINCT ON (duty_id) duty_id, carry_years, penalty_rate, penalty_closes_year
    FROM obligations_assessmentversion ORDER BY duty_id, version DESC
"""

CREDIT_WITHIN_NEED = """
SELECT 'duty:' || duty_id, 'brought', least(due, brought), brought
FROM obligations_dutybalance
WHERE brought < 0 OR brought > due
"""

CARRIED_IS_EXCESS = """
SELECT 'duty:' || duty_id, 'carried', expected, carried
FROM (
    SELECT duty_id, carried,
           CASE WHEN closed_on IS NULL THEN 0 ELSE greatest(performed + brought - due, 0) END AS expected
    FROM obligations_dutybalance
) AS balance
WHERE carried <> expected
"""

# every standing BRING goes to a later year of the same right, no further than the excess may be carried
CREDIT_USED_IN_TIME = f"""
SELECT 'entry:' || entry.id, 'year', coalesce(origin.year + latest.carry_years, 9999), used.year
FROM ledger_entry AS entry
JOIN obligations_dutybalance AS origin ON origin.duty_id = entry.debit_duty
JOIN obligations_dutybalance AS used ON used.duty_id = entry.credit_duty
LEFT JOIN ({_LATEST}) AS latest ON latest.duty_id = origin.duty_id
WHERE entry.kind = 'bring' AND entry.corrects_id IS NULL
  AND NOT EXISTS (SELECT FROM ledger_entry AS correction WHERE correction.corrects_id = entry.id)
  AND (origin.right_id <> used.right_id OR used.year <= origin.year OR used.year > origin.year + latest.carry_years)
"""  # noqa: S608

# what is left: nothing once the last year that may use it is closed; nothing while a year that may use it needs it;
# and nothing lapses earlier
CREDIT_LEFT = f"""
SELECT 'duty:' || origin.duty_id, pair.account, 0, pair.found
FROM obligations_dutybalance AS origin
LEFT JOIN ({_LATEST}) AS latest ON latest.duty_id = origin.duty_id
CROSS JOIN LATERAL (
    SELECT bool_or(later.closed_on IS NOT NULL AND later.year >= origin.year + latest.carry_years) AS is_over,
           bool_or(later.year > origin.year AND later.due > later.brought
                   AND (latest.carry_years IS NULL OR later.year <= origin.year + latest.carry_years)) AS is_needed
    FROM obligations_dutybalance AS later WHERE later.right_id = origin.right_id AND later.year >= origin.year
) AS years
CROSS JOIN LATERAL (VALUES
    ('credit', origin.credit_available, coalesce(years.is_over, false) OR coalesce(years.is_needed, false)),
    ('lapsed', origin.lapsed, NOT coalesce(years.is_over, false))
) AS pair (account, found, must_be_nil)
WHERE pair.must_be_nil AND pair.found <> 0 AND origin.carried > 0
"""  # noqa: S608

_PERFORMED_IN_TIME = """
    SELECT performance.duty_id, sum(latest.amount) AS amount
    FROM (
        SELECT DISTINCT ON (performance_id) performance_id, step, amount
        FROM obligations_performancestep ORDER BY performance_id, id DESC
    ) AS latest
    JOIN obligations_performance AS performance ON performance.id = latest.performance_id
    JOIN obligations_duty AS duty ON duty.id = performance.duty_id
    WHERE latest.step = 'accepted' AND performance.paid_on <= make_date(duty.year, 12, 31)
    GROUP BY performance.duty_id
"""

PENALTY_FROM_SHORTFALL = f"""
SELECT 'duty:' || duty_id, 'penalty', expected, penalty
FROM (
    SELECT balance.duty_id, balance.penalty,
           CASE WHEN balance.closed_on IS NULL OR latest.penalty_rate IS NULL THEN 0
                ELSE round(latest.penalty_rate
                           * greatest(balance.due - coalesce(in_time.amount, 0) - balance.brought, 0), 2)
           END AS expected
    FROM obligations_dutybalance AS balance
    LEFT JOIN ({_LATEST}) AS latest USING (duty_id)
    LEFT JOIN ({_PERFORMED_IN_TIME}) AS in_time USING (duty_id)
) AS charged
WHERE penalty <> expected
"""  # noqa: S608

RELEASED_FROM_PENALTY = f"""
SELECT 'duty:' || duty_id, 'released', expected, released
FROM (
    SELECT balance.duty_id, balance.released,
           CASE WHEN latest.penalty_closes_year AND balance.penalty > 0 AND balance.penalty_paid >= balance.penalty
                THEN greatest(balance.due - balance.performed - balance.brought, 0) ELSE 0 END AS expected
    FROM obligations_dutybalance AS balance LEFT JOIN ({_LATEST}) AS latest USING (duty_id)
) AS ended
WHERE released <> expected
"""  # noqa: S608
