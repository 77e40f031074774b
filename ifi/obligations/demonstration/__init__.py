"""The demonstration portfolio: made up from a seed, calibrated to published figures, marked wherever it shows.

`portfolio` makes it (pure), `load` carries it out through the services. Whoever starts the system needs two calls only.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifi.obligations.demonstration.people import SignIn


def load_if_empty() -> bool:
    """Load the portfolio into a database without organisations, with a bar on the terminal; True when it was loaded."""
    from ifi.obligations.demonstration.commands import load_with_bar

    return load_with_bar()


def sign_ins() -> "list[SignIn]":
    """How the demonstration's people sign in, as far as this machine knows their secrets."""
    from ifi.obligations.demonstration import people

    return people.sign_ins()
