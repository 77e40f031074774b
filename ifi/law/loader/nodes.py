"""YAML read strictly: every node knows its file and line; a number that is not in quotes is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import yaml

from ifi.law.errors import NormFileBad
from ifi.law.given import Plain
from ifi.law.norms import LANGUAGES, NormValue, Text

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = "tag:yaml.org,2002:int"
_NUMBERS = ("tag:yaml.org,2002:float", _INTEGER)
_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a file, to read from and to complain about."""

    file: str
    node: yaml.Node

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def refuse(self, reason: str) -> NoReturn:
        raise NormFileBad(file=self.file, line=self.line, reason=reason)

    def fields(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, "Place"]:
        """The values of a mapping; a missing, unknown or repeated key is refused."""
        found = dict(self.items())
        for name, place in found.items():
            if name not in required and name not in optional:
                place.refuse(f"unknown key “{name}”; known here: {', '.join((*required, *optional))}")
        for name in required:
            if name not in found:
                self.refuse(f"“{name}” is missing")
        return found

    def items(self) -> Iterator[tuple[str, "Place"]]:
        """Keys and values of a mapping in their order; a repeated key is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse("names with values are wanted here")
        seen: set[str] = set()
        for key, value in self.node.value:
            place = Place(self.file, value)
            if not isinstance(key, yaml.ScalarNode):
                Place(self.file, key).refuse("a name is wanted here")
            if key.value in seen:
                Place(self.file, key).refuse(f"“{key.value}” is here twice")
            seen.add(key.value)
            yield key.value, place

    def each(self) -> list["Place"]:
        """The items of a list that is not empty."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self.refuse("a list with at least one item is wanted here")
        return [Place(self.file, item) for item in self.node.value]

    def text(self) -> str:
        """A text; a number must stand in quotes, so that it stays exact."""
        node = self.node
        if not isinstance(node, yaml.ScalarNode):
            self.refuse("one text is wanted here")
        if node.tag in _NUMBERS:
            self.refuse(f"the number {node.value} must stand in quotes, so that it stays exact")
        if node.tag == _NULL or not node.value.strip():
            self.refuse("a text is wanted here, nothing is written")
        return str(node.value)

    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def is_null(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NULL

    def flag(self) -> bool:
        if not isinstance(self.node, yaml.ScalarNode) or self.node.value not in ("true", "false"):
            self.refuse("true or false is wanted here")
        return bool(self.node.value == "true")

    def day(self) -> date:
        """A date such as 2018-06-29."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.refuse(f"“{self.text()}” is not a date such as 2018-06-29")

    def texts(self) -> Text:
        """The same words in Kazakh, Russian and English, none of them empty."""
        found = self.fields(LANGUAGES)
        return Text(**{language: found[language].text() for language in LANGUAGES})

    def value(self) -> NormValue:
        """A norm's value: text, list of texts, true, false or null."""
        if self.is_null():
            return None
        if isinstance(self.node, yaml.SequenceNode):
            return tuple(item.text() for item in self.each())
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag == _BOOL and not self.node.style:
            return self.flag()
        return self.text()

    def plain(self) -> Plain:
        """Texts, lists and mappings of texts as they stand; a whole number may go without quotes, no fraction may."""
        if self.is_null():
            return None
        if isinstance(self.node, yaml.MappingNode):
            return {name: place.plain() for name, place in self.items()}
        if isinstance(self.node, yaml.SequenceNode):
            return tuple(item.plain() for item in self.each())
        if self.node.tag == _INTEGER:
            return str(self.node.value)
        return self.text()


def read_place(path: Path) -> Place:
    """The root of a YAML file. Raises NormFileBad where it is no readable YAML."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NormFileBad(file=path.name, line=line, reason=f"no readable YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise NormFileBad(file=path.name, line=1, reason=f"cannot be read: {error}") from None
    if node is None:
        raise NormFileBad(file=path.name, line=1, reason="the file is empty")
    return Place(path.name, node)
