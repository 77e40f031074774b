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


def _acts_on(kind: str, rows: str) -> str:
    """Acts on objects of the kind that are the person's own; `rows`: those objects, called `own`."""
    own = f"EXISTS (SELECT FROM {rows} WHERE person_id = {PERSON} AND own.id::text = target_key)"
    return f"(target_kind = '{kind}' AND {own})"


# acts on one's own application, membership or delegation, whoever did them
OWN_AS_MEMBER = " OR ".join(
    (
        f"(target_kind = 'application' AND {may('members.decide')})",
        _acts_on("application", "members_application AS own"),
        _acts_on("membership", "members_membership AS own"),
        _acts_on(
            "delegation", "members_delegation AS own JOIN members_membership AS m ON m.id IN (lender_id, borrower_id)"
        ),
    )
)
