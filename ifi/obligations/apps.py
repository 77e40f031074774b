from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "ifi.obligations"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.news.calendar import sources
        from ifi.obligations import calendar, checks, imports
        from ifi.obligations.sentences import SENTENCES

        register(SENTENCES)
        checks.register()
        imports.register()
        sources.register("report_days", calendar.report_days)
        sources.register_concern("authority", calendar.concern_of)
        sources.register_calendars("report_days", calendar.calendars)
        sources.register_kinds(*calendar.KINDS)
