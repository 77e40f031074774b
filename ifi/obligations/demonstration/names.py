"""Names and identifiers that can belong to nobody."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from ifi.core.identifiers import check_digit
from ifi.obligations.demonstration.values import Enterprise, Name

# A BIN begins with the year and month of registration. December 2049 has not come: no real entity has such a number.
_BLOCK = "491240"

_PATTERNS = {
    "subsoil_user": (
        "«Көрсетілім кәсіпорны № {n}» ЖШС",
        "ТОО «Демонстрационное предприятие № {n}»",
        "Demonstration Enterprise No. {n} LLP",
    ),
    "research_institute": (
        "«№ {n} көрсетілім ғылыми-зерттеу институты» ЖШС",
        "ТОО «Демонстрационный научно-исследовательский институт № {n}»",
        "Demonstration Research Institute No. {n} LLP",
    ),
    "university": (
        "«№ {n} көрсетілім университеті» КеАҚ",
        "НАО «Демонстрационный университет № {n}»",
        "Demonstration University No. {n} NCJSC",
    ),
    "other": (
        "«№ {n} көрсетілім кластер қатысушысы» ЖШС",
        "ТОО «Демонстрационный участник кластера № {n}»",
        "Demonstration Cluster Participant No. {n} LLP",
    ),
}
_FORMER = (" (бұрынғы атауы)", " (прежнее наименование)", " (former name)")


def identification_numbers() -> Iterator[str]:
    """BINs of the synthetic block in order, each with its check digit; serials that have none are left out."""
    for serial in count(1):
        digit = check_digit(f"{_BLOCK}{serial:05d}")
        if digit is not None:
            yield f"{_BLOCK}{serial:05d}{digit}"


def enterprise(
    bin: str, kind: str, number: int, *, region: str, oked: str, since: date, renamed_on: date | None = None
) -> Enterprise:
    """A made-up entity with its `number` in every name; `renamed_on` gives it a former name until the day before."""
    kk, ru, en = (pattern.format(n=f"{number:03d}") for pattern in _PATTERNS[kind])
    names: tuple[Name, ...] = (Name(kk, ru, en, since),)
    if renamed_on is not None:
        former = Name(kk + _FORMER[0], ru + _FORMER[1], en + _FORMER[2], since)
        names = (former, Name(kk, ru, en, renamed_on))
    return Enterprise(bin, kind, names, region, oked, since)


def place_name(number: int) -> str:
    return f"Демонстрационный участок № {number:04d}"
