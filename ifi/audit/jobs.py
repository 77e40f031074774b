"""Background work of the trail: places for records, a signed head a day, the check at night."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.audit.forgetting import forget_addresses
from ifi.audit.heads import publish_head
from ifi.audit.sequencing import sequence
from ifi.audit.verification.whole import verify_trail

logger = structlog.get_logger()


@app.periodic(cron="*/5 * * * * *")
@app.task(name="ifi.audit.sequence_records", queueing_lock="sequence_records")
def sequence_records(timestamp: int) -> None:
    sequence()


@app.periodic(cron="5 19 * * *")  # five past midnight in Kazakhstan
@app.task(name="ifi.audit.publish_tree_head", queueing_lock="publish_tree_head")
def publish_tree_head(timestamp: int) -> None:
    sequence()
    head = publish_head()
    logger.info("tree_head_published", size=head.size, root=bytes(head.root).hex())


@app.periodic(cron="30 21 * * *")
@app.task(name="ifi.audit.check_trail", queueing_lock="check_trail")
def check_trail(timestamp: int) -> None:
    """Every difference is an error in the log, to be looked at by a person."""
    for finding in verify_trail():
        logger.error("trail_difference", difference=finding.code, **finding.parameters)
    logger.info("trail_checked")


@app.periodic(cron="50 19 * * *")
@app.task(name="ifi.audit.forget_addresses", queueing_lock="forget_addresses")
def forget_past_addresses(timestamp: int) -> None:
    forget_addresses(now=timezone.now())
