"""What is due for one right and one calendar year, with the steps that led to it."""

from datetime import date

from ifi.law.facts import Assessment, Base, RightFacts
from ifi.law.norms import NormBook


def assess(facts: RightFacts, year: int, base: Base | None, book: NormBook, on: date | None = None) -> Assessment:
    """What is due for the year (tenge, rounded to the tiyn), with cited steps.

    `base`: the declared base of the year before; `on`: the law as it stood on that day. Raises BaseNegative,
    BaseTypeWrong, RegimeUnknown, RegimeMissing, MineralUnknown, NormNotInForce, OwnTermUnreadable, OwnTermTwice.
    """
    raise NotImplementedError
