from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "ifi.obligations"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.core.sentences import register
        from ifi.news.calendar import sources
        from ifi.obligations import calendar, checks, covered, imports
        from ifi.obligations.events import EVENTS
        from ifi.obligations.sentences import SENTENCES
        from ifi.obligations.services.duties import follow_holders
        from ifi.registry.services.following import on_holders_changed

        register(SENTENCES)
        events.register(EVENTS)
        checks.register()
        covered.register()
        imports.register()
        sources.register("report_days", calendar.report_days)
        sources.register_concern("authority", calendar.concern_of)
        sources.register_calendars("report_days", calendar.calendars, order=20)
        sources.register_kinds(*calendar.KINDS)
        on_holders_changed(follow_holders)
