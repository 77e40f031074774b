"""What rooms above have to say when a person is erased; each registers it at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Check = Callable[[int, date], None]  # a person's id, today; raises what stands in the way
Erase = Callable[[int, str], None]  # a person's id and e-mail address


@dataclass(frozen=True, slots=True)
class Room:
    check: Check
    erase: Erase


_rooms: dict[str, Room] = {}


def register(name: str, *, check: Check, erase: Erase) -> None:
    _rooms[name] = Room(check, erase)


def rooms() -> tuple[Room, ...]:
    return tuple(_rooms.values())
