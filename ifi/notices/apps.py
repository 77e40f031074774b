from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "ifi.notices"

    def ready(self) -> None:
        from ifi.accounts import account_links
        from ifi.audit import events
        from ifi.core import targets
        from ifi.core.sentences import register
        from ifi.notices import catalogue, covered, erasure, security
        from ifi.notices.events import EVENTS
        from ifi.notices.notices import ENTRIES
        from ifi.notices.queries import describe_subscribers
        from ifi.notices.sentences import SENTENCES

        register(SENTENCES)
        events.register(EVENTS)
        covered.register()
        targets.register("subscriber", describe_subscribers)
        catalogue.register(*ENTRIES, *security.ENTRIES)
        security.register()
        erasure.register()
        account_links.register("notices:mine", _("Notices"), order=30)
        account_links.register("notices:preferences", _("What you are told, and how"), order=31)
