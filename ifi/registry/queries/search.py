"""Find an organisation by any of its names, present or former, in any script, or by the beginning of its BIN."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from ifi.registry.models import Organisation, OrganisationName
from ifi.registry.rules import fold_name, name_key
from ifi.registry.rules.holders import is_personal

# Lower than PostgreSQL's 0.6, so that one wrong letter in a short name still finds it.
_LIKENESS = "0.5"
_BIN_PREFIX = re.compile(r"[0-9]{3,12}")

# For this transaction only. The planner takes the comparison of two texts for cheap and would read the whole table:
# 215 ms instead of 1.5 ms among 20,000 names.
PREPARE = """
SELECT set_config('pg_trgm.word_similarity_threshold', %(likeness)s, true), set_config('enable_seqscan', 'off', true)
"""

BY_NAME = """
WITH near AS (
    SELECT name.organisation_id, name.id,
           greatest(word_similarity(%(key)s, name.folded), word_similarity(%(joined)s, name.folded)) AS likeness,
           similarity(%(key)s, name.folded) AS closeness,
           %(on)s <@ name.validity AS is_present
      FROM registry_organisationname name
     WHERE name.folded %%> %(key)s OR name.folded %%> %(joined)s
), best AS (
    SELECT DISTINCT ON (organisation_id) organisation_id, id, likeness, closeness, is_present
      FROM near
     ORDER BY organisation_id, likeness DESC, is_present DESC, closeness DESC
)
SELECT organisation.id, organisation.bin, best.id, best.is_present
  FROM best JOIN registry_organisation organisation ON organisation.id = best.organisation_id
 ORDER BY best.likeness DESC, best.closeness DESC, best.is_present DESC, organisation.bin
 LIMIT %(limit)s
"""

# Keys hold letters and digits only, so that nothing in them has a meaning to LIKE; the trigrams of a name serve it.
HOLDING = """
SELECT organisation_id FROM registry_organisationname WHERE folded LIKE %(holding)s
 GROUP BY organisation_id ORDER BY min(length(folded)), organisation_id LIMIT %(limit)s
"""
_SHORTEST_HOLDING = 3  # a shorter text has no trigram

BY_BIN = """
SELECT organisation.id, organisation.bin, NULL::bigint, TRUE
  FROM registry_organisation organisation
 WHERE organisation.bin LIKE %(prefix)s AND substr(organisation.bin, 5, 1) IN ('4', '5', '6')
 ORDER BY organisation.bin
 LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One organisation found. `former` is the name that was matched where it is no longer borne, else empty.

    `bin` is empty where it is a person's IIN.
    """

    organisation_id: int
    bin: str
    names: dict[str, str]
    former: str = ""


def search_organisations(text: str, *, on: date, limit: int = 20) -> tuple[Found, ...]:
    """Organisations by name or by the first three digits or more of the BIN, the best first; empty text finds none.

    An entrepreneur's IIN is personal: it neither finds nor is told.
    """
    compact = re.sub(r"[\s-]", "", text)
    key = fold_name(text)
    with transaction.atomic(), connection.cursor() as cursor:
        if _BIN_PREFIX.fullmatch(compact):
            cursor.execute(BY_BIN, {"prefix": f"{compact}%", "limit": limit})
        elif key:
            cursor.execute(PREPARE, {"likeness": _LIKENESS})
            cursor.execute(BY_NAME, {"key": key, "joined": name_key(text), "on": on, "limit": limit})
        else:
            return ()
        rows = cursor.fetchall()
    present = names_of([row[0] for row in rows], on)
    former = _texts([row[2] for row in rows if row[2] and not row[3]])
    return tuple(
        Found(organisation, public_number(number), present.get(organisation, {}), former.get(name, ""))
        for organisation, number, name, _ in rows
    )


def organisations_named(text: str, *, on: date, limit: int) -> tuple[int, ...]:
    """Ids of the organisations one of whose names holds the text, the shortest name first; where none does, and for a
    BIN, of those that `search_organisations` finds."""
    key = name_key(text)
    if len(key) >= _SHORTEST_HOLDING and not _BIN_PREFIX.fullmatch(key):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PREPARE, {"likeness": _LIKENESS})
            cursor.execute(HOLDING, {"holding": f"%{key}%", "limit": limit})
            if rows := cursor.fetchall():
                return tuple(row[0] for row in rows)
    return tuple(found.organisation_id for found in search_organisations(text, on=on, limit=limit))


def public_number(number: str) -> str:
    """The BIN; empty for an IIN, which is personal."""
    return "" if is_personal(number) else number


def organisation_ids(bins: Iterable[str]) -> dict[str, int]:
    """BIN → organisation id, for those that are registered."""
    return dict(Organisation.objects.filter(bin__in=list(bins)).values_list("bin", "pk"))


def _texts(name_ids: Iterable[int]) -> dict[int, str]:
    rows = OrganisationName.objects.filter(pk__in=list(name_ids))
    return {row.pk: row.name_kk or row.name_ru or row.name_en for row in rows}


def names_of(organisation_ids: Iterable[int], on: date) -> dict[int, dict[str, str]]:
    """Organisation id → its names on a day by language; a language that has none shows another's.

    Where no name is recorded for the day, the nearest later one, else the last.
    """
    found: dict[int, tuple[int, dict[str, str]]] = {}
    rows = OrganisationName.objects.filter(organisation__in=list(organisation_ids)).order_by(
        "organisation_id", "validity"
    )
    for row in rows.iterator():
        ended = row.validity.upper is not None and row.validity.upper <= on
        rank = 1 if ended else 0
        known = found.get(row.organisation_id)
        if known is None or known[0] == 1:
            found[row.organisation_id] = (rank, _by_language(row))
    return {organisation: names for organisation, (_, names) in found.items()}


def _by_language(row: OrganisationName) -> dict[str, str]:
    written = {"kk": row.name_kk, "ru": row.name_ru, "en": row.name_en}
    shown = row.name_kk or row.name_ru or row.name_en
    return {language: name or shown for language, name in written.items()}
