"""Background work of this room; a job may run twice without harm."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.news.calendar.services import refresh_calendars


@app.periodic(cron="17 * * * *")
@app.task(name="ifi.news.refresh_calendars", queueing_lock="refresh_calendars")
def refresh(timestamp: int) -> None:
    """Once an hour: deadlines that moved, duties that were assessed anew, decisions on days of rest."""
    refresh_calendars(on=timezone.localdate())
