"""News of the demonstration: written, published and marked as such; nobody is told."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.timezone import get_current_timezone

from ifi.accounts.rights import Actor
from ifi.news import services
from ifi.news.rules import LANGUAGES, Content, Text

_FILE = Path(__file__).with_name("demonstration.yaml")
_MORNING = time(10)


@transaction.atomic
def add_news(*, by: Actor, on: date) -> int:
    """Publish every item of the file whose day has come; how many."""
    rows = [row for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["items"] if row["published_on"] <= on]
    for row in rows:
        _add(row, by)
    return len(rows)


def _add(row: Mapping[str, Any], by: Actor) -> None:
    day = row["published_on"]
    texts = {code: _text(row.get(code)) for code in LANGUAGES}
    content = Content(texts, tuple(row["topics"]), event_on=row.get("event_on"))
    item = services.write_news(content=content, by=by, on=day, is_demonstration=True)
    services.make_ready(number=item.pk, by=by, on=day)
    moment = datetime.combine(day, _MORNING, get_current_timezone())
    services.publish_news(number=item.pk, by=by, on=day, at=moment)


def _text(words: Mapping[str, str] | None) -> Text:
    return Text() if words is None else Text(words["title"], words["summary"], words["body"])
