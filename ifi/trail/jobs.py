"""The night's head on its way to the holders outside."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ifi.trail.holders import holders, newest_head, send_head

# ten times within some 17 hours: before the next night's head
_UNTIL_TAKEN = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.periodic(cron="15 19 * * *")  # ten minutes after the head of the night is signed
@app.task(name="ifi.trail.send_heads", queueing_lock="send_heads")
def send_heads(timestamp: int) -> None:
    """A job for each holder, so that one whose mail server is silent holds up nobody."""
    for place in range(len(holders())):
        send_head_to.defer(holder=place)


@app.task(name="ifi.trail.send_head_to", retry=_UNTIL_TAKEN)
def send_head_to(holder: int) -> None:
    """`holder`: the place in AUDIT_HEAD_MAIL; addresses stay out of the queue. The same head twice does no harm."""
    head, addresses = newest_head(), holders()
    if head is not None and holder < len(addresses):
        send_head(head, addresses[holder])
