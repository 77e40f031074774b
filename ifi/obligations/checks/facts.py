"""The read model against the entries, and both against what was declared, decided, assessed and received."""

# account → (sign of a debit, column of the read model)
_COLUMNS = {
    "due": ("", "due"),
    "performed": ("-", "performed"),
    "brought": ("-", "brought"),
    "carried": ("", "carried"),
    "credit": ("-", "credit_available"),
    "lapsed": ("-", "lapsed"),
    "released": ("-", "released"),
    "penalty": ("", "penalty"),
    "penalty_paid": ("-", "penalty_paid"),
    "received": ("", "received"),
}
_SUMS = ", ".join(f"sum(amount) FILTER (WHERE account = '{account}') AS {account}" for account in _COLUMNS)
_PAIRS = ", ".join(
    f"('{account}', coalesce({sign}booked.{account}, 0), balance.{column})"
    for account, (sign, column) in _COLUMNS.items()
)

BALANCE_FROM_ENTRIES = f"""
SELECT 'duty:' || coalesce(balance.duty_id, booked.duty), pair.account, pair.expected, pair.found
FROM obligations_dutybalance AS balance
FULL JOIN (
    SELECT duty, {_SUMS}
    FROM (
        SELECT debit_duty AS duty, debit_account AS account, amount FROM ledger_entry
        UNION ALL
        SELECT credit_duty, credit_account, -amount FROM ledger_entry
    ) AS sides
    GROUP BY duty
) AS booked ON booked.duty = balance.duty_id
CROSS JOIN LATERAL (VALUES {_PAIRS}) AS pair (account, expected, found)
WHERE pair.expected IS DISTINCT FROM pair.found
"""  # noqa: S608

DUE_FROM_ASSESSMENTS = """
SELECT 'duty:' || balance.duty_id, 'due', coalesce(latest.due, 0), balance.due
FROM obligations_dutybalance AS balance
LEFT JOIN (
    SELECT DISTINCT ON (duty_id) duty_id, due FROM obligations_assessmentversion ORDER BY duty_id, version DESC
) AS latest USING (duty_id)
WHERE coalesce(latest.due, 0) <> balance.due
"""

_LATEST_STEPS = """
    SELECT DISTINCT ON (step.performance_id) performance.duty_id, performance.expense_id, performance.amount AS offered,
           step.step, step.amount
    FROM obligations_performancestep AS step
    JOIN obligations_performance AS performance ON performance.id = step.performance_id
    ORDER BY step.performance_id, step.id DESC
"""

PERFORMED_FROM_DECISIONS = f"""
SELECT 'duty:' || balance.duty_id, 'performed', coalesce(decided.amount, 0), balance.performed
FROM obligations_dutybalance AS balance
LEFT JOIN (
    SELECT duty_id, sum(amount) AS amount FROM ({_LATEST_STEPS}) AS latest WHERE step = 'accepted' GROUP BY duty_id
) AS decided USING (duty_id)
WHERE coalesce(decided.amount, 0) <> balance.performed
"""  # noqa: S608

DECLARED_FROM_PERFORMANCES = f"""
SELECT 'duty:' || balance.duty_id, 'declared', coalesce(awaiting.amount, 0), balance.declared
FROM obligations_dutybalance AS balance
LEFT JOIN (
    SELECT duty_id, sum(offered) AS amount FROM ({_LATEST_STEPS}) AS latest
    WHERE step IN ('declared', 'reversed') GROUP BY duty_id
) AS awaiting USING (duty_id)
WHERE coalesce(awaiting.amount, 0) <> balance.declared
"""  # noqa: S608

RECEIVED_FROM_RECEIPTS = """
SELECT 'duty:' || balance.duty_id, 'received', coalesce(receipt.amount, 0), balance.received
FROM obligations_dutybalance AS balance
LEFT JOIN (SELECT duty_id, sum(amount) AS amount FROM obligations_treasuryreceipt GROUP BY duty_id) AS receipt
    USING (duty_id)
WHERE coalesce(receipt.amount, 0) <> balance.received
"""

DESCRIPTION_FROM_FACTS = """
SELECT 'duty:' || balance.duty_id, pair.account, coalesce(pair.expected, ''), coalesce(pair.found, '')
FROM obligations_dutybalance AS balance
JOIN obligations_duty AS duty ON duty.id = balance.duty_id
JOIN registry_subsoilright AS registered ON registered.id = duty.right_id
LEFT JOIN registry_rightdetail AS in_charge ON in_charge.right_id = duty.right_id AND in_charge.field = 'authority'
    AND in_charge.validity @> least(make_date(duty.year, 12, 31), registered.ends_on)
LEFT JOIN registry_rightdetail AS lying ON lying.right_id = duty.right_id AND lying.field = 'region'
    AND lying.validity @> least(make_date(duty.year, 12, 31), registered.ends_on)
LEFT JOIN obligations_yearclosing AS closing ON closing.duty_id = balance.duty_id
LEFT JOIN (
    SELECT DISTINCT ON (duty_id) duty_id, status, report_by, risk_threshold, is_public
    FROM obligations_assessmentversion ORDER BY duty_id, version DESC
) AS latest ON latest.duty_id = balance.duty_id
CROSS JOIN LATERAL (VALUES
    ('right', duty.right_id::text, balance.right_id::text),
    ('authority', coalesce(in_charge.codes[1], ''), balance.authority),
    ('region', coalesce(lying.codes[1], ''), balance.region),
    ('year', duty.year::text, balance.year::text),
    ('organisation', duty.organisation_id::text, balance.organisation_id::text),
    ('closed_on', closing.closed_on::text, balance.closed_on::text),
    ('assessment_status', coalesce(latest.status, 'base_missing'), balance.assessment_status),
    ('report_by', latest.report_by::text, balance.report_by::text),
    ('risk_threshold', latest.risk_threshold::text, balance.risk_threshold::text),
    ('is_public', coalesce(latest.is_public, balance.is_public)::text, balance.is_public::text)
) AS pair (account, expected, found)
WHERE pair.expected IS DISTINCT FROM pair.found
"""

EXPENSES_FROM_DECISIONS = f"""
SELECT 'expense:' || expense.id, 'accepted', least(coalesce(claimed.amount, 0), expense.confirmed_amount),
       expense.accepted_amount
FROM obligations_expense AS expense
LEFT JOIN (
    SELECT expense_id, sum(amount) AS amount FROM ({_LATEST_STEPS}) AS latest
    WHERE step = 'accepted' GROUP BY expense_id
) AS claimed ON claimed.expense_id = expense.id
WHERE coalesce(claimed.amount, 0) <> expense.accepted_amount OR expense.accepted_amount > expense.confirmed_amount
"""  # noqa: S608

SOURCES_EXIST = """
SELECT 'entry:' || entry.id, 'source', 'a known row', entry.source
FROM ledger_entry AS entry
LEFT JOIN obligations_assessmentversion AS version ON entry.source = 'assessment:' || version.id
LEFT JOIN obligations_performancestep AS step ON entry.source = 'step:' || step.id
LEFT JOIN obligations_treasuryreceipt AS receipt ON entry.source = 'receipt:' || receipt.id
WHERE version.id IS NULL AND step.id IS NULL AND receipt.id IS NULL
  AND NOT (entry.source = 'settlement' AND entry.kind IN ('carry', 'bring', 'lapse', 'penalise', 'release'))
  AND NOT (entry.source = 'reversal' AND entry.kind = 'accept' AND entry.corrects_id IS NOT NULL)
  AND NOT (entry.source = 'penalty_payment' AND entry.kind = 'pay_penalty')
"""

TOTALS_FROM_BALANCES = """
SELECT 'year:' || year, pair.account, pair.expected, pair.found
FROM (
    SELECT year, count(*) AS duties, sum(due) AS due, sum(performed) AS performed, sum(received) AS received,
           sum(greatest(outstanding, 0)) AS shortfall
    FROM obligations_dutybalance GROUP BY year
) AS summed
FULL JOIN (
    SELECT year, sum(duties) AS duties, sum(due) AS due, sum(performed) AS performed, sum(received) AS received,
           sum(shortfall) AS shortfall
    FROM obligations_live_year_total GROUP BY year
) AS stored USING (year)
CROSS JOIN LATERAL (VALUES
    ('duties', summed.duties::numeric, stored.duties::numeric),
    ('due', summed.due, stored.due),
    ('performed', summed.performed, stored.performed),
    ('received', summed.received, stored.received),
    ('shortfall', summed.shortfall, stored.shortfall)
) AS pair (account, expected, found)
WHERE pair.expected IS DISTINCT FROM pair.found
"""
