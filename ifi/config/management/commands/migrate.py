"""Django's `migrate`, after which the wall stands around the tables as they now are."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from ifi.config.wall.raising import raise_wall


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            for advice in raise_wall(connections[options["database"]]):
                self.stderr.write(advice)
