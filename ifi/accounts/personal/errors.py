"""What stands in the way of an erasure."""

from ifi.core.errors import IfiError


class RolesHeld(IfiError):
    """The person still holds a role of the system."""

    code = "erasure.roles_held"
