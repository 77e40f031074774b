"""What is kept no longer than it is needed."""

from datetime import datetime, timedelta

from ifi.notices.models import SubscriptionRequest, TelegramInvitation

REQUEST_LIFE = timedelta(days=2)
INVITATION_LIFE = timedelta(minutes=10)


def tidy(*, now: datetime) -> None:
    """Delete requests that nobody confirmed, and invitations once the limits no longer count them."""
    SubscriptionRequest.objects.filter(asked_at__lt=now - REQUEST_LIFE).delete()
    TelegramInvitation.objects.filter(made_at__lt=now - timedelta(days=1)).delete()
