from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "ifi.pages"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.pages.sentences import SENTENCES

        register(SENTENCES)
