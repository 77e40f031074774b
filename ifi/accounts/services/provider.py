"""People whom the identity provider vouches for."""

from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from ifi.accounts.errors import EmailTaken, ProviderOtherAddress, ProviderTaken, ProviderUnknownPerson
from ifi.accounts.models import User
from ifi.accounts.services.people import create_person
from ifi.accounts.services.recording import recorded, told

PROVIDER = "provider"  # as settings name it; links keep it beside the provider's own number of a person


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider says of a person: its own number of them, and an address that it has verified, or none."""

    uid: str
    email: str
    name: str


@transaction.atomic
def link_provider(*, person: User, vouched: Vouched, by: User) -> SocialAccount:
    """The person, signed in, may from now on sign in at the provider, which vouches for their own address.

    Raises ProviderOtherAddress or ProviderTaken.
    """
    if vouched.email.lower() != person.email:
        raise ProviderOtherAddress(email=person.email)
    link, is_new = SocialAccount.objects.get_or_create(
        provider=PROVIDER, uid=vouched.uid, defaults={"user": person, "extra_data": {}}
    )
    if link.user_id != person.pk:
        raise ProviderTaken
    if is_new:
        recorded("accounts.provider_linked", person, by=by)
        told("security.provider_linked", person, by=by)
    return link


@transaction.atomic
def unlink_provider(*, person: User, by: User) -> None:
    """The person no longer signs in at the provider."""
    deleted, _rows = SocialAccount.objects.filter(user=person, provider=PROVIDER).delete()
    if deleted:
        recorded("accounts.provider_unlinked", person, by=by)
        told("security.provider_unlinked", person, by=by)


@transaction.atomic
def person_from_provider(*, vouched: Vouched, language: str, now: datetime) -> SocialAccount:
    """A person without roles for somebody who has no account yet, where the settings allow it; they agree to the
    processing of their data before any other page opens.

    An address that has an account is never taken over: its owner signs in and links the two. Raises
    ProviderUnknownPerson.
    """
    if not settings.IDENTITY_PROVIDER.creates_accounts or not vouched.email:
        raise ProviderUnknownPerson
    try:
        person = create_person(
            email=vouched.email,
            password=None,
            name=vouched.name or vouched.email,
            language=language,
            consent_due=True,
        )
    except EmailTaken as error:
        raise ProviderUnknownPerson from error
    link = SocialAccount.objects.create(provider=PROVIDER, uid=vouched.uid, user=person, extra_data={})
    recorded("accounts.signed_up", person, by=person)
    return link
