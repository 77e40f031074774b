"""Organisations, subsoil rights and the classifiers they use."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "ifi.registry"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.core.sentences import register
        from ifi.intake import kinds
        from ifi.registry import covered
        from ifi.registry.events import EVENTS
        from ifi.registry.imports import RIGHTS
        from ifi.registry.sentences import SENTENCES

        register(SENTENCES)
        events.register(EVENTS)
        covered.register()
        kinds.register(RIGHTS)
