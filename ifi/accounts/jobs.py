"""Background work on people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.accounts import forgetting
from ifi.accounts.personal import services


@app.task(name="ifi.accounts.erase_person")
def erase_person(person_id: int) -> None:
    services.erase_person(person_id=person_id, on=timezone.localdate())


@app.periodic(cron="27 * * * *")
@app.task(name="ifi.accounts.forget_past", queueing_lock="accounts.forget_past")
def forget_past(timestamp: int) -> None:
    forgetting.forget_past(now=timezone.now())
    forgetting.erase_who_never_agreed(now=timezone.now())
