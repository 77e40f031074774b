"""What the check finds, and how it tells how far it is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ifi.core.sentences import say

Tell = Callable[[int, int], None]  # how many records are done, of how many


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: `code` names the kind, `parameters` the record, place, row or head."""

    code: str
    parameters: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return say(f"audit.found.{self.code}", self.parameters)


def found(code: str, **parameters: object) -> Finding:
    return Finding(code, parameters)
