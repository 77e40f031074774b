"""What of this room goes when a person is erased: letters of authority, invitations to the address."""

from datetime import date

from ifi.accounts.personal import rooms
from ifi.members import letters
from ifi.members.errors import StillMember
from ifi.members.models import Application, Invitation, Membership
from ifi.members.standing import on_day


def check_no_member(person_id: int, on: date) -> None:
    """Whoever acts for an organisation leaves it first, and so hands over what they answer for. Raises StillMember."""
    if Membership.objects.filter(on_day(on), person=person_id).exists():
        raise StillMember


def erase_letters(person_id: int, email: str) -> None:
    """The decision on an application stays, without the letter; an invitation stays without the address."""
    for number in Application.objects.filter(person=person_id).values_list("letter", flat=True):
        if number is not None:
            letters.forget(number)
    Invitation.objects.filter(email=email).update(email="")


def register() -> None:
    rooms.register("members", check=check_no_member, erase=erase_letters)
