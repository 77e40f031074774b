"""Facts of a worked case, from the plain texts of its file or of the command line."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from ifi.law.errors import BaseUnreadable, OwnTermUnknown
from ifi.law.facts import Base, BaseType, Citation, Confidence, OwnTerm, RegimePeriod, RightFacts
from ifi.law.terms import OWN_TERMS

Plain: TypeAlias = "str | tuple[Plain, ...] | dict[str, Plain] | None"
Given = Mapping[str, Plain]


def text_of(given: Given, name: str) -> str | None:
    value = given.get(name)
    assert value is None or isinstance(value, str), f"{name} must be one text"
    return value


def wanted_text(given: Given, name: str) -> str:
    value = text_of(given, name)
    assert value is not None, f"{name} is missing"
    return value


def day_of(given: Given, name: str) -> date | None:
    value = text_of(given, name)
    return None if value is None else date.fromisoformat(value)


def wanted_day(given: Given, name: str) -> date:
    return date.fromisoformat(wanted_text(given, name))


def year_of(given: Given) -> int:
    return int(wanted_text(given, "year"))


def amount_of(given: Given, name: str) -> Decimal:
    return read_amount(wanted_text(given, name))


def read_amount(text: str) -> Decimal:
    """An amount written plainly, such as `1234567.89`. Raises BaseUnreadable."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise BaseUnreadable(value=text) from None
    if not amount.is_finite() or amount != round(amount, 2) or "e" in text.lower():
        raise BaseUnreadable(value=text)
    return amount.quantize(Decimal("0.01"))


def items_of(given: Given, name: str) -> tuple[Given, ...]:
    value = given.get(name) or ()
    assert isinstance(value, tuple), f"{name} must be a list"
    return tuple(item for item in value if isinstance(item, dict))


def amounts_of(given: Given, name: str) -> tuple[Decimal, ...]:
    value = given.get(name)
    assert isinstance(value, tuple), f"{name} must be a list of amounts"
    return tuple(read_amount(str(item)) for item in value)


def facts_of(given: Given) -> RightFacts:
    """The facts of the right: `regime` or `regimes`, dates, mineral, ground of exemption, own terms."""
    regimes = tuple(
        RegimePeriod(wanted_text(item, "regime"), day_of(item, "from"), day_of(item, "to"))
        for item in items_of(given, "regimes")
    )
    return RightFacts(
        regimes=regimes or (RegimePeriod(wanted_text(given, "regime")),),
        concluded_on=day_of(given, "concluded_on"),
        starts_on=day_of(given, "starts_on"),
        ends_on=day_of(given, "ends_on"),
        mineral=text_of(given, "mineral"),
        exempt_ground=text_of(given, "exempt_ground"),
        own_terms=tuple(_own_term(item) for item in items_of(given, "own_terms")),
        start_assumed=text_of(given, "start_assumed") == "true",
    )


def _own_term(item: Given) -> OwnTerm:
    return own_term(
        wanted_text(item, "parameter"),
        wanted_text(item, "value"),
        text_of(item, "clause") or "",
        day_of(item, "from"),
        day_of(item, "to"),
    )


def own_term(
    parameter: str, value: str, clause: str = "", valid_from: date | None = None, valid_to: date | None = None
) -> OwnTerm:
    """A term of the instrument, cited to it. Raises OwnTermUnknown."""
    if parameter not in OWN_TERMS:
        raise OwnTermUnknown(parameter=parameter, known=", ".join(OWN_TERMS))
    citation = Citation("instrument", clause, confidence=Confidence.A)
    return OwnTerm(parameter, value, citation, valid_from, valid_to)


def base_of(given: Given) -> Base | None:
    amount = text_of(given, "base")
    return None if amount is None else Base(read_amount(amount), BaseType(wanted_text(given, "base_type")))
