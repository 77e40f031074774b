from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "ifi.signing"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.signing.sentences import SENTENCES

        register(SENTENCES)
