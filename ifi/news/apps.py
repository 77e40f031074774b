"""What editors publish, and calendars that people subscribe to."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "ifi.news"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from ifi.accounts import account_links
        from ifi.audit import events
        from ifi.core import sentences, targets
        from ifi.news import covered
        from ifi.news.calendar import sources
        from ifi.news.calendars import KINDS, calendars
        from ifi.news.events import EVENTS
        from ifi.news.notices import ENTRIES
        from ifi.news.queries import describe, topics_followed
        from ifi.news.sentences import SENTENCES, say_state
        from ifi.news.services import dated_news
        from ifi.notices import catalogue
        from ifi.trail import values

        sentences.register(SENTENCES)
        events.register(EVENTS)
        covered.register()
        targets.register("news", describe)
        values.register("state", say_state)
        catalogue.register(*ENTRIES)
        sources.register("news", dated_news)
        sources.register_kinds(*KINDS)
        sources.register_calendars("news", calendars, order=10)
        sources.register_concern("followed", topics_followed)
        account_links.register("news:my_calendar", _("Calendar"), order=40)
