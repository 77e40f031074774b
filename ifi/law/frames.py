"""All that an assessment needs besides the right's own start and base; worked out once for all rights that share it."""

from dataclasses import dataclass
from datetime import date

from ifi.law.channels import channel_periods
from ifi.law.facts import ChannelPeriod, RegimePeriod, RightFacts, Step
from ifi.law.norms import NormBook
from ifi.law.plans import Plan, channel_steps, digest_for, earlier_instrument_step, plan_of
from ifi.law.regimes import governed_until, instrument_date, periods_of_year
from ifi.law.terms import Terms, own_terms_on


@dataclass(frozen=True, slots=True)
class Frame:
    """Terms, plan, channels and the steps about them for one right and year."""

    period: RegimePeriod
    terms: Terms
    plan: Plan
    lead: tuple[Step, ...]
    base_words: tuple[tuple[str, str], ...]
    channels: tuple[ChannelPeriod, ...]
    channel_steps: tuple[Step, ...]
    unknown_channels: tuple[str, ...]
    digest: str


def frame_of(facts: RightFacts, year: int, period: RegimePeriod, book: NormBook, on: date | None) -> Frame:
    """The frame, shared by all rights of one regime without terms of their own. Raises MineralMissing."""
    last = governed_until(facts, year, period)
    day = last if on is None or last <= on else on
    concluded_on = instrument_date(facts, period)
    rules = book.rules(period.regime, day, mineral=facts.mineral, concluded_on=concluded_on)
    if facts.own_terms or len(facts.regimes) > 1 or rules.regime.stricter_from:
        return _make(facts, year, period, Terms(rules, day, own_terms_on(facts, day)), book, on)
    key = ("frame", id(rules), year, on if on is not None and on < date(year, 12, 31) else None)
    kept = book.kept(key)
    if kept is None:
        kept = book.keep(key, _make(facts, year, period, Terms(rules, day), book, on))
    assert isinstance(kept, Frame)
    return kept


def _make(facts: RightFacts, year: int, period: RegimePeriod, terms: Terms, book: NormBook, on: date | None) -> Frame:
    plan = plan_of(terms, book)
    channels = channel_periods(facts, year, book, on)
    base_year = terms.rules.norms["base_year"].value
    return Frame(
        period=period,
        terms=terms,
        plan=plan,
        lead=_lead(facts, year, period, terms),
        base_words=(*plan.base_words, ("base_year", str(year - 1) if base_year == "previous" else str(base_year))),
        channels=channels,
        channel_steps=channel_steps(channels, book),
        unknown_channels=_unknown_channels(terms),
        digest=digest_for(facts, year, terms, book, on),
    )


def _lead(facts: RightFacts, year: int, period: RegimePeriod, terms: Terms) -> tuple[Step, ...]:
    """The steps about the regime: which one, a change within the year, a rule that does not reach the instrument."""
    steps = [Step("regime.governs", None, None, (("regime", period.regime),))]
    if terms.rules.mineral is not None:
        steps.append(Step("regime.mineral", None, None, (("mineral", terms.rules.mineral),)))
    periods = periods_of_year(facts, year)
    if len(periods) > 1 and period.valid_from is not None:
        words = (("earlier_regime", periods[-2].regime), ("day", period.valid_from.isoformat()))
        steps.append(Step("regime.changed_in_year", None, None, words))
    kept = earlier_instrument_step(terms, instrument_date(facts, period))
    return (*steps, kept) if kept is not None else tuple(steps)


def _unknown_channels(terms: Terms) -> tuple[str, ...]:
    """A budget channel without a known code counts among what is unknown."""
    known = terms.rules.norms["kbk"].value is not None or "kbk" in terms.own or "channels" in terms.own
    return () if known else ("kbk",)
