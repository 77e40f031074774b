"""Background work on people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.accounts.personal import services


@app.task(name="ifi.accounts.erase_person")
def erase_person(person_id: int) -> None:
    services.erase_person(person_id=person_id, on=timezone.localdate())
