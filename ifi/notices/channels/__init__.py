"""The ways out of the system; each is one file, and this list is written by hand."""

from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import Carrier
from ifi.notices.channels.email import Email
from ifi.notices.channels.telegram import Telegram

CARRIERS: dict[Channel, type[Carrier]] = {Channel.EMAIL: Email, Channel.TELEGRAM: Telegram}


def carrier_of(channel: Channel) -> Carrier:
    """The channel as it is configured now."""
    return CARRIERS[channel]()


def is_configured(channel: Channel) -> bool:
    """The page needs nothing; the others need settings."""
    return channel is Channel.PAGE or carrier_of(channel).is_configured


def configured() -> frozenset[Channel]:
    return frozenset(channel for channel in Channel if is_configured(channel))
