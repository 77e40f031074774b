"""What a year's terms say before any figure of the right is looked at; worked out once for all who share them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.law.facts import BaseType, ChannelPeriod, Citation, RegimePeriod, RightFacts, Step
from ifi.law.norms import NONE, Norm, NormBook, digest_of, known_on, periods_between
from ifi.law.regimes import instrument_date, periods_of_year
from ifi.law.terms import Source, Term, Terms

# the norms that an assessment reads; its digest is made from them
CONSULTED = (
    "duty",
    "rate",
    "rate_is_minimum",
    "base_type",
    "base_year",
    "start_rule",
    "start_year_rule",
    "rounding",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The duty, its rate and base with the steps that say where they come from; `missing` names what is not known."""

    duty: str
    duty_step: Step
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    missing_steps: tuple[Step, ...]
    rate: Decimal | None
    base_type: BaseType | None
    base_citation: Citation
    base_words: tuple[tuple[str, str], ...]
    rate_words: tuple[tuple[str, str], ...]
    rate_citation: Citation
    rounding: Citation
    amount: Term | None


def plan_of(terms: Terms, book: NormBook) -> Plan:
    """The plan of these terms; kept where the instrument has no terms of its own."""
    if terms.own:
        return _make(terms)
    key = ("plan", id(terms.rules))
    kept = book.kept(key) or book.keep(key, _make(terms))
    assert isinstance(kept, Plan)
    return kept


def _make(terms: Terms) -> Plan:
    duty, duty_step = _duty(terms)
    rate, base_type = terms.get("rate"), terms.get("base_type")
    amount = terms.get("amount") if "amount" in terms.own else None
    wanted = () if amount is not None else (rate, base_type)
    missing = tuple(term.name for term in wanted if not term.is_known or term.value == NONE)
    share = rate.decimal() if rate.is_known and rate.value != NONE else None
    kind = BaseType(base_type.text()) if base_type.is_known and base_type.value != NONE else None
    steps = [step for step in (_default_step(rate), _default_step(base_type)) if step is not None]
    if share is not None and amount is None:
        steps.append(_rate_step(rate, terms))
    words = (("base_type", kind.value if kind else NONE),)
    rate_words = (("rate", str(share)),) if share is not None else ()
    return Plan(
        duty=duty,
        duty_step=duty_step,
        steps=tuple(steps),
        missing=missing,
        missing_steps=tuple(_missing_step(term) for term in wanted if term.name in missing),
        rate=share,
        base_type=kind,
        base_citation=base_type.citation,
        base_words=words,
        rate_words=rate_words,
        rate_citation=rate.citation,
        rounding=terms.get("rounding").citation,
        amount=amount,
    )


def _duty(terms: Terms) -> tuple[str, Step]:
    """`owed`, `none` or `exempt`, with the step that says why. A rate or amount in the instrument makes a duty."""
    term = terms.get("duty")
    stated = [terms.own[name] for name in ("duty", "rate", "amount") if name in terms.own]
    if term.source is Source.INSTRUMENT:
        owed = term.value == "owed"
        return (
            ("owed", Step("duty.stated", None, term.citation))
            if owed
            else (
                NONE,
                Step("duty.none_by_instrument", None, term.citation),
            )
        )
    if stated and term.value != "owed":
        return "owed", Step("duty.stated", None, stated[0].citation)
    if term.value == "owed":
        return "owed", Step("duty.owed", None, term.citation)
    if term.value == "if_stated":
        return "owed", Step("duty.if_stated", None, term.citation)
    return term.text(), Step(f"duty.{term.text()}", None, term.citation)


def _rate_step(rate: Term, terms: Terms) -> Step:
    code = "rate.norm"
    if rate.source is Source.INSTRUMENT:
        code = "rate.instrument"
    elif terms.get("rate_is_minimum").value is True:
        code = "rate.minimum"
    return Step(code, None, rate.citation, (("rate", str(rate.decimal())),))


def _default_step(term: Term) -> Step | None:
    if term.source is not Source.SILENT_DEFAULT:
        return None
    return Step("term.silent_default", None, term.citation, (("norm", term.name),))


def _missing_step(term: Term) -> Step:
    code = "norm.unknown" if term.source is Source.UNKNOWN else "term.contract_silent"
    return Step(code, None, term.citation, (("norm", term.name),))


def norm_kept_by_earlier_instrument(terms: Terms) -> Norm | None:
    """A norm that holds although its days are over: the stricter one after it does not reach the instrument.

    Code Art. 36(7), 31(7).
    """
    for name in CONSULTED:
        norm = terms.rules.get(name)
        if norm is not None and norm.valid_to is not None and norm.valid_to < terms.day:
            return norm
    return None


def channel_steps(periods: tuple[ChannelPeriod, ...], book: NormBook) -> tuple[Step, ...]:
    """One step for each set of channels of the year."""
    key = ("channel_steps", periods)
    kept = book.kept(key) or book.keep(key, tuple(_channel_step(period) for period in periods))
    assert isinstance(kept, tuple)
    return kept


def _channel_step(period: ChannelPeriod) -> Step:
    begin, end = period.valid_from, period.valid_to
    dates = ("period", f"{begin.isoformat() if begin else ''}/{end.isoformat() if end else ''}")
    if period.by_contract:
        return Step("channel.by_contract", None, period.citation, (dates,))
    if not period.channels:
        return Step("channel.none", None, period.citation, (dates,))
    words = (dates, ("channels", ",".join(period.channels)))
    if period.kbk is not None:
        return Step("channel.open_with_kbk", None, period.citation, (*words, ("kbk", period.kbk)))
    return Step("channel.open", None, period.citation, words)


def digest_for(facts: RightFacts, year: int, terms: Terms, book: NormBook, on: date | None) -> str:
    """SHA-256 of the norms that the year's assessment reads, the channels of every regime of the year among them."""
    known = on if on is not None and on < date(year, 12, 31) else None
    regimes = periods_of_year(facts, year)
    key = ("digest", id(terms.rules), year, known, tuple((period.regime, period.valid_from) for period in regimes[:-1]))
    kept = book.kept(key)
    if kept is None:
        norms = [norm for name in CONSULTED if (norm := terms.rules.get(name)) is not None]
        norms += [norm for period in regimes for norm in _channel_norms(facts, period, year, book, known)]
        kept = book.keep(key, digest_of(tuple(norms)))
    return str(kept)


def _channel_norms(
    facts: RightFacts, period: RegimePeriod, year: int, book: NormBook, known: date | None
) -> list[Norm]:
    found: list[Norm] = []
    regime = book.regime(period.regime)
    if regime.minerals and not (facts.mineral or regime.default_mineral):
        return found
    for name in ("channels", "kbk"):
        line = book.timeline(period.regime, name, facts.mineral)
        line = line if known is None else known_on(line, known)
        concluded_on = instrument_date(facts, period)
        found += [norm for norm, _, _ in periods_between(line, date(year, 1, 1), date(year, 12, 31), concluded_on)]
    return found
