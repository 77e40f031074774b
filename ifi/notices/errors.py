"""What can go wrong with notices, subscriptions and channels."""

from ifi.core.errors import IfiError


class TopicUnknown(IfiError):
    """No such topic, or it is not open to everybody. Parameters: topic."""

    code = "notices.topic_unknown"


class SubscribedTooOften(IfiError):
    """Too many requests to subscribe from one network address."""

    code = "notices.subscribed_too_often"


class LinkOld(IfiError):
    """A secret link that was used, is too old, or was never made."""

    code = "notices.link_old"


class SecurityStays(IfiError):
    """Notices on the safety of an account cannot be turned off."""

    code = "notices.security_stays"


class ChannelOff(IfiError):
    """The channel is not configured. Parameters: channel."""

    code = "notices.channel_off"


class NothingToSend(IfiError):
    """The delivery is not there or has not failed."""

    code = "notices.nothing_to_send"
