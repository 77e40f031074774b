from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "ifi.obligations"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.obligations import checks, covered, imports
        from ifi.obligations.sentences import SENTENCES

        register(SENTENCES)
        checks.register()
        covered.register()
        imports.register()
