"""The register of personal data (docs/security/personal-data.yaml), as the pages show it for one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

REGISTER = Path(__file__).resolve().parents[3] / "docs" / "security" / "personal-data.yaml"


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of one table about a person: why they are kept, on what ground, until when, and whether an erasure takes
    them."""

    table: str
    purpose: str
    ground: str
    term: str
    goes: bool
    rows: int = 0


@cache
def read_register() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))
    return found


def kept_of(counts: Mapping[str, int]) -> tuple[list[Kept], int]:
    """From table → rows: what is kept of a person with its reasons, and how many rows bear nothing but the number."""
    tables, terms = read_register()["tables"], read_register()["terms"]
    kept: dict[tuple[str, str, str, str], Kept] = {}
    for table, count in counts.items():
        for entry in tables[table].get("personal", {}).values():
            key = (table, entry["purpose"], entry["ground"], entry["term"])
            kept[key] = Kept(*key, goes=terms[entry["term"]]["ends"] != "proof", rows=count)
    by_number = sum(count for table, count in counts.items() if "personal" not in tables[table])
    return sorted(kept.values(), key=lambda one: (not one.goes, one.purpose, one.table, one.term)), by_number
