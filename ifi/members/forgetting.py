"""What of memberships is kept no longer than its term (docs/security/personal-data.yaml)."""

from datetime import date, timedelta

from django.db import transaction

from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.members.models import Invitation, Membership
from ifi.members.rules import InvitationState
from ifi.members.services.telling import keep

INVITATION_LIFE = timedelta(days=30)  # after its last day
ATTORNEY_LIFE = timedelta(days=5 * 365)  # after the membership ended
_TERMS = Program("terms of personal data")


def forget_invitations(*, on: date) -> int:
    """Take the address out of invitations long past; one that nobody answered counts as revoked. How many."""
    past = Invitation.objects.filter(last_day__lte=on - INVITATION_LIFE).exclude(email="")
    numbers = list(past.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        _forget_address_of_invitation(number, on)
    return len(numbers)


def forget_powers_of_attorney(*, on: date) -> int:
    """Take number and date of the power of attorney out of memberships long ended. How many."""
    past = Membership.objects.filter(until__lte=on - ATTORNEY_LIFE).exclude(attorney_document="")
    numbers = list(past.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        _forget_power_of_attorney(number, on)
    return len(numbers)


@transaction.atomic
def _forget_address_of_invitation(number: int, on: date) -> None:
    invitation = Invitation.objects.select_for_update().get(pk=number)
    invitation.email = ""
    if invitation.state == InvitationState.SENT.value:
        invitation.state = InvitationState.REVOKED.value
    invitation.save(update_fields=["email", "state"])
    keep(
        "members.invitation_forgotten",
        Target.of("invitation", invitation.pk),
        organisation_id=invitation.organisation_id,
        by=_TERMS,
        on=on,
    )


@transaction.atomic
def _forget_power_of_attorney(number: int, on: date) -> None:
    membership = Membership.objects.select_for_update().get(pk=number)
    membership.attorney_document = ""
    membership.save(update_fields=["attorney_document"])
    keep(
        "members.attorney_forgotten",
        Target.of("membership", membership.pk),
        organisation_id=membership.organisation_id,
        by=_TERMS,
        on=on,
        changes={"attorney_document": (True, False)},
    )
