from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "ifi.members"

    def ready(self) -> None:
        from ifi.accounts import acting, account_links
        from ifi.core.sentences import register
        from ifi.members.sentences import SENTENCES
        from ifi.members.standing import roles_today
        from ifi.members.words import MINE

        register(SENTENCES)
        acting.register(roles_today)
        account_links.register("members:mine", MINE, order=20)
