"""How a duty may be performed on a day: a payment is judged by the rule of its own date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ifi.law.errors import MineralMissing
from ifi.law.facts import Channel, ChannelPeriod, RegimePeriod, RightFacts
from ifi.law.norms import NONE, NormBook, known_on, periods_between
from ifi.law.regimes import instrument_date, periods_of_year
from ifi.law.terms import Source, Term, Terms, term_of, terms_on


def period_on(periods: tuple[ChannelPeriod, ...], day: date) -> ChannelPeriod | None:
    """The channel period that a payment of that day falls into."""
    for period in periods:
        begun = period.valid_from is None or period.valid_from <= day
        if begun and (period.valid_to is None or day <= period.valid_to):
            return period
    return None


def channel_kind(period: ChannelPeriod | None) -> str:
    """`budget`, `own_choice`, `mixed`, `contract` (the contract says) or `none`."""
    if period is None:
        return "none"
    if period.by_contract:
        return "contract"
    if Channel.STATE_BUDGET not in period.channels:
        return "own_choice" if period.channels else "none"
    return "budget" if len(period.channels) == 1 else "mixed"


def channel_allowed(facts: RightFacts, channel: Channel, paid_on: date, book: NormBook) -> bool | None:
    """Whether a payment of that day in that channel can count; None where the contract decides or no rule is known."""
    return allows(channel_on(facts, paid_on, book), channel)


def allows(period: ChannelPeriod | None, channel: Channel) -> bool | None:
    if period is None or period.by_contract:
        return None
    return channel in period.channels


def channel_periods(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> tuple[ChannelPeriod, ...]:
    """The channels open in the year, each set with the days between which it is open, across a change of regime.

    `on`: the rules as they stood on that day, the last of them taken to go on.
    """
    year_end = date(year, 12, 31)
    known = on if on is not None and on < year_end else None
    found: list[ChannelPeriod] = []
    for regime in periods_of_year(facts, year):
        begin = regime.valid_from if regime.valid_from is not None and regime.valid_from.year == year else None
        end = regime.valid_to if regime.valid_to is not None and regime.valid_to < year_end else None
        found += _under(facts, regime, Span(begin or date(year, 1, 1), end or year_end, begin, end, known), book)
    return tuple(found)


def channel_on(facts: RightFacts, day: date, book: NormBook) -> ChannelPeriod | None:
    """The channels open to a payment of that day; None where no regime governs the day or no rule is in force."""
    regimes = [period for period in periods_of_year(facts, day.year) if _covers(period, day)]
    if not regimes:
        return None
    return period_on(_under(facts, regimes[-1], Span(day, day), book), day)


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are asked about, the cut that a change of regime makes, and the day as of which the rules are read."""

    first: date
    last: date
    cut_from: date | None = None
    cut_to: date | None = None
    known_on: date | None = None


def _covers(period: RegimePeriod, day: date) -> bool:
    begun = period.valid_from is None or period.valid_from <= day
    return begun and (period.valid_to is None or day <= period.valid_to)


def _under(facts: RightFacts, regime: RegimePeriod, span: Span, book: NormBook) -> tuple[ChannelPeriod, ...]:
    """The channel periods of one regime, none where its mineral is not known; kept for all rights that share them."""
    try:
        terms = terms_on(facts, regime, span.known_on or span.last, book)
    except MineralMissing:
        return ()
    if "channels" in terms.own:
        return (_as_period(terms.get("channels"), _kbk(terms), span.cut_from, span.cut_to),)
    if "kbk" in terms.own:
        return tuple(_each(facts, regime, span, book))
    key = ("channels", id(terms.rules), span)
    kept = book.kept(key) or book.keep(key, tuple(_each(facts, regime, span, book)))
    assert isinstance(kept, tuple)
    return kept


def _each(facts: RightFacts, regime: RegimePeriod, span: Span, book: NormBook) -> Iterator[ChannelPeriod]:
    line = book.timeline(regime.regime, "channels", facts.mineral)
    if span.known_on is not None:
        line = known_on(line, span.known_on)
    for norm, begin, end in periods_between(line, span.first, span.last, instrument_date(facts, regime)):
        day = max(span.first, begin or span.first)
        terms = terms_on(facts, regime, min(day, span.known_on or day), book)
        begin = max((day for day in (begin, span.cut_from) if day is not None), default=None)
        end = min((day for day in (end, span.cut_to) if day is not None), default=None)
        yield _as_period(term_of(norm), _kbk(terms), begin, end)


def _as_period(term: Term, kbk: str | None, begin: date | None, end: date | None) -> ChannelPeriod:
    by_contract = term.source is Source.CONTRACT_SILENT
    codes = () if by_contract or term.value in (None, NONE) else term.value
    assert isinstance(codes, tuple), f"channels are no list: {codes!r}"
    return ChannelPeriod(tuple(Channel(code) for code in codes), term.citation, begin, end, kbk, by_contract)


def _kbk(terms: Terms) -> str | None:
    term = terms.get("kbk")
    return term.text() if term.is_known and term.value != NONE else None
