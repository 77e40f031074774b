from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "ifi.outgoing"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.outgoing.sentences import SENTENCES

        register(SENTENCES)
