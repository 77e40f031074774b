"""Topics and notices of this room itself."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifi.notices.catalogue import Channel, NoticeKind, Topic, as_text
from ifi.notices.links import Purpose, token_of


def _confirm_address(parameters: Mapping[str, object]) -> str:
    return reverse("notices:confirm", args=[token_of(Purpose.CONFIRM, UUID(str(parameters["request"])))])


ENTRIES = (
    Topic(
        "security",
        _("Safety of your account"),
        _("Sign-ins, second factor, changes of address."),
        is_security=True,
        order=90,
    ),
    Topic(
        "object",
        _("Single objects that you follow"),
        _("What is published about a right, an organisation or another object."),
        is_public=True,
        order=60,
    ),
    Topic("channels", _("Trial messages"), _("Messages that you send to yourself to try a channel."), order=95),
    NoticeKind(
        "notices.trial",
        "channels",
        title=_("A trial message"),
        text=_("You tried this channel. It works."),
        reason=_("You asked for it on the page of channels."),
        brief=_("This is a trial message. The channel works."),
        channels=frozenset(),
        address=lambda _parameters: reverse("notices:channels"),
    ),
    NoticeKind(
        "notices.confirm_subscription",
        "security",
        title=_("Confirm your subscription"),
        text=_(
            "Somebody asked that news be sent to this address. "
            "Open the link below to agree. Without that, nothing will be sent."
        ),
        reason=_("This address was entered on the subscription page. If it was not you, do nothing."),
        brief=_("Confirm your subscription."),
        parameters={"request": as_text},
        channels=frozenset({Channel.EMAIL}),
        address=_confirm_address,
    ),
)
