"""The pool of made-up enterprises that hold rights and perform research."""

from datetime import date
from random import Random

from ifi.obligations.demonstration.names import enterprise, identification_numbers
from ifi.obligations.demonstration.values import Enterprise

_CITIES = ("71", "75", "79", "35")
_PERFORMERS = {"research_institute": (12, "72.1"), "university": (6, "85.4"), "other": (5, "62")}
_SINCE = date(1995, 1, 1)  # every made-up enterprise exists before its first right


class Enterprises:
    """Makes enterprises when they are asked for and remembers who works where."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers = identification_numbers()
        self._made: list[Enterprise] = []
        self._by_sector: dict[str, list[str]] = {}
        self._holders = 0
        self.performers = {kind: self._performers(kind) for kind in _PERFORMERS}

    @property
    def all(self) -> tuple[Enterprise, ...]:
        return tuple(self._made)

    def holder(self, sector: str, region: str, oked: str) -> str:
        """BIN of a holder of the sector: one that holds a right already, or a new one."""
        known = self._by_sector.setdefault(sector, [])
        if known and self._random.randint(1, 100) <= 35:
            return self._random.choice(known)
        bin = self._new(region, oked)
        known.append(bin)
        return bin

    def another(self, bin: str, sector: str, region: str, oked: str) -> str:
        """BIN of a holder other than `bin`."""
        other = self.holder(sector, region, oked)
        return other if other != bin else self._new(region, oked)

    def _new(self, region: str, oked: str) -> str:
        self._holders += 1
        renamed_on = date(2022, 6, 1) if self._random.randint(1, 100) <= 5 else None
        made = enterprise(
            next(self._numbers),
            "subsoil_user",
            self._holders,
            region=region,
            oked=oked,
            since=_SINCE,
            renamed_on=renamed_on,
        )
        self._made.append(made)
        return made.bin

    def _performers(self, kind: str) -> tuple[str, ...]:
        count, oked = _PERFORMERS[kind]
        made = [
            enterprise(next(self._numbers), kind, number, region=self._random.choice(_CITIES), oked=oked, since=_SINCE)
            for number in range(1, count + 1)
        ]
        self._made.extend(made)
        return tuple(row.bin for row in made)
