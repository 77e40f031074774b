"""Takes the demonstration out again, leaving everything that is real."""

from django.db import IntegrityError, connection, transaction

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.obligations.demonstration.people import forget_passwords
from ifi.obligations.services.totals import refresh_totals

_DUTIES = "(SELECT id FROM obligations_duty WHERE is_demonstration)"
_PERFORMANCES = f"(SELECT id FROM obligations_performance WHERE duty_id IN {_DUTIES})"  # noqa: S608
_RIGHTS = "(SELECT id FROM registry_subsoilright WHERE is_demonstration)"
_ORGANISATIONS = "(SELECT id FROM registry_organisation WHERE is_demonstration)"
_MEMBERSHIPS = f"(SELECT id FROM members_membership WHERE organisation_id IN {_ORGANISATIONS})"  # noqa: S608
_NEWS = "(SELECT id FROM news_newsitem WHERE is_demonstration)"

# table → which of its rows are the demonstration's; in an order in which nothing is left pointing at what is gone
_ROWS = {
    "news_calendarevent": "uid IN (SELECT 'news-' || id FROM news_newsitem WHERE is_demonstration) "
    "OR uid IN (SELECT 'report-duty-' || id FROM obligations_duty WHERE is_demonstration)",
    "news_newsversion": f"item_id IN {_NEWS}",
    "news_newsitem": "is_demonstration",
    "ledger_entry": f"debit_duty IN {_DUTIES} OR credit_duty IN {_DUTIES}",
    "obligations_performancestep": f"performance_id IN {_PERFORMANCES}",
    "obligations_performance": f"duty_id IN {_DUTIES}",
    "obligations_expense": f"organisation_id IN {_ORGANISATIONS}",
    "obligations_treasuryreceipt": f"duty_id IN {_DUTIES}",
    "obligations_yearclosing": f"duty_id IN {_DUTIES}",
    "obligations_assessmentversion": f"duty_id IN {_DUTIES}",
    "obligations_declaredbase": f"duty_id IN {_DUTIES}",
    "obligations_dutybalance": "is_demonstration",
    "obligations_duty": "is_demonstration",
    "registry_rightterm": f"right_id IN {_RIGHTS}",
    "registry_rightholder": f"right_id IN {_RIGHTS}",
    "registry_rightdetail": f"right_id IN {_RIGHTS}",
    "registry_rightregime": f"right_id IN {_RIGHTS}",
    "registry_subsoilright": "is_demonstration",
    "members_invitation": f"organisation_id IN {_ORGANISATIONS}",
    "members_delegation": f"lender_id IN {_MEMBERSHIPS}",
    "members_membershiprole": f"membership_id IN {_MEMBERSHIPS}",
    "members_membership": f"organisation_id IN {_ORGANISATIONS}",
    "members_application": f"organisation_id IN {_ORGANISATIONS}",
    "registry_organisationname": f"organisation_id IN {_ORGANISATIONS}",
    "registry_organisationdetail": f"organisation_id IN {_ORGANISATIONS}",
    "registry_organisation": "is_demonstration",
}


def remove_demonstration() -> dict[str, int]:
    """Delete every demonstration row, in one transaction; table → how many rows.

    The only place where rows of the ledger go: they were never real. Needs the owner of the tables, since the triggers
    that refuse deletion rest meanwhile. Raises IntegrityError where something real points at the demonstration.
    """
    with transaction.atomic():
        removed = _remove()
        refresh_totals()
        _dismiss_people()
        record("obligations.demonstration_removed", Target("demonstration", "all"), by=Program("demonstration"))
    forget_passwords()
    return removed


def _remove() -> dict[str, int]:
    removed = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' "
            "AND tgrelid::regclass::text = ANY (%s)",
            [list(_ROWS)],
        )
        guarded = [table for (table,) in cursor.fetchall()]
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        for table, rows in _ROWS.items():
            cursor.execute(f"DELETE FROM {table} WHERE {rows}")  # noqa: S608  (names and conditions of this file only)
            removed[table] = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")
    return removed


def _dismiss_people() -> None:
    """Those who did nothing are deleted; who is named in a real row may no longer sign in."""
    for person in User.objects.filter(is_demonstration=True):
        try:
            with transaction.atomic():
                person.delete()
        except IntegrityError:
            person.is_active = False
            person.save(update_fields=["is_active"])
