"""What a reader may see of duties, as a condition of the query itself: what one may not see is not fetched.

Open to all are the yearly R&D figures of instruments under the Code (Art. 77(2)(9), 77(4)). Art. 77 is not extended to
legacy contracts (277(3)): of those the public sees one sum a year over all of them together, and only where at least
`FEWEST_USERS` users make it up (counted by the database itself: migration 0008). Not broken down further, so that no
user can be told by subtraction.
"""

from dataclasses import dataclass
from typing import Any

from ifi.accounts.rights import Permission, may

FEWEST_USERS = 3
Condition = tuple[str, list[Any]]  # SQL and its parameters


@dataclass(frozen=True, slots=True)
class Sight:
    """`sees_all` with an empty `authority`: everything; with one: what is public and what that authority is in charge
    of; without: what is public."""

    sees_all: bool
    authority: str = ""

    @property
    def is_whole(self) -> bool:
        return self.sees_all and not self.authority

    def condition(self, table: str = "") -> Condition:
        """SQL over columns of the balance table (or its totals) and its parameters."""
        prefix = f"{table}." if table else ""
        if self.is_whole:
            return "TRUE", []
        if self.sees_all:
            return f"({prefix}is_public OR {prefix}authority = %s)", [self.authority]
        return f"{prefix}is_public", []


def sight_of(actor: object) -> Sight:
    """What the actor may see; anyone without a sign-in sees what is public."""
    if not may(actor, Permission.DUTY_SEE_ALL):
        return Sight(sees_all=False)
    return Sight(sees_all=True, authority=getattr(actor, "authority", ""))
