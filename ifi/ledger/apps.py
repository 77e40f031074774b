from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ifi.ledger"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.ledger.sentences import SENTENCES

        register(SENTENCES)
