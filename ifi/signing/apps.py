from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "ifi.signing"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from ifi.accounts import account_links
        from ifi.audit import coverage, events
        from ifi.core import targets
        from ifi.core.sentences import register
        from ifi.notices import catalogue
        from ifi.signing.covered import COVERED
        from ifi.signing.events import EVENTS
        from ifi.signing.notices import ENTRIES
        from ifi.signing.queries import describe
        from ifi.signing.sentences import SENTENCES

        register(SENTENCES)
        events.register(EVENTS)
        coverage.register(*COVERED)
        catalogue.register(*ENTRIES)
        targets.register("document", describe)
        account_links.register("signing:documents", _("Documents and signatures"), order=25)
