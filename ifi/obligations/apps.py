from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "ifi.obligations"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.obligations import checks, covered, imports
        from ifi.obligations.sentences import SENTENCES
        from ifi.obligations.services.duties import follow_holders
        from ifi.registry.services.following import on_holders_changed

        register(SENTENCES)
        checks.register()
        covered.register()
        imports.register()
        on_holders_changed(follow_holders)
