"""Network addresses of acts are kept no longer than three years; the record and its place in the tree stay."""

from datetime import datetime, timedelta

from ifi.audit.models import Record

ADDRESS_LIFE = timedelta(days=3 * 365)


def forget_addresses(*, now: datetime) -> int:
    """Empty the addresses of acts long past; how many. What is proved is the digest, which stays."""
    return Record.objects.filter(at__lte=now - ADDRESS_LIFE, address__isnull=False).update(
        address=None, address_salt=None
    )
