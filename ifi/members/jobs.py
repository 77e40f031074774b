"""Background work of this room; a job may run twice without harm."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.members import forgetting
from ifi.members.delegation_days import tell_of_delegation_days

logger = structlog.get_logger()


@app.periodic(cron="5 1 * * *")  # before the working day begins anywhere in Kazakhstan
@app.task(name="ifi.members.tell_of_delegation_days", queueing_lock="tell_of_delegation_days")
def tell_of_days(timestamp: int) -> None:
    told = tell_of_delegation_days(on=timezone.localdate())
    logger.info("delegation_days_told", delegations=told)


@app.periodic(cron="35 19 * * *")
@app.task(name="ifi.members.forget_past", queueing_lock="members.forget_past")
def forget_past(timestamp: int) -> None:
    on = timezone.localdate()
    forgetting.forget_invitations(on=on)
    forgetting.forget_powers_of_attorney(on=on)
