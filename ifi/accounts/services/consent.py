"""Agreeing to the processing of one's personal data, where the account came to be before the person was asked."""

from datetime import datetime

from django.db import transaction

from ifi.accounts.models import User
from ifi.accounts.services.recording import recorded


@transaction.atomic
def give_consent(*, person: User, by: User, now: datetime) -> None:
    """The person agrees; agreeing twice changes nothing."""
    agreeing = User.objects.select_for_update().get(pk=person.pk)
    if not agreeing.consent_due:
        return
    agreeing.consented_at, agreeing.consent_due = now, False
    agreeing.save(update_fields=["consented_at", "consent_due"])
    recorded("accounts.consented", agreeing, by=by)
