"""The catalogue of acts: every event code with its sentence. Rooms register theirs from `<room>/events.py`."""

from collections.abc import Mapping

from ifi.core import sentences

_PREFIX = "event:"  # an event and an error may have the same code
_codes: set[str] = set()


def register(events: Mapping[str, object]) -> None:
    """Add a room's events: `room.thing_done` → lazily translated sentence with `{parameter}` places.

    A sentence says what happened and not who did it ("Performance of {amount} accepted"): pages name the person beside.
    """
    sentences.register({_PREFIX + code: sentence for code, sentence in events.items()})
    _codes.update(events)


def knows(code: str) -> bool:
    return code in _codes


def codes() -> tuple[str, ...]:
    return tuple(sorted(_codes))


def say(code: str, parameters: Mapping[str, object] | None = None) -> str:
    """The event in the reader's language; a parameter that the record does not have stays a dash."""
    return sentences.say(_PREFIX + code, _WithDashes(parameters or {}))


class _WithDashes(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "–"
