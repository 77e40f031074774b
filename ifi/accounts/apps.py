from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ifi.accounts"

    def ready(self) -> None:
        from ifi.accounts import account_links, covered
        from ifi.accounts.events import EVENTS
        from ifi.accounts.personal import words
        from ifi.accounts.sentences import SENTENCES
        from ifi.audit import events
        from ifi.core.sentences import register

        register(SENTENCES)
        events.register(EVENTS)
        covered.register()
        register(words.SENTENCES)
        events.register(words.EVENTS)
        account_links.register("accounts:personal_data", words.PERSONAL_DATA, order=50)
