"""What people do in Telegram: connect a chat by a one-time link, choose a language, stop."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.channels import is_configured
from ifi.notices.errors import ChannelOff
from ifi.notices.letters import absolute
from ifi.notices.links import Purpose, handle_of, token_of
from ifi.notices.looking import note_number
from ifi.notices.models import Subscriber, Subscription, TelegramChat, TelegramInvitation
from ifi.notices.recipients import digest_of
from ifi.notices.subscriptions import check_not_too_often, check_topics, erase_subscriber, keep
from ifi.notices.tidying import INVITATION_LIFE

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot answers in a chat."""

    chat_id: int
    text: str

    def as_call(self) -> dict[str, object]:
        """The parameters of `sendMessage`.

        The markup, which nobody sees, makes it a message that cannot be edited, so that it is never taken for a notice
        that is looked for (TelegramLine.look).
        """
        options = {"link_preview_options": {"is_disabled": True}, "reply_markup": {"remove_keyboard": True}}
        return {"chat_id": self.chat_id, "text": self.text, **options}


@transaction.atomic
def invite_person(*, by: User, now: datetime) -> str:
    """The link that connects a chat to the person: ten minutes, once. An earlier one ends. Raises ChannelOff."""
    TelegramInvitation.objects.filter(person=by).delete()
    return _invite(now, person=by, language=by.language)


@transaction.atomic
def invite_subscriber(*, topics: Collection[str], language: str, network: str, now: datetime) -> str:
    """The link that subscribes a chat to public topics. Raises ChannelOff, TopicUnknown, SubscribedTooOften."""
    check_topics(topics)
    asked_from = digest_of("network", network)
    check_not_too_often(asked_from, now)
    return _invite(now, topics=sorted(set(topics)), language=language, asked_from=asked_from)


def _invite(now: datetime, **fields: Any) -> str:
    if not is_configured(Channel.TELEGRAM) or not settings.TELEGRAM_BOT:
        raise ChannelOff(channel=Channel.TELEGRAM)
    invitation = TelegramInvitation.objects.create(made_at=now, expires_at=now + INVITATION_LIFE, **fields)
    return f"https://t.me/{settings.TELEGRAM_BOT}?start={token_of(Purpose.TELEGRAM, invitation.pk)}"


@transaction.atomic
def disconnect(*, by: User) -> None:
    """The person's chat is written to no longer."""
    _release(TelegramChat.objects.filter(person=by).first())
    record("notices.chat_disconnected", Target.of("person", by.pk), by=by)


def _release(chat: TelegramChat | None) -> None:
    """Take the person off the chat; a chat that nobody needs is forgotten."""
    if chat is None:
        return
    if Subscriber.objects.filter(chat=chat).exists():
        TelegramChat.objects.filter(pk=chat.pk).update(person=None)
    else:
        chat.delete()


@transaction.atomic
def answer_update(update: Mapping[str, Any], *, now: datetime) -> Reply | None:
    """What follows from an update of Telegram, and what the bot says to it; an update may come twice."""
    member = update.get("my_chat_member")
    if isinstance(member, Mapping):
        left = _number(_part(member, "chat").get("id"))
        if left is not None and _part(member, "new_chat_member").get("status") in ("kicked", "left"):
            _stop(left)
        return None
    message = _part(update, "message")
    chat, text = _part(message, "chat"), message.get("text")
    chat_id = _number(chat.get("id"))
    if chat.get("type") in ("private", "group"):
        note_number(Channel.TELEGRAM, _number(message.get("message_id")))
    if chat_id is None or not isinstance(text, str):
        return None
    command, _sep, rest = text.partition(" ")
    known = TelegramChat.objects.select_for_update().filter(chat_id=chat_id).first()
    language = known.language if known else _language(_part(message, "from").get("language_code"))
    with override(language):
        said = _act(command.partition("@")[0], rest.strip(), chat_id, chat.get("type") == "private", language, now)
    return Reply(chat_id, said)


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and abs(value) < 2**62 else None


def _language(code: object) -> str:
    return code[:2] if isinstance(code, str) and code[:2] in LANGUAGES else str(settings.LANGUAGE_CODE)


def _act(command: str, rest: str, chat_id: int, is_private: bool, language: str, now: datetime) -> str:
    if command == "/start" and rest:
        return _start(rest, chat_id, is_private, now)
    if command == "/stop":
        _stop(chat_id)
        return _("You will get no more messages here. Nothing is kept about this chat.")
    if command == "/language":
        return _choose_language(rest, chat_id)
    return (
        _("Here you get notices of Innovation for Industry. Choose topics: {address}").format(
            address=absolute(reverse("notices:subscribe"))
        )
        + "\n"
        + _("/stop ends all messages. /language kk, ru or en changes the language.")
    )


def _start(token: str, chat_id: int, is_private: bool, now: datetime) -> str:
    """Use an invitation. The same update of Telegram may come twice, so the chat that used it hears the same again."""
    handle = handle_of(Purpose.TELEGRAM, token)
    invitation = TelegramInvitation.objects.select_for_update().filter(pk=handle).first() if handle else None
    if invitation is None or (invitation.used_by or chat_id) != chat_id or invitation.expires_at <= now:
        return _("This link was used or is older than ten minutes. Make a new one on the site.")
    if invitation.person_id is not None and not is_private:
        return _("Connect your own notices in a private chat with the bot, not in a group.")
    invitation.used_by = chat_id
    invitation.save(update_fields=["used_by"])
    if invitation.person_id is not None:
        _connect_person(invitation, chat_id)
        return _("The chat is connected. You will get your notices here. /stop ends them.")
    with override(invitation.language):
        return _subscribe(invitation, chat_id)


def _connect_person(invitation: TelegramInvitation, chat_id: int) -> None:
    """The chat is the person's; a chat that the person had before, and a person that the chat had, are released."""
    _release(TelegramChat.objects.filter(person=invitation.person).exclude(chat_id=chat_id).first())
    TelegramChat.objects.update_or_create(
        chat_id=chat_id,
        defaults={"person": invitation.person, "language": invitation.language, "is_blocked": False},
    )
    record("notices.chat_connected", Target.of("person", invitation.person_id), by=Program("telegram"))


def _subscribe(invitation: TelegramInvitation, chat_id: int) -> str:
    chat, _is_new = TelegramChat.objects.update_or_create(
        chat_id=chat_id, defaults={"is_blocked": False, "language": invitation.language}
    )
    subscriber, _is_new = Subscriber.objects.get_or_create(chat=chat, defaults={"language": invitation.language})
    for topic in invitation.topics:
        Subscription.objects.get_or_create(subscriber=subscriber, topic=topic)
    keep("notices.subscribed", subscriber)
    address = absolute(reverse("notices:manage", args=[token_of(Purpose.MANAGE, subscriber.handle)]))
    return _("You are subscribed. Change or end it here: {address}").format(address=address)


def _stop(chat_id: int) -> None:
    """End everything that goes to the chat."""
    chat = TelegramChat.objects.filter(chat_id=chat_id).first()
    if chat is None:
        return
    subscriber = Subscriber.objects.select_related("chat").filter(chat=chat).first()
    if subscriber is not None:
        erase_subscriber(subscriber)
    TelegramChat.objects.filter(chat_id=chat_id).delete()


def _choose_language(wanted: str, chat_id: int) -> str:
    if wanted not in LANGUAGES:
        return _("Write /language kk, /language ru or /language en.")
    TelegramChat.objects.filter(chat_id=chat_id).update(language=wanted)
    Subscriber.objects.filter(chat__chat_id=chat_id).update(language=wanted)
    with override(wanted):
        return pgettext("of Telegram, said in the language that was chosen", "From now on messages come in English.")
