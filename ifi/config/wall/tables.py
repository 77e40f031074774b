"""What the web may do with each table, and which rows of it a reader meets there. A table that is not here is closed.

Grants: s select, i insert, u update, d delete, l lock (FOR UPDATE, without a right to change anything). Never TRUNCATE,
never a change of the tables themselves. Rows of the ledger and the trail are only added.
"""

from dataclasses import dataclass

from ifi.config.wall.conditions import (
    BALANCE,
    BALANCE_BEHIND,
    EVERYTHING,
    OWN_AS_MEMBER,
    OWN_AUTHORITY,
    OWN_ORGANISATION,
    OWN_RIGHTS,
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
        if set(self.grants) - set("siudl"):
            raise ValueError(f"{self.name}: {self.grants}")


def _hidden(name: str, grants: str, reads: str, acts: str | None = None) -> Table:
    return Table(name, grants, reads, acts or reads)


_RUN = of_visible("intake_importrun", "run_id")
_DOCUMENT = (
    f"({may('signature.see_all')} OR {may('members.decide')} OR prepared_by_id = {PERSON} "
    f"OR {PERSON} = ANY (people) OR organisation_id = (SELECT reader_organisation()))"
)
_RECORD = (
    f"({may('audit.see')} OR person = {PERSON} OR at >= now() "
    f"OR ({may('accounts.edit')} AND target_kind IN ('person', 'people')) OR {OWN_AS_MEMBER} "
    f"OR ({may('trail.see')} AND target_kind IN "
    "('right', 'duty', 'duties', 'organisation', 'performance', 'import')) "
    f"OR ({may('own.trail_see')} AND (organisation = (SELECT reader_organisation()) "
    f"OR audit_mentions(id, target_kind, target_key, 'organisation', (SELECT reader_organisation())::text))))"
)
_SEES_REGISTRY = may("registry.see_all")

TABLES = (
    # of Django and of the queue
    Table("django_migrations", "s"),
    Table("django_content_type", "s"),
    Table("config_allowance", "siu"),
    Table("auth_permission", ""),
    Table("auth_group", ""),
    Table("auth_group_permissions", ""),
    Table("django_session", "siud"),
    Table("procrastinate_jobs", "si"),
    Table("procrastinate_events", "si"),
    Table("procrastinate_workers", "s"),
    Table("procrastinate_periodic_defers", ""),
    # people and how they sign in: looked up before anyone is known to read
    Table("accounts_user", "siu"),
    Table("accounts_signinfailure", "siud"),
    Table("accounts_device", "siud"),
    Table("accounts_emaillink", "siud"),
    Table("account_emailaddress", "s"),
    Table("account_emailconfirmation", ""),
    Table("mfa_authenticator", "siud"),
    Table("socialaccount_socialaccount", "siud"),
    Table("socialaccount_socialapp", "s"),
    Table("socialaccount_socialtoken", "sd"),  # never kept; looked at when a link goes
    Table("usersessions_usersession", "siud"),
    # the trail: whoever acts adds to it and meets what was added since; heads and the tree are published
    _hidden("audit_record", "si", _RECORD, "true"),
    _hidden("audit_mention", "si", of_visible("audit_record", "record_id"), "true"),
    Table("audit_waiting", "si"),
    Table("audit_leaf", "s"),
    Table("audit_treenode", "s"),
    Table("audit_treehead", "s"),
    Table("audit_log", "s"),
    # who speaks for which organisation is asked before the reader is known; what shows it is not
    _hidden("members_application", "siu", f"({may('members.decide')} OR person_id = {PERSON})"),
    Table("members_membership", "siu"),
    Table("members_membershiprole", "siu"),
    Table("members_delegation", "siu"),
    Table("members_invitation", "siu"),
    # notices: those on the page are each person's own; the rest is reached by secret links, before anyone is known
    _hidden(
        "notices_delivery",
        "siud",
        f"(channel <> 'page' OR person_id = {PERSON} OR made_at >= now())",
        f"(channel <> 'page' OR {PERSON} IS NOT NULL)",
    ),
    Table("notices_notice", "siu"),
    Table("notices_preference", "siud"),
    Table("notices_digesttime", "siud"),
    Table("notices_subscriber", "siud"),
    Table("notices_subscription", "siud"),
    Table("notices_subscriptionrequest", "siud"),
    Table("notices_telegramchat", "siud"),
    Table("notices_telegraminvitation", "siud"),
    Table("notices_channelstate", "siu"),
    # news: drafts are the editors'
    _hidden("news_newsitem", "siu", f"(published_at IS NOT NULL OR {may('news.edit')})", may("news.edit")),
    _hidden("news_newsversion", "siu", of_visible("news_newsitem", "item_id"), may("news.edit")),
    Table("news_calendarevent", "siu"),  # publishing writes the events of a news item
    Table("news_calendarfeed", "siu"),
    # the register: public but for holders' shares and the instruments' own terms
    Table("registry_organisation", "siu"),
    Table("registry_organisationname", "siud"),
    Table("registry_organisationdetail", "siud"),
    Table("registry_subsoilright", "siu"),
    Table("registry_rightdetail", "siud"),
    Table("registry_rightregime", "siud"),
    Table("registry_known_holder", "s"),
    _hidden("registry_rightholder", "siud", f"({_SEES_REGISTRY} OR organisation_id = {OWN_RIGHTS})"),
    _hidden(
        "registry_rightterm",
        "siud",
        f"({_SEES_REGISTRY} OR EXISTS (SELECT FROM registry_rightholder AS h "
        f"WHERE h.right_id = registry_rightterm.right_id AND h.organisation_id = {OWN_RIGHTS}))",
    ),
    # uploads: each person's own
    _hidden("intake_importrun", "siu", f"uploaded_by_id = {PERSON}"),
    _hidden("intake_importprogress", "siu", _RUN),
    _hidden("intake_importproblem", "s", _RUN),
    # documents to sign: who prepared them, the organisation's people, and whoever sees every document
    # signed documents
    _hidden("signing_signabledocument", "si", _DOCUMENT),
    _hidden("signing_documentend", "si", of_visible("signing_signabledocument", "document_id")),
    _hidden("signing_signature", "si", of_visible("signing_signabledocument", "document_id")),
    _hidden("signing_signercertificate", "si", of_visible("signing_signature", "signature_id")),
    _hidden("signing_signatureevidence", "si", of_visible("signing_signature", "signature_id")),
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
    Table("obligations_publishedpayment", "s"),
)

# Views that read as whoever asks, so that the rows behind them keep their policies; other views read as their owner.
ASKERS_VIEWS = ("obligations_stale_total", "obligations_live_year_total")

# What the database itself keeps right, whoever acts: these functions of triggers see and write all rows.
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
    "registry_keep_last_details()",
)
# Functions of triggers that look at nothing but the row that they are called for, by the beginning of their names.
ONLY_THE_ROW = (
    "refuse_change",
    "audit_refuse_change",
    "audit_only_address_erased",
    "audit_note_",
    "audit_gone_",
    "news_check_followed",
)
