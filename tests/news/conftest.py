"""A small newsroom."""

from datetime import date

import pytest

from ifi.accounts.models import User
from ifi.news import services
from ifi.news.rules import Content, Text

ON = date(2026, 11, 24)


def texts(**given):
    """Complete Kazakh and Russian, no English unless given."""
    words = {
        "kk": Text("Байқау басталды", "Өтінімдер қабылданады.", "Бірінші абзац.\n\n- бір\n- екі"),
        "ru": Text("Конкурс начался", "Заявки принимаются.", "Первый абзац.\n\n- один\n- два"),
        "en": Text(),
    }
    return words | given


def content(**given):
    return Content(**{"texts": texts(), "topics": ("calls", "industry/mining"), **given})


ENGLISH = Text("A call has begun", "Proposals are welcome.", "See [the law](https://adilet.zan.kz/eng).")


@pytest.fixture
def editor():
    return User.objects.create_user("editor@example.kz", "a long password", name="Редактор", roles=["news_editor"])


@pytest.fixture
def make_news(editor):
    """`make_news(topics=…)`: a published item; `state="draft"` or `"ready"` stops before."""

    def make(*, state="published", on=ON, **given):
        item = services.write_news(content=content(**given), by=editor, on=on)
        if state != "draft":
            item = services.make_ready(number=item.pk, by=editor, on=on)
        if state == "published":
            item = services.publish_news(number=item.pk, by=editor, on=on)
        return item

    return make
