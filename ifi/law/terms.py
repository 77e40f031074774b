"""The instrument comes first, the table is the default: one parameter, from the right's own term or from the norm."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ifi.law.errors import NormMissing, NormNotInForce, NormNotKnown, OwnTermTwice, OwnTermUnreadable, RegimeMissing
from ifi.law.facts import BaseType, Channel, Citation, OwnTerm, RegimePeriod, RightFacts
from ifi.law.norms import CONTRACT, NONE, UNLIMITED, Norm, NormBook, NormValue, Rules
from ifi.law.regimes import governed_until, governing_period, instrument_date


class Source(StrEnum):
    """Where a term comes from."""

    INSTRUMENT = "instrument"  # the right's own contract or licence says so
    NORM = "norm"
    SILENT_DEFAULT = "silent_default"  # the contract should say and does not; the law's data name a default
    CONTRACT_SILENT = "contract_silent"  # the contract should say and does not
    UNKNOWN = "unknown"  # the value is null


@dataclass(frozen=True, slots=True)
class Term:
    """A parameter's value for one right and year, with its source."""

    name: str
    value: NormValue
    citation: Citation
    source: Source

    @property
    def is_known(self) -> bool:
        return self.source not in (Source.CONTRACT_SILENT, Source.UNKNOWN)

    def text(self) -> str:
        """The value where it is one text. A list or a flag here is a programming error."""
        assert isinstance(self.value, str), f"{self.name} is no text: {self.value!r}"
        return self.value

    def decimal(self) -> Decimal:
        return Decimal(self.text())

    def count(self) -> int:
        return int(self.text())


def _is_share(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and 0 <= value <= 1


def _is_amount(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and value >= 0 and value == round(value, 2)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 100


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def _is_channel_list(text: str) -> bool:
    return bool(channels_of(text)) and all(code in set(Channel) for code in channels_of(text))


def channels_of(text: str) -> tuple[str, ...]:
    """The channel codes in `kz_performer, cluster_project`."""
    return tuple(code.strip() for code in text.split(",") if code.strip())


# what an instrument may say for itself: parameter → (how its text is checked, what is wanted)
OWN_TERMS = {
    "rate": (_is_share, "share"),
    "base_type": (lambda text: text in set(BaseType), "base_type"),
    "amount": (_is_amount, "amount"),
    "duty": (lambda text: text in ("owed", "none"), "duty"),
    "start_rule": (_is_count, "count"),
    "start_year_rule": (lambda text: text in ("calendar", "first_full_year"), "start_year_rule"),
    "first_year": (_is_year, "year"),
    "channels": (_is_channel_list, "channels"),
    "kbk": (lambda text: text.isascii() and text.isdigit() and len(text) == 6, "kbk"),
    "penalty_rate": (_is_share, "share"),
    "excess_carry_years": (lambda text: text == UNLIMITED or _is_count(text), "carry"),
    "termination_threshold": (lambda text: text == NONE or _is_share(text), "share"),
}


def check_own_term(term: OwnTerm) -> None:
    """Raise OwnTermUnreadable if the text does not suit the parameter. Parameters of other duties pass unread."""
    known = OWN_TERMS.get(term.parameter)
    if known is not None and not known[0](term.value):
        raise OwnTermUnreadable(parameter=term.parameter, value=term.value, wanted=known[1])


def term_of(norm: Norm) -> Term:
    """What a norm alone says, where the instrument is silent."""
    if norm.value is None:
        return Term(norm.name, None, norm.citation, Source.UNKNOWN)
    if norm.value != CONTRACT:
        return Term(norm.name, norm.value, norm.citation, Source.NORM)
    if norm.otherwise is not None:
        return Term(norm.name, norm.otherwise, norm.citation, Source.SILENT_DEFAULT)
    return Term(norm.name, None, norm.citation, Source.CONTRACT_SILENT)


@dataclass(frozen=True, slots=True)
class Terms:
    """Every parameter for one right and year: own terms over the norms that hold on `day`."""

    rules: Rules
    day: date
    own: dict[str, OwnTerm] = field(default_factory=dict)

    def get(self, name: str) -> Term:
        """The parameter with its source. Raises NormMissing or NormNotInForce."""
        own = self.own.get(name)
        if own is not None:
            value = channels_of(own.value) if name == "channels" else own.value
            return Term(name, value, own.citation, Source.INSTRUMENT)
        norm = self.rules.get(name)
        if norm is None:
            self._refuse(name)
        assert norm is not None
        return term_of(norm)

    def known(self, name: str) -> Term:
        """The parameter, or NormNotKnown where neither the law's data nor the instrument gives it."""
        term = self.get(name)
        if not term.is_known:
            raise NormNotKnown(norm=name, regime=self.rules.regime.code, day=self.day.isoformat())
        return term

    def _refuse(self, name: str) -> None:
        regime = self.rules.regime
        if any(known == name for known, _ in regime.timelines):
            raise NormNotInForce(norm=name, regime=regime.code, day=self.day.isoformat())
        raise NormMissing(norm=name, regime=regime.code)


def own_terms_on(facts: RightFacts, day: date) -> dict[str, OwnTerm]:
    """The instrument's own terms that hold on the day, by parameter. Raises OwnTermTwice or OwnTermUnreadable."""
    held: dict[str, OwnTerm] = {}
    for term in facts.own_terms:
        begun = term.valid_from is None or term.valid_from <= day
        if begun and (term.valid_to is None or day <= term.valid_to):
            if term.parameter in held:
                raise OwnTermTwice(parameter=term.parameter, day=day.isoformat())
            check_own_term(term)
            held[term.parameter] = term
    return held


def terms_on(facts: RightFacts, period: RegimePeriod, day: date, book: NormBook) -> Terms:
    """The terms of the right under one of its regimes on a day."""
    concluded_on = instrument_date(facts, period)
    rules = book.rules(period.regime, day, mineral=facts.mineral, concluded_on=concluded_on)
    return Terms(rules, day, own_terms_on(facts, day) if facts.own_terms else {})


def terms_of_year(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> Terms:
    """The terms of the right for a year, read on the last day of the year that its regime governs.

    `on`: the law as it stood on that day, without what came later. Raises RegimeMissing outside the right's life.
    """
    period = governing_period(facts, year)
    if period is None:
        raise RegimeMissing(year=year)
    day = governed_until(facts, year, period)
    return terms_on(facts, period, day if on is None or day <= on else on, book)
