"""What is kept no longer than it is needed (docs/security/personal-data.yaml)."""

from datetime import datetime, timedelta

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from ifi.notices.catalogue import Channel
from ifi.notices.models import Delivery, SubscriptionRequest, TelegramInvitation
from ifi.notices.recipients import OFFICIAL

REQUEST_LIFE = timedelta(days=2)
INVITATION_LIFE = timedelta(minutes=10)
ADDRESS_LIFE = timedelta(days=30)  # for as long a failed notice can be sent again
RECEIVER_LIFE = timedelta(days=365)


def tidy(*, now: datetime) -> None:
    """Delete requests that nobody confirmed, and invitations once the limits no longer count them; what was sent long
    ago no longer says where to. On the page a notice stays its person's until the account is erased."""
    SubscriptionRequest.objects.filter(asked_at__lt=now - REQUEST_LIFE).delete()
    TelegramInvitation.objects.filter(made_at__lt=now - timedelta(days=1)).delete()
    Delivery.objects.filter(made_at__lt=now - ADDRESS_LIFE).exclude(address="").update(address="")
    long_past = Delivery.objects.filter(made_at__lt=now - RECEIVER_LIFE).exclude(channel=Channel.PAGE.value)
    named = long_past.exclude(receiver=OFFICIAL).exclude(receiver__startswith="x:")
    named.update(receiver=Concat(Value("x:"), Cast("pk", CharField())))
