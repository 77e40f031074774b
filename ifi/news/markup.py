"""The body of a news item: paragraphs, lists and links out of plain text, and nothing else. Pure.

A blank line ends a paragraph; lines that begin with `- ` are a list; `[words](https://address)` is a link. Whatever is
not one of these stays text, letter by letter, so that there is nothing in it to be afraid of.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\(([^()\s]{1,500})\)")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_ITEM = "- "
_ADDRESS = re.compile(r"[!-~]+")  # printable ASCII: an address in another script comes encoded


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an http or https address."""

    text: str
    address: str


Inline = Words | Link
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Points:
    """An unnumbered list."""

    lines: tuple[Line, ...]


Block = Paragraph | Points


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a body. Any text can be read; what is not understood stays words."""
    blocks: list[Block] = []
    for part in _BLANK.split(_plain(text)):
        blocks += _blocks([line.strip() for line in part.split("\n") if line.strip()])
    return tuple(blocks)


def is_web_address(address: str) -> bool:
    """Whether an address may be a link: http or https, a host, no name or password in it."""
    if not _ADDRESS.fullmatch(address) or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and has_port


def words_of(text: str) -> str:
    """The body without its marks, for places that show text only."""
    lines: list[str] = []
    for block in parse(text):
        found = block.lines if isinstance(block, Points) else (block.line,)
        lines += ["".join(inline.text for inline in line) for line in found]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """One kind of line end; characters that steer a screen or the direction of writing are left out."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in joined if sign in "\n\t" or not _steers(sign))


def _steers(sign: str) -> bool:
    code = ord(sign)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069


def _blocks(lines: list[str]) -> list[Block]:
    """Runs of list lines and of other lines, in their order."""
    blocks: list[Block] = []
    words: list[str] = []
    points: list[Line] = []
    for line in [*lines, None]:
        is_point = line is not None and line.startswith(_ITEM)
        if words and (is_point or line is None):
            blocks.append(Paragraph(_inlines(" ".join(words))))
            words = []
        if points and not is_point:
            blocks.append(Points(tuple(points)))
            points = []
        if is_point and line is not None:
            points.append(_inlines(line.removeprefix(_ITEM).strip()))
        elif line is not None:
            words.append(line)
    return blocks


def _inlines(line: str) -> Line:
    found: list[Inline] = []
    end = 0
    for match in _LINK.finditer(line):
        words, address = match.groups()
        if not is_web_address(address):
            continue
        if match.start() > end:
            found.append(Words(line[end : match.start()]))
        found.append(Link(words, address))
        end = match.end()
    if end < len(line):
        found.append(Words(line[end:]))
    return tuple(found)
