"""What a reader may see of duties, as a condition of the query itself: what one may not see is not fetched.

Open to all are the yearly R&D figures of instruments under the Code (Art. 77(2)(9), 77(4)). Art. 77 is not extended to
legacy contracts (277(3)): of those the public sees one sum a year over all of them together, and only where at least
`FEWEST_USERS` users make it up (counted by the database itself: migration 0008). Not broken down further, so that no
user can be told by subtraction.
"""

from dataclasses import dataclass, replace
from typing import Any

from ifi.accounts.rights import Permission, acts_for, may

FEWEST_USERS = 3
Condition = tuple[str, list[Any]]  # SQL and its parameters


@dataclass(frozen=True, slots=True)
class Sight:
    """`sees_all` with an empty `authority`: everything; with one: what is public and what that authority is in charge
    of; without: what is public. Besides, all of the `organisation` that the reader acts for."""

    sees_all: bool
    authority: str = ""
    organisation: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.sees_all and not self.authority

    def in_full(self, *, authority: str, organisation: int) -> bool:
        """Whether what stands behind a duty's figures is shown too: base, payments, entries, penalty."""
        return (self.sees_all and self.authority in ("", authority)) or organisation == self.organisation

    def is_of_another(self, authority: str) -> bool:
        """Whether the reader's own authority is why more is not shown: another one is in charge."""
        return self.sees_all and self.authority not in ("", authority)

    def condition(self) -> Condition:
        """SQL over columns of the balance table and its parameters."""
        if self.is_whole:
            return "TRUE", []
        seen, parameters = ["is_public"], list[Any]()
        if self.sees_all:
            seen.append("authority = %s")
            parameters.append(self.authority)
        if self.organisation is not None:
            seen.append("organisation_id = %s")
            parameters.append(self.organisation)
        return f"({' OR '.join(seen)})", parameters

    def of_totals(self) -> "Sight":
        """Totals are kept by authority and not by organisation: in them one's own is what it is to everyone."""
        return replace(self, organisation=None)


def sight_of(actor: object) -> Sight:
    """What the actor may see; anyone without a sign-in sees what is public."""
    own = acts_for(actor) if may(actor, Permission.OWN_DUTIES_SEE) else None
    if not may(actor, Permission.DUTY_SEE_ALL):
        return Sight(sees_all=False, organisation=own)
    return Sight(sees_all=True, authority=getattr(actor, "authority", ""), organisation=own)
