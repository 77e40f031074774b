from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "ifi.audit"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.audit.coverage import install_triggers
        from ifi.audit.events_of_trail import EVENTS
        from ifi.audit.sentences import SENTENCES
        from ifi.core.sentences import register

        register(SENTENCES)
        events.register(EVENTS)
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="ifi.audit.install_triggers")
