"""How a person is told of what happened to their account.

The notices stand above this room and register at start-up how they tell; without them a letter is sent.
"""

from collections.abc import Callable, Mapping

from ifi.accounts.letters import send_letter
from ifi.accounts.models import User
from ifi.accounts.reader import reader_of, reading_as
from ifi.accounts.rights import Actor

Tell = Callable[[str, User, Actor, Mapping[str, object]], None]  # code, whom, who acted, what the sentence names


def _by_letter(code: str, person: User, _by: Actor, parameters: Mapping[str, object]) -> None:
    send_letter(code, email=person.email, language=person.language, **parameters)


_ways: list[Tell] = [_by_letter]


def register(way: Tell) -> None:
    """Tell in this way from now on."""
    _ways[:] = [way]


def tell(code: str, person: User, by: Actor, parameters: Mapping[str, object]) -> None:
    """What the person is told is theirs, whoever acted: it is written as by them."""
    with reading_as(reader_of(person)):
        _ways[0](code, person, by, parameters)
