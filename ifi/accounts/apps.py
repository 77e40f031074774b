from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ifi.accounts"

    def ready(self) -> None:
        from ifi.accounts import covered
        from ifi.accounts.events import EVENTS
        from ifi.accounts.sentences import SENTENCES
        from ifi.audit import events
        from ifi.core.sentences import register

        register(SENTENCES)
        events.register(EVENTS)
        covered.register()
