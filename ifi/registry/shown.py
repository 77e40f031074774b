"""What the registry holds, in the words of the reader's language: rows for summary lists and tables."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ifi.core.display import show_day, show_number, show_rate, trim
from ifi.core.years import Period
from ifi.law.sentences import say_norm_value, say_value
from ifi.registry.classifiers import LANGUAGES, classifier
from ifi.registry.queries import RightLine, TermLine
from ifi.registry.rules import ObligationTerm
from ifi.registry.sentences import BASE_NAMES, BOUND_NAMES, KIND_NAMES, UNIT_NAMES


def language() -> str:
    """The reader's language, one of those that classifiers speak."""
    present = (get_language() or "en")[:2]
    return present if present in LANGUAGES else "en"


def label(name: str, code: str) -> str:
    """The classifier's word for a code in the reader's language."""
    return classifier(name).label(code, language()) if code else ""


def labels(name: str, codes: Iterable[str]) -> str:
    return ", ".join(label(name, code) for code in codes)


def organisation_name(names: dict[str, str]) -> str:
    return names.get(language(), "")


def period(days: Period) -> str:
    """`from 01.06.2024`, `until 31.05.2024` or both; empty where it has no known bounds."""
    start, end = (show_day(day) if day else "" for day in (days.start, days.end))
    if start and end:
        return f"{start} – {end}"
    if start:
        return _("from %(day)s") % {"day": start}
    return _("until %(day)s") % {"day": end} if end else ""


def share(value: Decimal | None) -> str:
    return show_rate(value, language()) if value is not None else ""


def right_title(line: RightLine) -> str:
    """`Contract (under the Code) 1734, 05.05.2005`; a right without a number is known by its register number."""
    day = f", {show_day(line.concluded_on)}" if line.concluded_on else ""
    if not line.number:
        return _("Register number %(number)s") % {"number": line.registry_id} + day
    return f"{label('right_kinds', line.kind)} {line.number}{day}"


def term_name(term: TermLine) -> str:
    return say_value("norm", term.parameter, language())


def term_value(term: TermLine) -> str:
    value = tuple(code.strip() for code in term.value.split(",")) if term.parameter == "channels" else term.value
    return say_norm_value(term.parameter, value, language())


def obligation(term: ObligationTerm) -> str:
    """`Research and development: at least 1 % (base: aggregate annual income, of the previous year)`."""
    if term.share is not None:
        figure = show_rate(term.share, language())
        if term.share_upto is not None:
            figure = f"{figure} – {show_rate(term.share_upto, language())}"
    else:
        assert term.amount is not None
        assert term.unit is not None
        figure = f"{show_number(trim(term.amount), language())} {UNIT_NAMES[term.unit]}"
    said = str(BOUND_NAMES[term.bound]).format(figure=figure)
    notes = [_("base: %(base)s") % {"base": BASE_NAMES[term.base]}] if term.base else []
    notes += [_("of the previous year")] if term.of_previous_year else []
    return f"{KIND_NAMES[term.kind]}: {said}" + (f" ({', '.join(notes)})" if notes else "")
