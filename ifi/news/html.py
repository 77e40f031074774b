"""A parsed body as HTML, every letter of it escaped."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ifi.news.markup import Line, Link, Paragraph, parse

_LINK = '<a class="govuk-link" href="{}" rel="noopener nofollow">{}</a>'


def body_html(text: str) -> SafeString:
    """Paragraphs and lists of a body."""
    parts = []
    for block in parse(text):
        if isinstance(block, Paragraph):
            parts.append(format_html('<p class="govuk-body">{}</p>', _line(block.line)))
        else:
            points = format_html_join("", "<li>{}</li>", ((_line(line),) for line in block.lines))
            parts.append(format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', points))
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _line(line: Line) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html(_LINK, inline.address, inline.text) if isinstance(inline, Link) else inline.text,)
            for inline in line
        ),
    )
