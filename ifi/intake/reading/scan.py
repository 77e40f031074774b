"""What a worksheet's XML tells that a reader of values does not: formulas, numbers with unsure digits, true extent."""

from collections.abc import Callable
from typing import Any

from ifi.intake.rules import has_too_many_digits


class SheetScan:
    """Collects, while the worksheet's XML is parsed: formulas and unsure numbers as (row, column index), and extent.

    Rows are numbered from 1, columns from 0. Only cells with a value count for the extent.
    """

    def __init__(self, *, seen_before: int, progress: Callable[[int], None]) -> None:
        self.formulas: list[tuple[int, int]] = []
        self.unsure_numbers: list[tuple[int, int]] = []
        self.rows = 0
        self.first_row, self.last_row, self.first_index, self.last_index = 0, 0, 1 << 30, -1
        self._seen_before, self._progress = seen_before, progress
        self._row, self._index, self._is_number, self._in_value, self._text = 0, -1, False, False, ""

    def attach(self, parser: Any) -> None:
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def tell(self) -> None:
        self._progress(self._seen_before + self.rows)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            address = attributes.get("r")
            self._index = self._index + 1 if address is None else _index_of(address)
            self._is_number = attributes.get("t", "n") == "n"
        elif name == "v" or name == "is":
            self._in_value, self._text = True, ""
        elif name == "f":
            self.formulas.append((self._row, self._index))
        elif name == "row":
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else int(number)
            self._index = -1

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._text += text

    def _end(self, name: str) -> None:
        if not self._in_value or name.rpartition(":")[2] not in ("v", "is"):
            return
        self._in_value = False
        row, index = self._row, self._index
        if row != self.last_row:
            self.rows += 1
            self.first_row = self.first_row or row
            self.last_row = max(row, self.last_row)
        if index > self.last_index:
            self.last_index = index
        if index < self.first_index:
            self.first_index = index
        if self._is_number and len(self._text) > 15 and _is_unsure(self._text):
            self.unsure_numbers.append((row, index))


def _index_of(address: str) -> int:
    """Column index from 0 of an address such as `BC17`."""
    index = 0
    for letter in address:
        if letter.isdigit():
            break
        index = index * 26 + ord(letter) - 64
    return index - 1


def _is_unsure(text: str) -> bool:
    try:
        return has_too_many_digits(float(text))
    except (ValueError, OverflowError, ArithmeticError):
        return True
