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


@transaction.atomic
def forget_invitations(*, on: date) -> int:
    """Take the address out of invitations long past; one that nobody answered counts as revoked. How many."""
    past = Invitation.objects.filter(last_day__lte=on - INVITATION_LIFE).exclude(email="")
    past.filter(state=InvitationState.SENT.value).update(state=InvitationState.REVOKED.value)
    return past.update(email="")


def forget_powers_of_attorney(*, on: date) -> int:
    """Take number and date of the power of attorney out of memberships long ended. How many."""
    past = Membership.objects.filter(until__lte=on - ATTORNEY_LIFE).exclude(attorney_document="")
    numbers = list(past.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        _forget_power_of_attorney(number, on)
    return len(numbers)


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
