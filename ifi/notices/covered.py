"""What people chose to hear of is part of the trail; of followers without an account only their number is in it."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

TABLES = (
    Covered("notices_preference", {1: ("id", "person_id", "topic", "channel", "mode")}, may_change=True),
    Covered("notices_digesttime", {1: ("person_id", "hour", "weekday")}, key="person_id", may_change=True),
    Covered("notices_subscription", {1: ("id", "person_id", "subscriber_id", "topic")}, may_change=True),
)


def register() -> None:
    coverage.register(*TABLES)
