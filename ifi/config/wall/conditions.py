"""Conditions of the wall, in SQL; the same as in `ifi/obligations/queries/sight.py` and the rooms' own queries.

What depends only on the reader stands in a sub-select: PostgreSQL works it out once a statement, not once a row.
"""

EVERYTHING = "(SELECT reader_may('duty.see_all') AND reader_authority() IS NULL)"
OWN_AUTHORITY = "(SELECT CASE WHEN reader_may('duty.see_all') THEN reader_authority() END)"
OWN_ORGANISATION = "(SELECT CASE WHEN reader_may('own.duties_see') THEN reader_organisation() END)"
OWN_RIGHTS = "(SELECT CASE WHEN reader_may('own.registry_see') THEN reader_organisation() END)"
PERSON = "(SELECT reader_person())"

BALANCE_BEHIND = f"({EVERYTHING} OR authority = {OWN_AUTHORITY} OR organisation_id = {OWN_ORGANISATION})"
BALANCE = f"(is_public OR {BALANCE_BEHIND})"
TOTAL = f"(is_public OR {EVERYTHING} OR authority = {OWN_AUTHORITY})"


def may(permission: str) -> str:
    return f"(SELECT reader_may('{permission}'))"


def figures_of(duty: str) -> str:
    """Whose duty has figures that the reader may see: a row of the balances is itself behind the wall."""
    return f"({EVERYTHING} OR EXISTS (SELECT FROM obligations_dutybalance AS b WHERE b.duty_id = {duty}))"


def behind_figures_of(duty: str) -> str:
    """What stands behind the figures (bases, documents, payments) is not open even where the figures are."""
    return f"""({EVERYTHING} OR EXISTS (SELECT FROM obligations_dutybalance AS b WHERE b.duty_id = {duty}
        AND (b.authority = {OWN_AUTHORITY} OR b.organisation_id = {OWN_ORGANISATION})))"""


def of_visible(table: str, key: str) -> str:
    """Rows of another table that are visible to the reader decide."""
    return f"EXISTS (SELECT FROM {table} AS parent WHERE parent.id = {key})"
