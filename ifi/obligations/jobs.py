"""Background work on duties: stored totals follow the acts, and the ledger is checked every night."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.ledger.checks import run_checks
from ifi.obligations.services.totals import refresh_totals
from ifi.obligations.telling import remind_of_report_days

logger = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(name="ifi.obligations.refresh_totals", queueing_lock="refresh_totals")
def refresh_stored_totals(timestamp: int) -> None:
    refresh_totals()


@app.periodic(cron="30 3 * * *")
@app.task(name="ifi.obligations.remind_of_report_days", queueing_lock="remind_of_report_days")
def remind(timestamp: int) -> None:
    """In the morning of Almaty; each reminder is told once."""
    told = remind_of_report_days(on=timezone.localdate())
    logger.info("report_days_told", duties=told)


@app.periodic(cron="0 3 * * *")
@app.task(name="ifi.obligations.check_ledger", queueing_lock="check_ledger")
def check_ledger(timestamp: int) -> None:
    """Every difference is an error in the log, to be looked at by a person."""
    for name, differences in run_checks():
        for difference in differences:
            logger.error("ledger_difference", check=name, subject=difference.subject, account=difference.account)
    logger.info("ledger_checked")
