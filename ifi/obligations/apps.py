from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "ifi.obligations"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.obligations import checks, imports
        from ifi.obligations.sentences import SENTENCES

        register(SENTENCES)
        checks.register()
        imports.register()
