"""Organisations, subsoil rights and the classifiers they use."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

# field of a record → the classifier that has words for its codes
_CLASSIFIERS = {
    "kind": "right_kinds",
    "kinds": "organisation_kinds",
    "region": "regions",
    "authority": "authorities",
    "minerals": "minerals",
    "exempt_ground": "exemption_grounds",
}


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
        from ifi.registry.services.carrying import carry_details_over
        from ifi.registry.targets import (
            describe_organisations,
            describe_rights,
            find_organisations,
            find_rights,
            organisations_concerning,
            rights_concerning,
            say_code,
            say_holders,
        )
        from ifi.trail import concern, finding, values

        register(SENTENCES)
        events.register(EVENTS)
        covered.register()
        targets.register("organisation", describe_organisations)
        targets.register("right", describe_rights)
        concern.register("organisation", organisations_concerning)
        concern.register("right", rights_concerning)
        finding.register("organisation", find_organisations)
        finding.register("right", find_rights)
        values.register("holders", say_holders)
        for field, name in _CLASSIFIERS.items():
            values.register(field, say_code(name))
        kinds.register(RIGHTS)
        post_migrate.connect(carry_details_over, sender=self, dispatch_uid="ifi.registry.carry_details_over")
