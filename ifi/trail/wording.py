"""Acts in the words of the reader's language: what happened, to what, by whom, and each field before and after."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ifi.audit import events
from ifi.core.display import show_day, show_money, show_number, trim
from ifi.core.identifiers import record_number
from ifi.core.targets import Shown, Target, show
from ifi.trail.fields import FIELDS, KINDS
from ifi.trail.people import names_of
from ifi.trail.queries import Act
from ifi.trail.values import words_of

COLLECTIVES = {
    "duties": gettext_lazy("Several duties"),
    "people": gettext_lazy("The list of people"),
    "trail": gettext_lazy("The trail"),
    "table": gettext_lazy("Rows of the database"),
    "demonstration": gettext_lazy("The demonstration"),
    "reconciliation": gettext_lazy("Reconciliation of a year"),
    "tolerance": gettext_lazy("Tolerances of reconciliation"),
}
PROGRAMS = {
    "command line": gettext_lazy("command typed on the server"),
    "delegations": gettext_lazy("program that ends delegations"),
    "demonstration": gettext_lazy("program of the demonstration"),
    "erasure": gettext_lazy("program that erases personal data"),
    "import": gettext_lazy("program of imports"),
    "invitation": gettext_lazy("program of invitations"),
    "members": gettext_lazy("program of memberships"),
    "public": gettext_lazy("anyone, without signing in"),
    "report days": gettext_lazy("program of reminders"),
    "subscriptions": gettext_lazy("a follower without an account"),
    "telegram": gettext_lazy("the Telegram bot"),
    "terms of personal data": gettext_lazy("program that ends terms of personal data"),
    "time to sign": gettext_lazy("program that ends the time to sign"),
    "upgrade": gettext_lazy("upgrade of the system"),
}
NOTHING = "–"
IN_LISTS = 3  # objects of one act
IN_FILES = 20
ON_A_PAGE = 1000


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act ready for a page or a file."""

    number: int
    at: datetime
    on: date
    what: str
    who: str
    objects: tuple[Shown, ...]
    changes: tuple[tuple[str, str, str], ...]
    code: str


def describe_collective(kind: str) -> Callable[[Collection[str], object], Mapping[str, Shown]]:
    """What has no page of its own is named by its kind, to everyone."""

    def describe(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
        return {key: Shown(str(COLLECTIVES[kind])) for key in keys}

    return describe


def shown_acts(acts: Sequence[Act], *, reader: object, most: int = IN_LISTS) -> list[ShownAct]:
    """The acts in words, each with at most so many objects; names and labels are looked up together."""
    targets = {target for act in acts for target in (act.target, *act.also[:most])}
    labels = show(targets, reader=reader)
    names = names_of({act.person for act in acts if act.person is not None}, reader)
    return [
        ShownAct(
            number=act.number,
            at=act.at,
            on=date.fromisoformat(act.said["on"]),
            what=say_event(act.event, act.said.get("parameters", {})),
            who=_who(act, names, reader),
            objects=_objects(act, labels, most),
            changes=tuple(_changes(act)),
            code=act.event,
        )
        for act in acts
    ]


def say_event(code: str, parameters: Mapping[str, Any]) -> str:
    """A code that no room registers any more is shown as it is."""
    if not events.knows(code):
        return code
    return events.say(code, {name: say_value(value) for name, value in parameters.items()})


def say_value(value: Any) -> str:
    """A value as a record keeps it: an amount, a day and a moment tell what they are."""
    language = (get_language() or "en")[:2]
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(say_value(item) for item in value)
    if isinstance(value, Mapping):
        return _tagged(value, language)
    return str(value)


def _say_field(name: str, value: Any) -> str:
    say = words_of(name)
    return say(value) if say is not None and value not in (None, "", []) else say_value(value)


def _tagged(value: Mapping[str, Any], language: str) -> str:
    match dict(value):
        case {"amount": str(text)}:
            amount = Decimal(text)
            is_money = amount.as_tuple().exponent == -2
            return show_money(amount, language) if is_money else show_number(trim(amount), language)
        case {"day": str(text)}:
            return show_day(date.fromisoformat(text))
        case {"moment": str(text)}:
            return f"{timezone.localtime(datetime.fromisoformat(text)):%d.%m.%Y, %H:%M:%S}"
    return ", ".join(f"{name}: {say_value(item)}" for name, item in value.items())


def say_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def _who(act: Act, names: Mapping[int, str], reader: object) -> str:
    if act.person is None:
        program = act.said.get("program", "")
        return str(PROGRAMS.get(program, program)) if program else _("nobody signed in")
    if act.person == getattr(reader, "pk", None):
        return _("you")
    return names.get(act.person) or _("person No. %(number)s") % {"number": act.person}


def _objects(act: Act, labels: Mapping[Target, Shown], most: int) -> tuple[Shown, ...]:
    own = labels.get(act.target) or shown_by_number(act.target)
    others = [labels[target] for target in act.also[:most] if target in labels]
    left = len(act.also) - most
    more = [Shown(_("and %(count)s more") % {"count": left})] if left > 0 else []
    return (own, *others, *more)


def shown_by_number(target: Target) -> Shown:
    """An object that nobody names to this reader: its kind, with a short number; its history tells the rest."""
    number = f" № {target.key}" if record_number(target.key) is not None else ""
    return Shown(f"{say_kind(target.kind)}{number}", reverse("trail:history", args=[target.kind, target.key]))


def _changes(act: Act) -> list[tuple[str, str, str]]:
    return [
        (str(FIELDS.get(name, name)), _say_field(name, before), _say_field(name, after))
        for name, (before, after) in act.said.get("changes", {}).items()
    ]
