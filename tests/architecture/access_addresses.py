"""What the walk asks for at each address that names an object, and whose it is."""

from collections.abc import Callable
from typing import NamedTuple

from tests.architecture.access_world import Objects, calendar_token, invitation_token


class Asked(NamedTuple):
    """The arguments of an address, and whose the object is that they name."""

    arguments: Callable[[Objects], dict[str, object]]
    owner: str = ""  # organisation, person, either; empty = nobody's


def _right(side: Objects) -> dict[str, object]:
    return {"right_id": side.office.right.pk}


def _duty(side: Objects) -> dict[str, object]:
    return {**_right(side), "year": side.year}


def _organisation(side: Objects) -> dict[str, object]:
    return {"organisation_id": side.organisation.pk}


def _run(side: Objects) -> dict[str, object]:
    return {"run_id": side.run}


def _application(side: Objects) -> dict[str, object]:
    return {"application_id": side.application}


def _membership(side: Objects) -> dict[str, object]:
    return {"membership_id": side.membership}


def _news(side: Objects) -> dict[str, object]:
    return {"number": side.news}


def _topic(_side: Objects) -> dict[str, object]:
    return {"topic": "calls"}


def _document(side: Objects) -> dict[str, object]:
    return {"document_id": side.document}


def _signature(side: Objects) -> dict[str, object]:
    return {**_document(side), "number": 1}


def _act(side: Objects) -> dict[str, object]:
    return {"number": side.act}


def _notice(side: Objects) -> dict[str, object]:
    return {"key": side.notice}


ADDRESSES: dict[str, Asked] = {
    "portal:group_file": Asked(lambda _: {"group": "regime"}),
    "portal:about": Asked(lambda _: {"page": "sources"}),
    "portal:law_regime": Asked(lambda _: {"code": "kz.hydrocarbons"}),
    "members:application": Asked(_application, "person"),
    "members:letter": Asked(_application, "person"),
    "members:approve": Asked(_application, "person"),
    "members:refuse": Asked(_application, "person"),
    "members:withdraw": Asked(_application, "person"),
    "members:people": Asked(_organisation, "organisation"),
    "members:invite": Asked(_organisation, "organisation"),
    "members:revoke": Asked(lambda side: {**_organisation(side), "invitation_id": side.invitation.pk}, "organisation"),
    "members:member": Asked(_membership, "organisation"),
    "members:roles": Asked(_membership, "organisation"),
    "members:attorney": Asked(_membership, "organisation"),
    "members:end": Asked(_membership, "organisation"),
    "members:end_delegation": Asked(lambda side: {"delegation_id": side.delegation}, "organisation"),
    "members:invitation": Asked(lambda side: {"token": invitation_token(side)}),
    "news:item": Asked(_news),
    "news:rss": Asked(_topic),
    "news:atom": Asked(_topic),
    "news:edit": Asked(_news),
    "news:revise": Asked(_news),
    "news:step": Asked(lambda side: {**_news(side), "step": "withdraw"}),
    "news:personal_file": Asked(lambda side: {"token": calendar_token(side)}),
    "news:calendar_file": Asked(lambda _: {"topic": "obligations"}),
    "signing:document": Asked(_document, "person"),
    "signing:stored_bytes": Asked(_document, "person"),
    "signing:sign": Asked(_document, "person"),
    "signing:refuse": Asked(_document, "person"),
    "signing:signature": Asked(_signature, "person"),
    "signing:evidence": Asked(_signature, "person"),
    "accounts:remove_factor": Asked(lambda side: {"pk": side.factor}, "person"),
    "accounts:person": Asked(lambda side: {"pk": side.person}),
    "accounts:person_data": Asked(lambda side: {"pk": side.person}),
    "accounts:person_data_file": Asked(lambda side: {"pk": side.person}),
    "accounts:act_on_person": Asked(lambda side: {"pk": side.person, "name": "end-sessions"}),
    "trail:acts_file": Asked(lambda _: {"form": "csv"}),
    "trail:history": Asked(lambda side: {"kind": "application", "key": str(side.application)}),
    "trail:act": Asked(_act, "either"),
    "trail:proof": Asked(_act, "either"),
    "notices:trial": Asked(lambda _: {"channel": "email"}),
    "notices:all_again": Asked(lambda _: {"channel": "email"}),
    "notices:again": Asked(_notice),
    "notices:topic_off": Asked(lambda _: {"topic": "members"}),
    "notices:topic_on": Asked(lambda _: {"topic": "members"}),
    "notices:open": Asked(_notice),
    "notices:read": Asked(_notice),
    "notices:unread": Asked(_notice),
    "registry:organisation": Asked(_organisation),
    "registry:rename_organisation": Asked(_organisation),
    "registry:organisation_details": Asked(_organisation),
    "registry:right": Asked(_right),
    "registry:change_right": Asked(_right),
    "registry:right_detail": Asked(lambda side: {**_right(side), "field": "region"}),
    "registry:correct_detail": Asked(lambda side: {**_right(side), "detail_id": side.office.right.details.first().pk}),
    "registry:regime": Asked(_right),
    "registry:holders": Asked(_right),
    "registry:new_term": Asked(_right),
    "registry:decide_term": Asked(lambda side: {**_right(side), "term_id": side.term}),
    "intake:run": Asked(_run, "person"),
    "intake:confirm": Asked(_run, "person"),
    "intake:cancel": Asked(_run, "person"),
    "intake:check_again": Asked(_run, "person"),
    "intake:annotated": Asked(_run, "person"),
    "intake:problems": Asked(_run, "person"),
    "intake:upload": Asked(lambda _: {"kind": "performances"}),
    "intake:template": Asked(lambda _: {"kind": "performances"}),
    "obligations:duties_file": Asked(lambda _: {"kind": "csv"}),
    "obligations:right": Asked(_right),
    "obligations:year": Asked(_duty),
    "obligations:ledger_file": Asked(_duty),
    "obligations:act": Asked(lambda side: {**_duty(side), "act": "enter-performance"}),
    "obligations:act_on_performance": Asked(
        lambda side: {**_duty(side), "act": "reverse", "performance_id": side.performance}
    ),
    "obligations:organisation": Asked(_organisation),
}
# Not walked: they begin or end a session, or a secret in address or header is the right to them; their rooms test it.
OUTSIDE = frozenset(
    {
        "accounts:sign_out",
        "accounts:second_factor",
        "accounts:open_link",
        "accounts:provider",
        "accounts:link_provider",
        "provider_callback",
        "notices:confirm",
        "notices:manage",
        "notices:end",
        "notices:off",
        "notices_off",
        "telegram_webhook",
    }
)
