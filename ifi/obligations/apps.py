from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "ifi.obligations"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.core import targets
        from ifi.core.sentences import register
        from ifi.news.calendar import sources
        from ifi.notices import catalogue
        from ifi.obligations import calendar, checks, covered, imports, words
        from ifi.obligations.events import EVENTS
        from ifi.obligations.notices import ENTRIES
        from ifi.obligations.sentences import SENTENCES
        from ifi.obligations.services.duties import follow_rights
        from ifi.obligations.targets import (
            describe_duties,
            describe_performances,
            duties_concerning,
            find_duties,
            performances_concerning,
        )
        from ifi.registry.services.following import on_rights_passed
        from ifi.trail import concern, finding, values

        targets.register("duty", describe_duties)
        targets.register("performance", describe_performances)
        concern.register("duty", duties_concerning)
        finding.register("duty", find_duties)
        concern.register("performance", performances_concerning)
        values.register("regime", words.regime)
        register(SENTENCES)
        catalogue.register(*ENTRIES)
        events.register(EVENTS)
        checks.register()
        covered.register()
        imports.register()
        sources.register("report_days", calendar.report_days)
        sources.register_concern("authority", calendar.concern_of)
        sources.register_calendars("report_days", calendar.calendars, order=20)
        sources.register_unknown("report_days", calendar.unknown_report_days)
        sources.register_kinds(*calendar.KINDS)
        on_rights_passed(follow_rights)
