"""Who there is."""

from django.db.models import QuerySet

from ifi.accounts.models import User
from ifi.accounts.rights import Actor, Permission, check_may


def people(*, by: Actor) -> QuerySet[User]:
    """Everyone who has an account, by name."""
    check_may(by, Permission.ACCOUNTS_EDIT)
    return User.objects.order_by("-is_active", "name", "pk")
