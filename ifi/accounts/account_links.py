"""The pages of one's own account, in the order of its menu; rooms above add theirs at start-up."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class AccountLink:
    url_name: str
    label: Promise
    order: int


_links: dict[str, AccountLink] = {}


def register(url_name: str, label: Promise, *, order: int) -> None:
    """Add a page: 10 security, 20 organisations, 30 notices, 40 calendar, 50 personal data."""
    _links[url_name] = AccountLink(url_name, label, order)


def account_links() -> tuple[AccountLink, ...]:
    return tuple(sorted(_links.values(), key=lambda link: link.order))
