"""For which organisation the signed-in person acts in this request."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ifi.accounts.acting import Acting
from ifi.accounts.models import User
from ifi.members.queries import organisation_name
from ifi.members.standing import Standing, standings_of

CHOSEN = "acts_for"  # in the session: an organisation's id, 0 = only for oneself


class ActingFor:
    """Sets `user.acting`: what was chosen; else the only organisation of a person who holds no role of the system.

    Rights are worked out at each request; the choice is all that a session keeps of a membership. Once that is over the
    person acts for themselves until they choose again: nobody is led from one organisation into another unseen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and isinstance(user, User):
            held = standings_of(user.pk, timezone.localdate())
            chosen = request.session.get(CHOSEN)
            if chosen and all(one.organisation_id != chosen for one in held):
                chosen = request.session[CHOSEN] = 0
            user.acting = _chosen(held, chosen, bool(user.roles))
            request.standings = held  # type: ignore[attr-defined]
        return self.get_response(request)


def _chosen(held: Sequence[Standing], chosen: object, has_state_role: bool) -> Acting | None:
    if chosen is None and len(held) == 1 and not has_state_role:
        return held[0].acting
    return next((one.acting for one in held if one.organisation_id == chosen), None)


def choose(request: HttpRequest, organisation_id: int) -> bool:
    """Act for the organisation from now on, 0 = only for oneself; False where one is no member of it."""
    if organisation_id and all(one.organisation_id != organisation_id for one in standings_here(request)):
        return False
    request.session[CHOSEN] = organisation_id
    return True


def standings_here(request: HttpRequest) -> tuple[Standing, ...]:
    """The memberships of whoever asks."""
    found: tuple[Standing, ...] = getattr(request, "standings", ())
    return found


def context(request: HttpRequest) -> dict[str, object]:
    """For every page: the name of the organisation one acts for, and whether there is one to choose."""
    organisation = getattr(getattr(request, "user", None), "acting_organisation_id", None)
    return {
        "acts_for_number": organisation,
        "acts_for": SimpleLazyObject(lambda: organisation_name(organisation)) if organisation else "",
        "may_act_for_others": len(standings_here(request)) > (1 if organisation else 0),
    }
