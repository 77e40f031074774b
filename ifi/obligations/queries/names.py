"""Names of organisations and rights in the reader's language, many at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ifi.obligations.queries.rows import Row, fetch


@dataclass(frozen=True, slots=True)
class RightName:
    """How a right is called: its kind, its number and date as written, its deposit."""

    kind: str
    number: str
    concluded_on: date | None
    deposit: str


def names_of_organisations(ids: Iterable[int], on: date, language: str) -> dict[int, str]:
    """Id → the name borne on the day, else the newest; in the language, else in another that it has; else the BIN."""
    rows = fetch(
        """SELECT DISTINCT ON (o.id) o.id, o.bin, n.name_kk, n.name_ru, n.name_en
           FROM registry_organisation o LEFT JOIN registry_organisationname n ON n.organisation_id = o.id
           WHERE o.id = ANY(%s) ORDER BY o.id, n.validity @> %s DESC NULLS LAST, n.validity DESC NULLS LAST""",
        [list(ids), on],
    )
    return {row["id"]: _best(row, language) for row in rows}


def _best(row: Row, language: str) -> str:
    names = {"kk": row["name_kk"], "ru": row["name_ru"], "en": row["name_en"]}
    order = [language, *(other for other in ("ru", "kk", "en") if other != language)]
    return str(next((names[code] for code in order if names[code]), row["bin"]))


def names_of_rights(ids: Collection[int], language: str) -> dict[int, RightName]:
    if not ids:
        return {}
    rows = fetch(
        "SELECT id, kind, number, concluded_on, name FROM registry_subsoilright WHERE id = ANY(%s)", [list(ids)]
    )
    return {row["id"]: RightName(row["kind"], row["number"], row["concluded_on"], row["name"]) for row in rows}
