"""Who may open which address, and who sees which field: the one table that the gate, the page «Who may do what» and the
tests read.

An address that does not stand here is refused to everyone. The gate turns away who has no business at an address at
all; which object of it one may touch is for the service, and the tests hold both to this table.
"""

from dataclasses import dataclass
from enum import StrEnum

from ifi.accounts.rights import Permission, may

P = Permission


class Who(StrEnum):
    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    HOLDERS = "holders"  # of one of the permissions


@dataclass(frozen=True, slots=True)
class Access:
    """`any_of` opens the address for every object; `own` only for one's own objects or those of the organisation one
    acts for; `oneself` needs no permission for what is one's own as a person."""

    who: Who
    any_of: frozenset[Permission] = frozenset()
    own: frozenset[Permission] = frozenset()
    oneself: bool = False


EVERYONE = Access(Who.EVERYONE)
SIGNED_IN = Access(Who.SIGNED_IN)


def holders(*any_of: Permission, own: tuple[Permission, ...] = (), oneself: bool = False) -> Access:
    return Access(Who.HOLDERS, frozenset(any_of), frozenset(own), oneself)


class Answer(StrEnum):
    """What the table promises to a reader."""

    OPEN = "open"
    SIGN_IN = "sign_in"  # the reader is sent to the page of signing in
    REFUSED = "refused"


def answer(access: Access, actor: object, *, is_own: bool | None = None, is_oneself: bool | None = None) -> Answer:
    """`is_own`: whether the object asked for is one's own or belongs to the organisation the actor acts for;
    `is_oneself`: whether it is about the actor. None = not known yet, and then that is enough to come in."""
    if access.who is Who.EVERYONE:
        return Answer.OPEN
    if not getattr(actor, "is_authenticated", False):
        return Answer.SIGN_IN
    if access.who is Who.SIGNED_IN or any(may(actor, permission) for permission in access.any_of):
        return Answer.OPEN
    if access.oneself and is_oneself is not False:
        return Answer.OPEN
    if is_own is not False and any(may(actor, permission) for permission in access.own):
        return Answer.OPEN
    return Answer.REFUSED


ROUTES: dict[str, Access] = {
    # the process itself
    "alive": EVERYONE,
    "ready": EVERYONE,
    # the public face
    "about_access": EVERYONE,
    "portal:home": EVERYONE,
    "portal:national_file": EVERYONE,
    "portal:group_file": EVERYONE,
    "portal:about": EVERYONE,
    "portal:design": EVERYONE,
    "portal:law": EVERYONE,
    "portal:law_cases": EVERYONE,
    "portal:law_unknown": EVERYONE,
    "portal:law_regime": EVERYONE,
    # one's own account
    "accounts:sign_in": EVERYONE,
    "accounts:sign_out": EVERYONE,
    "accounts:second_factor": EVERYONE,
    "accounts:passkey_sign_in": EVERYONE,
    "accounts:passkey_options": EVERYONE,
    "accounts:provider": EVERYONE,
    "provider_callback": EVERYONE,
    "accounts:forgotten": EVERYONE,
    "accounts:sign_up": EVERYONE,
    "accounts:link": EVERYONE,  # the secret in the letter is the right
    "accounts:open_link": EVERYONE,
    "accounts:me": SIGNED_IN,
    "accounts:personal_data": SIGNED_IN,
    "accounts:personal_data_file": SIGNED_IN,
    "accounts:erased": EVERYONE,
    "accounts:consent": SIGNED_IN,
    "accounts:prove": SIGNED_IN,
    "accounts:password": SIGNED_IN,
    "accounts:address": SIGNED_IN,
    "accounts:sessions": SIGNED_IN,
    "accounts:factors": SIGNED_IN,
    "accounts:add_application": SIGNED_IN,
    "accounts:add_passkey": SIGNED_IN,
    "accounts:recovery_codes": SIGNED_IN,
    "accounts:remove_factor": holders(oneself=True),
    "accounts:link_provider": SIGNED_IN,
    "accounts:unlink_provider": SIGNED_IN,
    "accounts:people": holders(P.ACCOUNTS_EDIT),
    "accounts:invite": holders(P.ACCOUNTS_EDIT),
    "accounts:person": holders(P.ACCOUNTS_EDIT),
    "accounts:person_data": holders(P.ACCOUNTS_EDIT),
    "accounts:person_data_file": holders(P.ACCOUNTS_EDIT),
    "accounts:act_on_person": holders(P.ACCOUNTS_EDIT),
    # documents to sign: their parties, and whoever sees every document
    "signing:documents": SIGNED_IN,
    "signing:document": holders(P.SIGNATURE_SEE_ALL, oneself=True),
    "signing:stored_bytes": holders(P.SIGNATURE_SEE_ALL, oneself=True),
    "signing:sign": holders(oneself=True),
    "signing:refuse": holders(oneself=True),
    "signing:signature": holders(P.SIGNATURE_SEE_ALL, oneself=True),
    "signing:evidence": holders(P.SIGNATURE_SEE_ALL, oneself=True),
    # register
    "registry:organisations": EVERYONE,
    "registry:new_organisation": holders(P.REGISTRY_EDIT),
    "registry:organisation": holders(P.REGISTRY_SEE_ALL),
    "registry:rename_organisation": holders(P.REGISTRY_EDIT),
    "registry:organisation_details": holders(P.REGISTRY_EDIT),
    "registry:rights": holders(P.REGISTRY_SEE_ALL),
    "registry:new_right": holders(P.REGISTRY_EDIT),
    "registry:right": holders(P.REGISTRY_SEE_ALL),
    "registry:change_right": holders(P.REGISTRY_EDIT),
    "registry:right_detail": holders(P.REGISTRY_EDIT),
    "registry:correct_detail": holders(P.REGISTRY_EDIT),
    "registry:regime": holders(P.REGISTRY_EDIT),
    "registry:holders": holders(P.REGISTRY_EDIT),
    "registry:new_term": holders(P.REGISTRY_EDIT),
    "registry:decide_term": holders(P.REGISTRY_EDIT),
    # notices: one's own, and what anyone may subscribe to; a secret in an address is the right to it
    "notices:mine": SIGNED_IN,
    "notices:open": SIGNED_IN,
    "notices:read": SIGNED_IN,
    "notices:unread": SIGNED_IN,
    "notices:all_read": SIGNED_IN,
    "notices:preferences": SIGNED_IN,
    "notices:topic_off": SIGNED_IN,
    "notices:topic_on": SIGNED_IN,
    "notices:connect_telegram": SIGNED_IN,
    "notices:disconnect_telegram": SIGNED_IN,
    "notices:channels": holders(P.SETTINGS_EDIT),
    "notices:trial": holders(P.SETTINGS_EDIT),
    "notices:again": holders(P.SETTINGS_EDIT),
    "notices:all_again": holders(P.SETTINGS_EDIT),
    "notices:subscribe": EVERYONE,
    "notices:asked": EVERYONE,
    "notices:confirm": EVERYONE,
    "notices:manage": EVERYONE,
    "notices:end": EVERYONE,
    "notices:ended": EVERYONE,
    "notices:off": EVERYONE,
    "notices_off": EVERYONE,
    "telegram_webhook": EVERYONE,  # Telegram proves itself by the secret in its header
    # people of organisations
    "members:mine": SIGNED_IN,
    "members:choose": SIGNED_IN,
    "members:join": SIGNED_IN,
    "members:join_by_signature": SIGNED_IN,
    "members:applications": holders(P.MEMBERS_DECIDE),
    "members:application": holders(P.MEMBERS_DECIDE, oneself=True),
    "members:letter": holders(P.MEMBERS_DECIDE, oneself=True),
    "members:approve": holders(P.MEMBERS_DECIDE),
    "members:refuse": holders(P.MEMBERS_DECIDE),
    "members:withdraw": holders(oneself=True),
    "members:people": holders(P.MEMBERS_SEE_ALL, own=(P.OWN_PEOPLE_SEE,)),
    "members:member": holders(P.MEMBERS_SEE_ALL, own=(P.OWN_PEOPLE_SEE,)),
    "members:invite": holders(own=(P.OWN_PEOPLE_EDIT,)),
    "members:revoke": holders(own=(P.OWN_PEOPLE_EDIT,)),
    "members:roles": holders(own=(P.OWN_PEOPLE_EDIT,)),
    "members:attorney": holders(own=(P.OWN_PEOPLE_EDIT,)),
    "members:end": holders(own=(P.OWN_PEOPLE_EDIT,), oneself=True),
    "members:delegate": holders(own=(P.OWN_DELEGATE,)),
    "members:end_delegation": holders(own=(P.OWN_PEOPLE_EDIT,), oneself=True),
    "members:invitation": EVERYONE,  # whoever holds the link
    # the trail: what one did oneself; queries say what a role lets one see of others
    "trail:search": SIGNED_IN,
    "trail:history": SIGNED_IN,
    "trail:act": holders(P.AUDIT_SEE, own=(P.OWN_TRAIL_SEE, P.TRAIL_SEE), oneself=True),
    "trail:proof": holders(P.AUDIT_SEE, own=(P.OWN_TRAIL_SEE, P.TRAIL_SEE), oneself=True),
    "trail:acts_file": holders(P.AUDIT_EXPORT),
    "trail:bundle": holders(P.AUDIT_EXPORT),
    "trail:heads": EVERYONE,
    "trail:heads_file": EVERYONE,
    "trail:verifier": EVERYONE,
    # news and calendars
    "news:list": EVERYONE,
    "news:item": EVERYONE,
    "news:rss": EVERYONE,
    "news:atom": EVERYONE,
    "news:drafts": holders(P.NEWS_EDIT),
    "news:new": holders(P.NEWS_EDIT),
    "news:edit": holders(P.NEWS_EDIT),
    "news:revise": holders(P.NEWS_EDIT),
    "news:step": holders(P.NEWS_EDIT),
    "news:calendars": EVERYONE,
    "news:calendar_file": EVERYONE,
    "news:personal_file": EVERYONE,  # the address itself is the secret
    "news:my_calendar": SIGNED_IN,
    "news:make_calendar": SIGNED_IN,
    "news:revoke_calendar": SIGNED_IN,
    # imports: one's own runs
    "intake:imports": holders(P.IMPORT),
    "intake:run": holders(own=(P.IMPORT,)),
    "intake:confirm": holders(own=(P.IMPORT,)),
    "intake:cancel": holders(own=(P.IMPORT,)),
    "intake:check_again": holders(own=(P.IMPORT,)),
    "intake:annotated": holders(own=(P.IMPORT,)),
    "intake:problems": holders(own=(P.IMPORT,)),
    "intake:upload": holders(P.IMPORT),
    "intake:template": holders(P.IMPORT),
    # duties: open to everyone, with what FIELDS leaves of them
    "obligations:duties": EVERYONE,
    "obligations:duties_file": EVERYONE,
    "obligations:right": EVERYONE,
    "obligations:year": EVERYONE,
    "obligations:ledger_file": EVERYONE,
    "obligations:organisation": EVERYONE,
    "obligations:act": holders(P.BASE_DECLARE, P.PERFORMANCE_ENTER, P.YEAR_CLOSE),
    "obligations:act_on_performance": holders(P.PERFORMANCE_DECIDE),
    "obligations:reconciliation": holders(P.RECONCILE),
    "obligations:reconciliation_file": holders(P.RECONCILE),
    "obligations:useiti": EVERYONE,
    "obligations:tolerances": holders(P.SETTINGS_EDIT),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that not every reader of its page sees: `any_of` shows it everywhere, `own` in one's own organisation."""

    code: str
    any_of: frozenset[Permission]
    own: frozenset[Permission] = frozenset()

    def is_shown(self, actor: object, *, is_own: bool) -> bool:
        return any(may(actor, permission) for permission in self.any_of) or (
            is_own and any(may(actor, permission) for permission in self.own)
        )


def _field(code: str, *any_of: Permission, own: Permission | None = None) -> Field:
    return Field(code, frozenset(any_of), frozenset({own} if own else ()))


FIELDS: tuple[Field, ...] = (
    _field("own_term", P.REGISTRY_SEE_ALL, own=P.OWN_REGISTRY_SEE),
    _field("share", P.REGISTRY_SEE_ALL, own=P.OWN_REGISTRY_SEE),
    _field("iin", P.REGISTRY_SEE_ALL, own=P.OWN_REGISTRY_SEE),
    _field("base", P.DUTY_SEE_ALL, own=P.OWN_DUTIES_SEE),
    _field("performance", P.DUTY_SEE_ALL, own=P.OWN_DUTIES_SEE),
    _field("penalty", P.DUTY_SEE_ALL, own=P.OWN_DUTIES_SEE),
    _field("legacy_figures", P.DUTY_SEE_ALL, own=P.OWN_DUTIES_SEE),
    _field("email", P.MEMBERS_SEE_ALL, own=P.OWN_PEOPLE_SEE),
    _field("power_of_attorney", P.MEMBERS_SEE_ALL, own=P.OWN_PEOPLE_SEE),
)
