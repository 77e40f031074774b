"""What of the demonstration is in the database."""

from ifi.obligations.models import Duty, Performance, TreasuryReceipt
from ifi.registry.models import Organisation, SubsoilRight


def counts() -> dict[str, int]:
    """Kind of row → how many are the demonstration's."""
    return {
        "organisations": Organisation.objects.filter(is_demonstration=True).count(),
        "rights": SubsoilRight.objects.filter(is_demonstration=True).count(),
        "duties": Duty.objects.filter(is_demonstration=True).count(),
        "performances": Performance.objects.filter(duty__is_demonstration=True).count(),
        "receipts": TreasuryReceipt.objects.filter(duty__is_demonstration=True).count(),
    }
