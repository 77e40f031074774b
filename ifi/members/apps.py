from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "ifi.members"

    def ready(self) -> None:
        from ifi.accounts import account_links, acting
        from ifi.audit import events
        from ifi.core.sentences import register
        from ifi.members import covered, erasure, targets
        from ifi.members.documents import KIND
        from ifi.members.events import EVENTS
        from ifi.members.notices import ENTRIES
        from ifi.members.queries import held_in
        from ifi.members.sentences import SENTENCES
        from ifi.members.standing import roles_today
        from ifi.members.words import MINE, say_roles
        from ifi.notices import catalogue
        from ifi.signing import kinds
        from ifi.trail import values

        register(SENTENCES)
        covered.register()
        erasure.register()
        targets.register()
        events.register(EVENTS)
        catalogue.register(*ENTRIES)
        kinds.register(KIND)
        values.register("roles", say_roles)
        acting.register(roles_today, held_in)
        account_links.register("members:mine", MINE, order=20)
