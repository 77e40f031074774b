"""A kind of document as a room would register it: the parties see and sign it, one for each wanted signature."""

import copy
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language

from ifi.signing import kinds
from ifi.signing.canonical import read_content
from ifi.signing.errors import DocumentUnknown
from ifi.signing.rules import Expectation

TITLES = {"kk": "Өтініш", "ru": "Заявление", "en": "Application"}
SIGNED = []  # what the kind was told, newest last
ENDED = []


def _is_party(actor, document) -> bool:
    return getattr(actor, "pk", None) in read_content(document.stored)["parties"]


def _expected(document) -> Expectation:
    content = read_content(document.stored)
    return Expectation(bin=content["bin"], count=content.get("count", 1))


def _signed(signature, *, by, on) -> None:
    if read_content(signature.document.stored).get("undone"):
        raise DocumentUnknown
    SIGNED.append((signature.pk, by, on))


def _ended(document, end, *, by, on) -> None:
    ENDED.append((document.pk, end))


PAPER = kinds.DocumentKind(
    name="test.paper",
    title=lazy(lambda: TITLES[get_language()[:2]], str)(),
    template="papers/paper.html",
    may_see=_is_party,
    may_sign=_is_party,
    expected=_expected,
    signed=_signed,
    ended=_ended,
)
kinds.register(PAPER)


def with_template_of_the_paper(templates):
    changed = copy.deepcopy(templates)
    changed[0]["DIRS"] = [str(Path(__file__).parent / "templates")]
    return changed
