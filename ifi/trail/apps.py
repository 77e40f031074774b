from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "ifi.trail"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from ifi.accounts import account_links
        from ifi.audit import events
        from ifi.core import targets
        from ifi.trail import finding
        from ifi.trail.events import EVENTS
        from ifi.trail.people import describe_person, find_people
        from ifi.trail.wording import COLLECTIVES, describe_collective

        events.register(EVENTS)
        targets.register("person", describe_person)
        finding.register("person", find_people)
        for kind in COLLECTIVES:
            targets.register(kind, describe_collective(kind))
        account_links.register("trail:search", _("What I did"), order=60)
