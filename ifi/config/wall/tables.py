"""What the web may do with each table, and which rows of it a reader meets there. A table that is not here is closed.

Grants: s select, i insert, u update, d delete. Never TRUNCATE, never a change of the tables themselves. Rows of the
ledger and the trail are only added.
"""

from dataclasses import dataclass

from ifi.config.wall.conditions import (
    BALANCE,
    BALANCE_BEHIND,
    EVERYTHING,
    OWN_AUTHORITY,
    OWN_ORGANISATION,
    PERSON,
    TOTAL,
    behind_figures_of,
    figures_of,
    may,
    of_visible,
)


@dataclass(frozen=True, slots=True)
class Table:
    """`reads` and `acts`: which rows may be read, and which added or changed; None = all, for what is public."""

    name: str
    grants: str
    reads: str | None = None
    acts: str | None = None

    def __post_init__(self) -> None:
        if set(self.grants) - set("siud"):
            raise ValueError(f"{self.name}: {self.grants}")


def _hidden(name: str, grants: str, reads: str, acts: str | None = None) -> Table:
    return Table(name, grants, reads, acts or reads)


_RUN = of_visible("intake_importrun", "run_id")
_SEES_REGISTRY = may("registry.see_all")

TABLES = (
    # of Django and of the queue
    Table("django_migrations", "s"),
    Table("django_content_type", "s"),
    Table("auth_permission", ""),
    Table("auth_group", ""),
    Table("auth_group_permissions", ""),
    Table("django_session", "siud"),
    Table("procrastinate_jobs", "si"),
    Table("procrastinate_events", "si"),
    Table("procrastinate_workers", "s"),
    Table("procrastinate_periodic_defers", ""),
    # people: looked up by their e-mail before anyone is known to read
    Table("accounts_user", "siu"),
    Table("accounts_signinfailure", "siud"),
    Table("accounts_device", "siud"),
    Table("accounts_emaillink", "siud"),
    Table("mfa_authenticator", "siud"),
    Table("usersessions_usersession", "siud"),
    Table("socialaccount_socialaccount", "siud"),
    Table("socialaccount_socialtoken", "sd"),  # never kept; looked at when a link goes
    Table("socialaccount_socialapp", "s"),  # providers come from the settings
    Table("account_emailaddress", ""),
    Table("account_emailconfirmation", ""),
    # the register: public but for holders' shares and the instruments' own terms
    Table("registry_organisation", "siu"),
    Table("registry_organisationname", "siud"),
    Table("registry_organisationdetail", "siud"),
    Table("registry_subsoilright", "siu"),
    Table("registry_rightregime", "siud"),
    Table("registry_known_holder", "s"),
    _hidden("registry_rightholder", "siud", f"({_SEES_REGISTRY} OR organisation_id = {OWN_ORGANISATION})"),
    _hidden(
        "registry_rightterm",
        "siud",
        f"({_SEES_REGISTRY} OR EXISTS (SELECT FROM registry_rightholder AS h "
        f"WHERE h.right_id = registry_rightterm.right_id AND h.organisation_id = {OWN_ORGANISATION}))",
    ),
    # uploads: each person's own
    _hidden("intake_importrun", "siu", f"uploaded_by_id = {PERSON}"),
    _hidden("intake_importprogress", "siu", _RUN),
    _hidden("intake_importproblem", "s", _RUN),
    # duties
    Table("obligations_duty", "siu"),  # that there is a duty is public; its figures are in the balance
    _hidden("obligations_dutybalance", "siu", BALANCE, BALANCE_BEHIND),
    _hidden(
        "obligations_assessmentversion",
        "si",
        figures_of("obligations_assessmentversion.duty_id"),
        behind_figures_of("obligations_assessmentversion.duty_id"),
    ),
    _hidden(
        "obligations_yearclosing",
        "si",
        figures_of("obligations_yearclosing.duty_id"),
        behind_figures_of("obligations_yearclosing.duty_id"),
    ),
    _hidden("ledger_entry", "si", figures_of("debit_duty"), behind_figures_of("debit_duty")),
    _hidden("obligations_declaredbase", "siu", behind_figures_of("obligations_declaredbase.duty_id")),
    _hidden("obligations_performance", "si", behind_figures_of("obligations_performance.duty_id")),
    _hidden("obligations_performancestep", "si", of_visible("obligations_performance", "performance_id")),
    _hidden("obligations_treasuryreceipt", "si", behind_figures_of("obligations_treasuryreceipt.duty_id")),
    # one expense may serve rights of several authorities of the same user, none of which may count it twice
    _hidden(
        "obligations_expense",
        "siu",
        f"({EVERYTHING} OR organisation_id = {OWN_ORGANISATION} OR EXISTS (SELECT FROM obligations_dutybalance AS b "
        f"WHERE b.organisation_id = obligations_expense.organisation_id AND b.authority = {OWN_AUTHORITY}))",
    ),
    _hidden("obligations_yeartotal", "s", TOTAL),
    _hidden("obligations_totalstale", "s", TOTAL),
    Table("obligations_stale_total", "s"),
    Table("obligations_live_year_total", "s"),
    Table("obligations_reconciliationtolerance", "siu"),
)

# Views that read as whoever asks, so that the rows behind them keep their policies; other views read as their owner.
ASKERS_VIEWS = ("obligations_stale_total", "obligations_live_year_total")

# What the database itself keeps right, whoever acts: these functions see and write all rows.
KEEPERS = (
    "ledger_check_correction()",
    "obligations_check_base_change()",
    "obligations_check_joined_duties()",
    "obligations_check_balance()",
    "obligations_mark_total_stale()",
    "obligations_check_receipts()",
    "obligations_keep_duty()",
    "obligations_keep_run()",
    "obligations_move_balances()",
    "registry_check_shares()",
)
