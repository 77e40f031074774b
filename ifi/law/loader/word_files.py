"""The files of acts and sentences."""

import re

from ifi.law.loader.nodes import Place
from ifi.law.norms import LANGUAGES, Act, NormBook, Text
from ifi.law.words import Words

NAME_KINDS = (
    "base_type",
    "channel",
    "channel_kind",
    "status",
    "confidence",
    "mineral",
    "exempt_ground",
    "norm",
    "value",
    "source",
    "wanted",
    "label",
)
_PLACE = re.compile(r"{(\w+)}")


def read_acts(place: Place) -> dict[str, Act]:
    """Acts and other sources by code."""
    acts: dict[str, Act] = {}
    for code, entry in place.items():
        fields = entry.fields(("name",), ("link",))
        acts[code] = Act(code, fields["name"].texts(), fields["link"].text() if "link" in fields else "")
    return acts


def read_words(place: Place, book: NormBook) -> Words:
    """The sentences and the words for codes."""
    fields = place.fields(("steps", "errors", "unknown", *NAME_KINDS))
    names = {kind: _texts(fields[kind]) for kind in NAME_KINDS}
    return Words(_texts(fields["steps"]), _texts(fields["errors"]), _texts(fields["unknown"]), names, book)


def _texts(place: Place) -> dict[str, Text]:
    """Code → words; the places in braces must be the same in every language."""
    found: dict[str, Text] = {}
    for code, entry in place.items():
        text = entry.texts()
        places = {language: sorted(set(_PLACE.findall(text.say(language)))) for language in LANGUAGES}
        if len({tuple(names) for names in places.values()}) > 1:
            entry.refuse(f"the places in braces differ between the languages: {places}")
        found[code] = text
    return found
