"""Markup of amounts, dates, marks and links. Each function returns safe HTML in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from ifi.core import display
from ifi.law.facts import Confidence

TAG_COLOURS = frozenset({"ok", "warn", "bad", "info", "neutral"})
CURSORS = ("after", "before")  # the query's parts that say where in a list one is


def language() -> str:
    return get_language() or "en"


def unknown(note: str = "") -> SafeString:
    """The mark of a value that is not known; never a zero, never a dash."""
    if note:
        return format_html('<span class="ifi-unknown" title="{}">{}</span>', note, gettext("not known"))
    return format_html('<span class="ifi-unknown">{}</span>', gettext("not known"))


def money(amount: Decimal | None) -> SafeString:
    """`1 234 567,89 ₸`."""
    return unknown() if amount is None else _data(amount, display.show_money(amount, language()))


def amount(value: Decimal | None) -> SafeString:
    """`1 234 567,89`, for columns whose heading has the tenge sign."""
    return unknown() if value is None else _data(value, display.show_amount(value, language()))


def large(value: Decimal | None) -> SafeString:
    """`92,41 млрд ₸`; the exact amount is the element's value and its title."""
    if value is None:
        return unknown()
    exact = display.show_money(value, language())
    text = display.show_large(value, language())
    return format_html('<data class="ifi-amount" value="{}" title="{}">{}</data>', f"{value:.2f}", exact, text)


def percent(share: Decimal | None) -> SafeString:
    """0.99999 → `99,99 %`: cut, never rounded up."""
    if share is None:
        return unknown()
    return format_html(
        '<data class="ifi-amount" value="{}">{}</data>', f"{share:f}", display.show_percent(share, language())
    )


def rate(value: Decimal | None) -> SafeString:
    """0.01 → `1 %`, with every digit."""
    if value is None:
        return unknown()
    return format_html(
        '<data class="ifi-amount" value="{}">{}</data>', f"{value:f}", display.show_rate(value, language())
    )


def count(value: int | None) -> SafeString:
    return unknown() if value is None else format_html("{}", display.show_count(value, language()))


def day(value: date | None) -> SafeString:
    """`24.11.2026`."""
    if value is None:
        return unknown()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), display.show_day(value))


def long_day(value: date | None) -> SafeString:
    """`24 November 2026`, `24 ноября 2026 г.`, `2026 жылғы 24 қараша`."""
    if value is None:
        return unknown()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), display.show_long_day(value, language()))


def moment(value: datetime | None) -> SafeString:
    """`24.11.2026, 15:04` in the country's time."""
    if value is None:
        return unknown()
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}, {}</time>',
        local.isoformat(timespec="seconds"),
        display.show_day(local),
        f"{local:%H:%M}",
    )


def tag(text: str, colour: str = "neutral", needs_you: bool = False) -> SafeString:
    """A status: always a word, the colour only helps."""
    if colour not in TAG_COLOURS:
        raise ValueError(f"{colour!r} is none of {sorted(TAG_COLOURS)}")
    mark = " ifi-tag--needs-you" if needs_you else ""
    return format_html('<span class="ifi-tag ifi-tag--{}{}">{}</span>', colour, mark, text)


def confidence_words(grade: str) -> str:
    """What a grade of confidence means, in words."""
    words = {
        Confidence.A: pgettext("confidence", "primary source read"),
        Confidence.B: pgettext("confidence", "two sources agree"),
        Confidence.C: pgettext("confidence", "one source"),
        Confidence.M: pgettext("confidence", "not confirmed"),
        Confidence.READING: pgettext("confidence", "our reading"),
    }
    return words[Confidence(grade)]


def confidence(grade: str) -> SafeString:
    """A mark and its words: `A primary source read`."""
    letter = "?" if grade == Confidence.READING else str(grade)
    mark = format_html(
        '<span class="ifi-confidence__grade ifi-confidence__grade--{}" aria-hidden="true">{}</span>', grade, letter
    )
    return format_html('<span class="ifi-confidence">{}{}</span>', mark, confidence_words(grade))


def figure(value: Decimal | None, address: str) -> SafeString:
    """An amount that was computed: a link to its reason, opened in place where the script runs.

    The page at `address` marks the reason with `data-reason`.
    """
    return format_html('<a class="ifi-figure" data-figure href="{}">{}</a>', address, money(value))


def query(request: HttpRequest, **changes: object) -> str:
    """This page's address with some parts of the query changed; None or "" takes a part out."""
    parts = [(key, value) for key, values in request.GET.lists() if key not in changes for value in values]
    parts += [(key, str(value)) for key, value in changes.items() if value not in (None, "")]
    return f"{request.path}?{urlencode(parts)}" if parts else request.path


def _data(value: Decimal, text: str) -> SafeString:
    """Digits and the signs among them need no escaping, and pages hold hundreds of amounts."""
    return SafeString(f'<data class="ifi-amount" value="{value:.2f}">{text}</data>')
