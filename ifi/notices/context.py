"""What the header of every page needs from this room."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ifi.accounts.models import User
from ifi.notices.queries import COUNTED_UP_TO, unread_count


def notices(request: HttpRequest) -> dict[str, object]:
    """`unread_notices`: number, `99+` above it, empty for nobody's page or when all is read."""
    return {"unread_notices": SimpleLazyObject(lambda: _unread(getattr(request, "user", None)))}


def _unread(user: object) -> str:
    if not isinstance(user, User):
        return ""
    count = unread_count(user)
    return f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count or "")
