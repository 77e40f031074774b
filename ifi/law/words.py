"""Words of the law in three languages, made from codes. Pure: the words come from `kz/sentences.yaml`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.core.display import NO_BREAK, TENGE, show_number
from ifi.core.errors import IfiError
from ifi.law.facts import Citation, Step
from ifi.law.norms import NormBook, NormValue, Text
from ifi.law.working_days import DayOff, Deadline, Why

INSTRUMENT = "instrument"  # the act's code of a citation of the right's own contract or licence
_ARTICLE = re.compile(r"(?P<article>\d+(?:-\d+)?)(?P<parts>(?:\(\d+(?:-\d+)?\))*)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def say_amount(amount: Decimal, language: str) -> str:
    """`124 500 000,00 ₸`; a point in English. Every digit is written."""
    return f"{show_number(amount, language)}{NO_BREAK}{TENGE}"


def say_share(share: Decimal, language: str) -> str:
    """`1 %`, `29.72 %`: a share as a percentage, exactly."""
    percent = f"{(share * 100).normalize():f}"
    return f"{percent if language == 'en' else percent.replace('.', ',')}{NO_BREAK}%"


def say_day(day: date, language: str) -> str:
    """`21 February 2026`, in Kazakh and Russian `21.02.2026`."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02}.{day.month:02}.{day.year}"


def say_article(article: str, language: str) -> str:
    """`129(1)(2)` as the language of the law writes it; several articles apart by `; `."""
    return "; ".join(_one_article(part, language) for part in article.split("; "))


def _one_article(article: str, language: str) -> str:
    match = _ARTICLE.fullmatch(article)
    if match is None:
        return article
    number, parts = match["article"], re.findall(r"\(([\d-]+)\)", match["parts"])
    if language == "en":
        return f"Art. {article}"
    if language == "ru":
        inner = (f"пп. {parts[1]}) " if len(parts) > 1 else "") + (f"п. {parts[0]} " if parts else "")
        return f"{inner}ст. {number}"
    if not parts:
        return f"{number}-бап"
    if len(parts) == 1:
        return f"{number}-баптың {parts[0]}-тармағы"
    return f"{number}-баптың {parts[0]}-тармағының {parts[1]}) тармақшасы"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences by code and language, and the book whose acts, notes and titles they name."""

    steps: Mapping[str, Text]
    errors: Mapping[str, Text]
    unknown: Mapping[str, Text]
    names: Mapping[str, Mapping[str, Text]]  # kind → code → word
    book: NormBook

    def say_step(self, step: Step, language: str) -> str:
        values = {name: self._say_parameter(name, text, language) for name, text in step.parameters}
        if step.amount is not None:
            values["amount"] = say_amount(step.amount, language)
        return self.steps[step.code].say(language).format_map(values)

    def say_citation(self, citation: Citation, language: str) -> str:
        """The act's name with the article; for an instrument's own term, its clause."""
        known = self.book.acts.get(citation.act)
        act = known.name.say(language) if known else citation.act
        if not citation.article:
            return act
        return f"{act}, {say_article(citation.article, language)}"

    def say_note(self, citation: Citation, language: str) -> str:
        known = self.book.notes.get(citation.note)
        return known.say(language) if known else citation.note

    def say_regime(self, regime: str, language: str) -> str:
        return self.book.regime(regime).title.say(language)

    def say_value(self, kind: str, code: str, language: str) -> str:
        """The word for a code of a kind; the code itself where it has no word (a ground that a register names)."""
        known = self.names[kind].get(code)
        return known.say(language) if known else code

    def say_norm_value(self, name: str, value: NormValue, language: str) -> str:
        """A norm's value in words: a share as a percentage, a code by its word, unknown as such."""
        if isinstance(value, tuple):
            return ", ".join(self.say_norm_value(name, item, language) for item in value)
        if value is None or isinstance(value, bool):
            return self.say_value("value", {None: "unknown", True: "yes", False: "no"}[value], language)
        if name in _SHARES and value[0].isdigit():
            return say_share(Decimal(value), language)
        if name == "mrp":
            return say_amount(Decimal(value), language)
        kind = {"channels": "channel", "base_type": "base_type"}.get(name, "value")
        known = self.names[kind].get(value) or self.names["value"].get(value)
        return known.say(language) if known else value

    def say_unknown(self, norm: str, language: str) -> str:
        return self.unknown[norm].say(language)

    def say_error(self, error: IfiError, language: str) -> str:
        return self.say_refusal(error.code, error.parameters, language)

    def say_refusal(self, code: str, parameters: Mapping[str, object], language: str) -> str:
        """The sentence of an error's code, its parameters put into words."""
        values = {name: self._say_parameter(name, str(value), language) for name, value in parameters.items()}
        return self.errors[code].say(language).format_map(values)

    def say_label(self, code: str, language: str, **places: str) -> str:
        return self.names["label"][code].say(language).format_map(places)

    def say_moved(self, deadline: Deadline, language: str) -> str:
        """From which day a deadline was moved, why and by which rule; nothing where it was not."""
        if deadline.off is None or deadline.rule is None:
            return ""
        rule = self.say_citation(deadline.rule.citation, language)
        day, off = say_day(deadline.stated, language), self.say_day_off(deadline.off, language)
        return self.say_label("deadline_moved", language, day=day, off=off, rule=rule)

    def say_day_off(self, off: DayOff, language: str) -> str:
        """Why a day is off: `Sunday`, `Monday, off in place of 8 March 2026: International Women's Day`."""
        weekday = self.say_label(f"weekday_{off.day.weekday()}", language)
        if off.why is Why.WEEKEND:
            return weekday
        name = off.name.say(language) if off.name else ""
        if off.is_estimated:
            name = self.say_label("off_estimated", language, name=name)
        of = say_day(off.of, language) if off.of else ""
        act = self.say_citation(off.citation, language) if off.citation else ""
        return self.say_label(f"off_{off.why}", language, weekday=weekday, name=name, of=of, act=act)

    def say_period(self, text: str, language: str) -> str:
        begin, _, end = text.partition("/")
        places = {
            name: say_day(date.fromisoformat(day), language) for name, day in (("begin", begin), ("end", end)) if day
        }
        code = {2: "between", 0: "always"}.get(len(places), "from" if begin else "until")
        return self.say_label(f"period_{code}", language, **places)

    def _say_parameter(self, name: str, text: str, language: str) -> str:
        say = _PARAMETERS.get(name)
        if say is not None:
            return say(text, language)
        if name in ("regime", "earlier_regime"):
            known = self.book.regimes.get(text)
            return known.title.say(language) if known else text
        if name == "period":
            return self.say_period(text, language)
        if name == "base_year" and not text.isdigit():
            return self.say_value("value", text, language)
        if name == "channels":
            return ", ".join(self.say_value("channel", code, language) for code in text.split(","))
        kind = _KINDS.get(name)
        return text if kind is None else self.say_value(kind, text, language)


_SHARES = (
    "rate",
    "penalty_rate",
    "penalty_presets",
    "termination_threshold",
    "overhead_cap",
    "performer_kz_staff_share",
)
_KINDS = {
    "base_type": "base_type",
    "given": "base_type",
    "wanted": "wanted",
    "mineral": "mineral",
    "ground": "exempt_ground",
    "norm": "norm",
    "parameter": "norm",
}


def _say_share_text(text: str, language: str) -> str:
    return say_share(Decimal(text), language)


def _say_day_text(text: str, language: str) -> str:
    return say_day(date.fromisoformat(text), language)


def _say_amount_text(text: str, language: str) -> str:
    return say_amount(Decimal(text), language)


_PARAMETERS: Mapping[str, Callable[[str, str], str]] = {
    "rate": _say_share_text,
    "starts_on": _say_day_text,
    "day": _say_day_text,
    "concluded_on": _say_day_text,
    "amount": _say_amount_text,
    "base": _say_amount_text,
}
