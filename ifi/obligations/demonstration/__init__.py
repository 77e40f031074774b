"""The demonstration portfolio: made up from a seed, calibrated to published figures, marked wherever it shows.

`portfolio` makes it (pure), `load` carries it out through the services. Whoever starts the system needs two calls only.
"""


def load_if_empty() -> bool:
    """Load the portfolio into a database without organisations, with a bar on the terminal; True when it was loaded."""
    from ifi.obligations.demonstration.commands import load_with_bar

    return load_with_bar()


def sign_ins() -> list[tuple[str, str, str]]:
    """E-mail, password and role of the demonstration's people, as far as this machine knows the passwords."""
    from ifi.obligations.demonstration import people

    return list(people.sign_ins())
