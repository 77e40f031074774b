from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ifi.intake"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.core.sentences import register
        from ifi.intake.events import EVENTS
        from ifi.intake.sentences import SENTENCES

        register(SENTENCES)
        events.register(EVENTS)
