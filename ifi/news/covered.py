"""News and secret calendars are part of the trail: words that nobody wrote by an act are found."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

_ITEM = "id state version published_at published_on withdrawn_on is_demonstration written_by_id written_at"
_VERSION = (
    "id item_id number title_kk title_ru title_en summary_kk summary_ru summary_en body_kk body_ru body_en"
    " correction_kk correction_ru correction_en topics about_kind about_key event_on saved_on saved_by_id saved_at"
)  # which is the newest follows from the numbers
TABLES = (
    Covered("news_newsitem", {1: _ITEM.split()}, may_change=True),
    Covered("news_newsversion", {1: _VERSION.split()}),
    Covered("news_calendarfeed", {1: ("id", "handle", "person_id", "made_at", "revoked_at")}, may_change=True),
)


def register() -> None:
    coverage.register(*TABLES)
