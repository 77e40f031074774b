"""Sentences of this room's errors, and the words for channels, modes, states and problems."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ifi.notices.catalogue import Channel
from ifi.notices.rules import Mode, State

SENTENCES = {
    "notices.topic_unknown": _("This topic cannot be followed. Choose one from the list."),
    "notices.subscribed_too_often": _("Too many requests from your network. Wait an hour and try again."),
    "notices.link_old": _("The link was used or is too old. Ask for a new one."),
    "notices.security_stays": _("Notices about the safety of your account cannot be turned off."),
    "notices.channel_off": _("This channel is not set up. Ask the people who run the service."),
    "notices.nothing_to_send": _("This message no longer waits to be sent again. Reload the page."),
}

CHANNEL_NAMES = {
    Channel.PAGE: pgettext_lazy("channel of notices", "On this site"),
    Channel.EMAIL: pgettext_lazy("channel of notices", "E-mail"),
    Channel.TELEGRAM: pgettext_lazy("channel of notices", "Telegram"),
}

MODE_NAMES = {
    Mode.NOW: pgettext_lazy("notices", "At once"),
    Mode.DAILY: pgettext_lazy("notices", "Once a day, together"),
    Mode.WEEKLY: pgettext_lazy("notices", "Once a week, together"),
    Mode.OFF: pgettext_lazy("notices", "Not at all"),
}

STATE_NAMES = {
    State.HELD: _("waits for its digest"),
    State.WAITING: _("waits to be sent"),
    State.SENDING: _("is being sent"),
    State.SENT: _("sent"),
    State.GATHERED: _("part of a digest"),
    State.DROPPED: _("no longer wanted"),
    State.FAILED: _("could not be sent"),
}

PROBLEMS = {
    "letter_unwritable": _("The message cannot be written in the form that e-mail requires."),
    "sender_refused": _("The mail server does not accept our sender address."),
    "timed_out": _("The other side did not answer in time."),
    "connection_lost": _("The connection broke off in the middle."),
    "no_connection": _("The other side cannot be reached."),
    "password_refused": _("The mail server does not accept our name or password."),
    "server_busy": _("The other side is busy or being maintained."),
    "too_fast": _("The other side asked to be written to more slowly."),
    "chat_moved": _("The chat has another number now."),
    "chat_gone": _("The receiver blocked the bot or left the chat."),
    "token_refused": _("Telegram does not accept the token of the bot."),
    "answer_unreadable": _("The other side gave an answer that cannot be read."),
    "sender_failed": _("The message could not be made. The log says why."),
}
REFUSED = _("The other side refused the message: {code}.")


def say_problem(code: str) -> str:
    """The sentence of a problem's code; `smtp_550` and the like name what the other side said."""
    return str(PROBLEMS[code]) if code in PROBLEMS else str(REFUSED).format(code=code.rpartition("_")[2])
