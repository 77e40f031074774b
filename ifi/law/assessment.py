"""What is due for one right and one calendar year, with the steps that led to it."""

from datetime import date
from decimal import Context, Decimal

from ifi.core.money import ZERO, to_tiyn
from ifi.law.errors import BaseNegative, BaseTypeWrong, MineralMissing
from ifi.law.facts import Assessment, AssessmentStatus, Base, RegimePeriod, RightFacts, Step
from ifi.law.frames import Frame, frame_of, lead_of
from ifi.law.norms import NONE, NormBook
from ifi.law.regimes import begins_on, governing_period
from ifi.law.start import Start, start_of

_EXACT = Context(prec=60)  # a base of 20 digits by a rate of 10 places, without rounding


def assess(facts: RightFacts, year: int, base: Base | None, book: NormBook, on: date | None = None) -> Assessment:
    """What is due for the year (tenge, rounded to the tiyn), with cited steps.

    `base`: the declared base of the year before; `on`: the law as it stood on that day. Raises BaseNegative,
    BaseTypeWrong, RegimeUnknown, RegimeMissing, MineralUnknown, NormNotInForce, OwnTermUnreadable, OwnTermTwice.
    """
    if base is not None and base.amount < 0:
        raise BaseNegative(amount=base.amount)
    period = governing_period(facts, year)
    if period is None:
        return _outside_life(facts, year)
    try:
        frame = frame_of(facts, year, period, book, on)
    except MineralMissing:
        return _mineral_missing(period, year)
    plan, lead = frame.plan, lead_of(frame, facts)
    if facts.exempt_ground is not None:
        step = Step("duty.exempt_ground", None, plan.duty_step.citation, (("ground", facts.exempt_ground),))
        return _nothing_due(frame, year, AssessmentStatus.EXEMPT, (*lead, step))
    if plan.duty != "owed":
        status = AssessmentStatus.EXEMPT if plan.duty == "exempt" else AssessmentStatus.NO_DUTY
        return _nothing_due(frame, year, status, (*lead, plan.duty_step))
    start = start_of(facts, period, frame.terms, book)
    if start.first_year is not None and year < start.first_year:
        steps = (*lead, plan.duty_step, start.ahead)
        return _nothing_due(frame, year, AssessmentStatus.NO_DUTY, steps, start.first_year)
    return _owed(frame, year, base, start, (*lead, plan.duty_step, start.begun, *plan.steps))


def _owed(frame: Frame, year: int, base: Base | None, start: Start, steps: tuple[Step, ...]) -> Assessment:
    """The duty has begun, or its start is not known: is everything known, and how much is it."""
    plan = frame.plan
    missing = plan.missing if start.missing is None else (*plan.missing, start.missing)
    if missing:
        steps = (*steps, *plan.missing_steps)
        return _result(frame, year, AssessmentStatus.NORM_UNKNOWN, None, start, steps, missing)
    if plan.amount is not None:
        due = to_tiyn(plan.amount.decimal())
        steps = (*steps, Step("due.by_instrument", due, plan.amount.citation))
        return _result(frame, year, AssessmentStatus.ASSESSED, due, start, steps)
    if base is None:
        steps = (*steps, Step("base.missing", None, plan.base_citation, frame.base_words))
        return _result(frame, year, AssessmentStatus.BASE_MISSING, None, start, steps)
    assert plan.rate is not None, "a plan without missing terms has a rate"
    assert plan.base_type is not None, "a plan without missing terms has a base type"
    if base.type != plan.base_type:
        raise BaseTypeWrong(given=base.type.value, wanted=plan.base_type.value, regime=frame.period.regime)
    share = _EXACT.multiply(base.amount, plan.rate)
    due = to_tiyn(share)
    steps = (
        *steps,
        Step("base.declared" if base.amount else "base.zero", base.amount, plan.base_citation, frame.base_words),
        Step("due.share_of_base", share, plan.rate_citation, plan.rate_words),
        Step("due.rounded", due, plan.rounding),
    )
    return _result(frame, year, AssessmentStatus.ASSESSED, due, start, steps)


def _result(
    frame: Frame,
    year: int,
    status: AssessmentStatus,
    due: Decimal | None,
    start: Start,
    steps: tuple[Step, ...],
    missing: tuple[str, ...] = (),
) -> Assessment:
    return Assessment(
        status,
        year,
        due,
        frame.period.regime,
        frame.plan.rate,
        frame.plan.base_type,
        start.first_year,
        frame.channels,
        (*steps, *frame.channel_steps),
        (*missing, *frame.unknown_channels),
        frame.digest,
    )


def _nothing_due(
    frame: Frame, year: int, status: AssessmentStatus, steps: tuple[Step, ...], first_year: int | None = None
) -> Assessment:
    base_type = frame.plan.base_type if status is AssessmentStatus.NO_DUTY else None
    regime, rate = frame.period.regime, frame.plan.rate
    return Assessment(status, year, ZERO, regime, rate, base_type, first_year, (), steps, (), frame.digest)


def _outside_life(facts: RightFacts, year: int) -> Assessment:
    begin, end = begins_on(facts), facts.ends_on
    life = f"{begin.isoformat() if begin else ''}/{end.isoformat() if end else ''}"
    step = Step("life.outside", None, None, (("year", str(year)), ("period", life)))
    regime = facts.regimes[-1].regime if facts.regimes else NONE
    return Assessment(AssessmentStatus.OUTSIDE_LIFE, year, ZERO, regime, steps=(step,))


def _mineral_missing(period: RegimePeriod, year: int) -> Assessment:
    step = Step("mineral.missing", None, None, (("regime", period.regime),))
    status = AssessmentStatus.NORM_UNKNOWN
    return Assessment(status, year, None, period.regime, steps=(step,), unknown=("mineral",))
