"""Organisations, subsoil rights and the classifiers they use."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "ifi.registry"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.intake import kinds
        from ifi.registry.imports import RIGHTS
        from ifi.registry.sentences import SENTENCES

        register(SENTENCES)
        kinds.register(RIGHTS)
