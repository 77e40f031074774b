from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ifi.intake"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.core import targets
        from ifi.core.sentences import register
        from ifi.intake.events import EVENTS
        from ifi.intake.notices import ENTRIES
        from ifi.intake.sentences import SENTENCES
        from ifi.intake.targets import describe_imports
        from ifi.notices import catalogue

        register(SENTENCES)
        catalogue.register(*ENTRIES)
        events.register(EVENTS)
        targets.register("import", describe_imports)
