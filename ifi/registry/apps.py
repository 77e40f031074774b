"""Organisations, subsoil rights and the classifiers they use."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "ifi.registry"

    def ready(self) -> None:
        from ifi.audit import events
        from ifi.core import targets
        from ifi.core.sentences import register
        from ifi.intake import kinds
        from ifi.registry import covered
        from ifi.registry.events import EVENTS
        from ifi.registry.imports import RIGHTS
        from ifi.registry.sentences import SENTENCES
        from ifi.registry.targets import (
            describe_organisations,
            describe_rights,
            organisations_concerning,
            rights_concerning,
        )
        from ifi.trail import concern

        register(SENTENCES)
        events.register(EVENTS)
        covered.register()
        targets.register("organisation", describe_organisations)
        targets.register("right", describe_rights)
        concern.register("organisation", organisations_concerning)
        concern.register("right", rights_concerning)
        kinds.register(RIGHTS)
