from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ifi.notices"

    def ready(self) -> None:
        from ifi.core.sentences import register
        from ifi.notices import catalogue
        from ifi.notices.notices import ENTRIES
        from ifi.notices.sentences import SENTENCES

        register(SENTENCES)
        catalogue.register(*ENTRIES)
