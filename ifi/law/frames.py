"""All that an assessment needs besides the right's own start and base; worked out once for all rights that share it."""

from dataclasses import dataclass, replace
from datetime import date

from ifi.law.channels import channel_periods
from ifi.law.facts import ChannelPeriod, RegimePeriod, RightFacts, Step
from ifi.law.norms import Norm, NormBook
from ifi.law.plans import Plan, channel_steps, digest_for, norm_kept_by_earlier_instrument, plan_of
from ifi.law.regimes import governed_until, instrument_date, periods_of_year
from ifi.law.terms import Terms, own_terms_on


@dataclass(frozen=True, slots=True)
class Frame:
    """Terms, plan, channels and the steps about them for one right and year.

    `kept_norm`: a norm that this instrument keeps from before a stricter rule.
    """

    period: RegimePeriod
    terms: Terms
    plan: Plan
    lead: tuple[Step, ...]
    base_words: tuple[tuple[str, str], ...]
    channels: tuple[ChannelPeriod, ...]
    channel_steps: tuple[Step, ...]
    unknown_channels: tuple[str, ...]
    kept_norm: Norm | None
    digest: str


def frame_of(facts: RightFacts, year: int, period: RegimePeriod, book: NormBook, on: date | None) -> Frame:
    """The frame; all rights of one regime share it but for terms of their own. Raises MineralMissing."""
    last = governed_until(facts, year, period)
    day = last if on is None or last <= on else on
    concluded_on = instrument_date(facts, period)
    rules = book.rules(period.regime, day, mineral=facts.mineral, concluded_on=concluded_on)
    own = own_terms_on(facts, day) if facts.own_terms else {}
    if len(facts.regimes) > 1 or _is_cut(period, year) or "channels" in own or "kbk" in own:
        return _make(facts, year, period, Terms(rules, day, own), book, on)
    key = ("frame", id(rules), year, on if on is not None and on < date(year, 12, 31) else None)
    kept = book.kept(key)
    if kept is None:
        kept = book.keep(key, _make(facts, year, period, Terms(rules, day), book, on))
    assert isinstance(kept, Frame)
    if not own:
        return kept
    terms = Terms(rules, day, own)
    plan = plan_of(terms, book)
    return replace(kept, terms=terms, plan=plan, base_words=_base_words(plan, terms, year))


def _is_cut(period: RegimePeriod, year: int) -> bool:
    """Whether the regime begins or ends within the year, which cuts the channels on the right's own day."""
    begins, ends = period.valid_from, period.valid_to
    return (begins is not None and begins.year == year) or (ends is not None and ends.year == year)


def _make(facts: RightFacts, year: int, period: RegimePeriod, terms: Terms, book: NormBook, on: date | None) -> Frame:
    plan = plan_of(terms, book)
    channels = channel_periods(facts, year, book, on)
    return Frame(
        period=period,
        terms=terms,
        plan=plan,
        lead=_lead(facts, year, period, terms),
        base_words=_base_words(plan, terms, year),
        channels=channels,
        channel_steps=channel_steps(channels, book),
        unknown_channels=_unknown_channels(terms),
        kept_norm=norm_kept_by_earlier_instrument(terms),
        digest=digest_for(facts, year, terms, book, on),
    )


def _base_words(plan: Plan, terms: Terms, year: int) -> tuple[tuple[str, str], ...]:
    base_year = terms.rules.norms["base_year"].value
    return (*plan.base_words, ("base_year", str(year - 1) if base_year == "previous" else str(base_year)))


def lead_of(frame: Frame, facts: RightFacts) -> tuple[Step, ...]:
    """The steps about the regime, with the one about a stricter later rule that does not reach this instrument."""
    if frame.kept_norm is None:
        return frame.lead
    concluded_on = instrument_date(facts, frame.period)
    words = (("norm", frame.kept_norm.name), ("concluded_on", concluded_on.isoformat() if concluded_on else ""))
    return (*frame.lead, Step("instrument.keeps_earlier_rule", None, frame.kept_norm.citation, words))


def _lead(facts: RightFacts, year: int, period: RegimePeriod, terms: Terms) -> tuple[Step, ...]:
    """The steps about the regime: which one, and a change within the year."""
    steps = [Step("regime.governs", None, None, (("regime", period.regime),))]
    if terms.rules.mineral is not None:
        steps.append(Step("regime.mineral", None, None, (("mineral", terms.rules.mineral),)))
    periods = periods_of_year(facts, year)
    if len(periods) > 1 and period.valid_from is not None:
        words = (("earlier_regime", periods[-2].regime), ("day", period.valid_from.isoformat()))
        steps.append(Step("regime.changed_in_year", None, None, words))
    return tuple(steps)


def _unknown_channels(terms: Terms) -> tuple[str, ...]:
    """A budget channel without a known code counts among what is unknown."""
    known = terms.rules.norms["kbk"].value is not None or "kbk" in terms.own or "channels" in terms.own
    return () if known else ("kbk",)
