"""`ifi calendar refresh`."""

import click
from django.utils import timezone

from ifi.news.calendar.services import refresh_calendars


@click.group()
def calendar() -> None:
    """Calendars that people subscribe to."""


@calendar.command()
def refresh() -> None:
    """Write what changed since the last hour now, such as after an update of the law's data."""
    click.echo(f"{refresh_calendars(on=timezone.localdate())} events changed.")
