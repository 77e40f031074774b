"""Background work of this room; a job may run twice without harm."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.signing.services import end_overdue, remind_of_last_days

logger = structlog.get_logger()


@app.periodic(cron="35 3 * * *")
@app.task(name="ifi.signing.mind_the_time", queueing_lock="mind_the_time_to_sign")
def mind_the_time(timestamp: int) -> None:
    """In the morning of Almaty. A signature that comes too late is refused whether or not this ran."""
    on = timezone.localdate()
    logger.info("documents_overdue", ended=end_overdue(on=on), reminded=remind_of_last_days(on=on))
