from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ifi.audit"

    def ready(self) -> None:
        from ifi.audit.sentences import SENTENCES
        from ifi.core.sentences import register

        register(SENTENCES)
