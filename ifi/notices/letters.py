"""From deliveries to letters: words in the receiver's language, links, headers."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ifi.notices.addressing import is_security
from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import Letter
from ifi.notices.links import Purpose, token_of
from ifi.notices.models import Delivery, Notice
from ifi.notices.recipients import OFFICIAL, digest_of
from ifi.notices.saying import Said, say_all
from ifi.notices.waking import official_chat

# mail programs read a style sheet in the head; pages have theirs in files
_STYLE: SafeString = mark_safe(
    "<style>body{margin:0;padding:1.5rem;background:#f6f8f9;color:#12232b;"
    "font:16px/1.5 'IBM Plex Sans',Arial,sans-serif}"
    "main{max-width:36rem;margin:0 auto;padding:1.5rem;background:#fff;border-top:4px solid #0b4f5c}"
    "h1{font-size:1.375rem;line-height:1.3;margin:0 0 1rem}h2{font-size:1.0625rem;margin:1.5rem 0 .25rem}"
    "p{margin:0 0 1rem}a{color:#0a6478}footer{margin-top:2rem;padding-top:1rem;border-top:1px solid #c9d3d7;"
    "color:#52646d;font-size:.875rem}</style>"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One notice in a letter, with the whole address of the page it leads to."""

    said: Said
    address: str


def absolute(path: str) -> str:
    """The address of a path of ours, for outside."""
    return f"{settings.PUBLIC_ADDRESS}{path}"


def language_of(delivery: Delivery) -> str:
    if delivery.person is not None:
        return delivery.person.language
    if delivery.subscriber is not None:
        return delivery.subscriber.language
    return delivery.language or settings.LANGUAGE_CODE


def write(delivery: Delivery, notices: Sequence[Notice]) -> Letter:
    """The letter of a delivery; `notices`: its notice, or those of its digest. KeyError where no room knows them."""
    if delivery.receiver == OFFICIAL:
        return _official_post(delivery, notices[0])
    with override(language_of(delivery)):
        reader = delivery.person or AnonymousUser()
        said = say_all(notices, reader=reader)
        items = [Item(said[notice.pk], _leads_to(delivery, said[notice.pk])) for notice in notices]
        if delivery.channel == Channel.TELEGRAM:
            return _telegram(delivery, items)
        return _email(delivery, items, topics=[notice.topic for notice in notices])


def _leads_to(delivery: Delivery, said: Said) -> str:
    if said.address:
        return absolute(said.address)
    if delivery.subscriber is not None:
        return manage_address(delivery)
    return absolute(reverse("notices:mine"))


def manage_address(delivery: Delivery) -> str:
    """Where the receiver chooses what to get: a person's preferences, or a subscriber's secret page."""
    if delivery.subscriber is not None:
        token = token_of(Purpose.MANAGE, delivery.subscriber.handle)
        return absolute(reverse("notices:manage", args=[token]))
    return absolute(reverse("notices:preferences"))


def off_address(delivery: Delivery) -> str:
    """One click turns the topic off; the same in every language, so that it stays valid."""
    return absolute(reverse("notices_off", args=[token_of(Purpose.OFF, delivery.handle)]))


def _telegram(delivery: Delivery, items: Sequence[Item]) -> Letter:
    if delivery.period is None:
        brief, address = items[0].said.brief, items[0].address
    else:
        brief = ngettext("You have {count} new notice.", "You have {count} new notices.", len(items))
        brief = brief.format(count=len(items))
        address = absolute(reverse("notices:mine")) if delivery.person else manage_address(delivery)
    return Letter(
        key=str(delivery.handle), to=delivery.receiver.removeprefix("t:"), subject="", text=f"{brief}\n{address}"
    )


def _official_post(delivery: Delivery, notice: Notice) -> Letter:
    """In all three languages, each with its link."""
    parts = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = say_all([notice], reader=AnonymousUser())[notice.pk]
            parts.append(f"{said.brief}\n{absolute(said.address)}" if said.address else said.brief)
    return Letter(key=str(delivery.handle), to=official_chat(), subject="", text="\n\n".join(parts))


def _email(delivery: Delivery, items: Sequence[Item], *, topics: Sequence[str]) -> Letter:
    may_turn_off = (delivery.person_id or delivery.subscriber_id) and not all(map(is_security, topics))
    count = len(items)
    digest = ngettext("{count} new notice", "{count} new notices", count).format(count=count)
    subject = items[0].said.title if delivery.period is None else digest
    context = {
        "subject": subject,
        "items": items,
        "is_digest": delivery.period is not None,
        "off": off_address(delivery) if may_turn_off else "",
        "manage": manage_address(delivery) if delivery.person_id or delivery.subscriber_id else "",
        "language": language_of(delivery),
        "style": _STYLE,
    }
    headers = {
        "Message-ID": message_id(delivery),
        "Date": _date(delivery),
        "Auto-Submitted": "auto-generated",
        "Content-Language": language_of(delivery),
    }
    if may_turn_off:
        headers["List-Unsubscribe"] = f"<{off_address(delivery)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return Letter(
        key=str(delivery.handle),
        to=_address_of(delivery),
        subject=f"{subject} – {_('Innovation for Industry')}",
        text=render_to_string("notices/mail/letter.txt", context),
        html=render_to_string("notices/mail/letter.html", context),
        headers=headers,
    )


def _address_of(delivery: Delivery) -> str:
    if delivery.person is not None:
        return delivery.person.email
    if delivery.subscriber is not None:
        return delivery.subscriber.email or ""
    return delivery.address


def message_id(delivery: Delivery) -> str:
    """The same whenever the letter is sent, so that a mail program shows it once; it opens no link."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
    return f"<notice.{delivery.pk}.{digest_of('message', str(delivery.handle))[:24]}@{host}>"


def _date(delivery: Delivery) -> str:
    """When it was made, not when it was sent for the second time."""
    return format_datetime(delivery.made_at)
