"""What an assessment is made from and what it says. Values only; the making is in `assessment.py`."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class BaseType(StrEnum):
    """What the rate is applied to. The two kinds of base live side by side; the instrument decides."""

    PRODUCTION_COST = "production_cost"
    MINING_COST = "mining_cost"
    AGGREGATE_ANNUAL_INCOME = "aggregate_annual_income"


class Channel(StrEnum):
    """How a duty may be performed."""

    OWN_RESEARCH = "own_research"
    KZ_PERFORMER = "kz_performer"
    CLUSTER_PROJECT = "cluster_project"
    DIGITALISATION = "digitalisation"
    STATE_BUDGET = "state_budget"
    FOREIGN_WITH_PERMISSION = "foreign_with_permission"


class Confidence(StrEnum):
    """How sure we are of a norm: A primary source, B two sources, C one, M unconfirmed, READING our inference."""

    A = "A"
    B = "B"
    C = "C"
    M = "M"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from.

    `act` is the act's code in `kz/acts.yaml`; `instrument` means the right's own contract or licence. `article` reads
    `129(1)(2)`, several apart by `; `. `link` may be empty. `note` is a note's code, or free text in the citation of an
    own term; `ifi.law.sentences.say_note` gives the words.
    """

    act: str
    article: str = ""
    link: str = ""
    confidence: Confidence = Confidence.M
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A term written in the right's own contract or licence; it overrides the norm of the same name.

    `parameter` is the norm's name (rate, base_type, penalty_rate, start_rule, first_year, ...), `value` its text
    (a decimal as text, a code, a year). The instrument comes first, the table is the default.
    """

    parameter: str
    value: str
    citation: Citation
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class RegimePeriod:
    """The regime that governs the right from `valid_from` to `valid_to`, both included."""

    regime: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class RightFacts:
    """The facts of one subsoil right that its duties follow from.

    `starts_on`: registration of the production contract or addendum (hydrocarbons, uranium), first day of the licence
    (solid minerals); None = production has not started or is not known. `concluded_on`: date of the instrument,
    against which later, stricter rules are held. `exempt_ground`: code of the ground, None = not exempt.
    `start_assumed`: calculate as if the first obligated year had long begun (a "what if" without the right's dates).
    """

    regimes: tuple[RegimePeriod, ...]
    concluded_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    mineral: str | None = None
    exempt_ground: str | None = None
    own_terms: tuple[OwnTerm, ...] = ()
    start_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """The declared base: costs or income of the year before the duty's, in tenge."""

    amount: Decimal
    type: BaseType


class AssessmentStatus(StrEnum):
    ASSESSED = "assessed"  # an amount is due; it may be 0.00 on a zero base
    NO_DUTY = "no_duty"  # the regime has no such duty, or the first obligated year is still ahead
    EXEMPT = "exempt"  # the instrument is exempt, with its ground
    BASE_MISSING = "base_missing"  # the duty exists, its base was not declared
    NORM_UNKNOWN = "norm_unknown"  # a norm that is needed is not known, or the contract must say and does not
    OUTSIDE_LIFE = "outside_life"  # the year lies outside the right's life


@dataclass(frozen=True, slots=True)
class Step:
    """One step to the result: `code` names it (its sentence is made at display), with its figures and its source.

    `amount` is in tenge where the step has one; `parameters` are the other figures of the sentence as text.
    """

    code: str
    amount: Decimal | None = None
    citation: Citation | None = None
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelPeriod:
    """Channels open from `valid_from` to `valid_to` within the year: a payment is judged by its date.

    `kbk` is the budget classification code to pay to, None where it is not known or not needed. `by_contract`: the
    contract says which channels are open; `channels` is then empty. The dates are those of the rule and may lie outside
    the year.
    """

    channels: tuple[Channel, ...]
    citation: Citation
    valid_from: date | None = None
    valid_to: date | None = None
    kbk: str | None = None
    by_contract: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is due for one right and one calendar year, with the steps that led to it.

    `due` is None where no amount can be said (base missing, norm unknown). `unknown` names the norms that are null.
    `norms_digest` identifies the exact norms that were read (SHA-256 of their canonical text).
    """

    status: AssessmentStatus
    year: int
    due: Decimal | None
    regime: str
    rate: Decimal | None = None
    base_type: BaseType | None = None
    first_year: int | None = None
    channels: tuple[ChannelPeriod, ...] = ()
    steps: tuple[Step, ...] = ()
    unknown: tuple[str, ...] = ()
    norms_digest: str = field(default="")
