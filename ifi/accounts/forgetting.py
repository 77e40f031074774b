"""What of signing in is kept no longer than its term (docs/security/personal-data.yaml)."""

from datetime import datetime

import structlog
from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from ifi.accounts.models import Device, EmailLink, SignInFailure, User
from ifi.accounts.personal.services import ask_for_erasure
from ifi.accounts.rights import Permission, Program
from ifi.accounts.rules import CONSENT_AWAITED, DEVICE_LIFE, FORGOTTEN_AFTER, LONGEST_LINK
from ifi.core.errors import IfiError

logger = structlog.get_logger()
_TERMS = Program("terms of personal data", Permission.ACCOUNTS_EDIT)


@transaction.atomic
def forget_past(*, now: datetime) -> None:
    """Delete sessions that ended, browsers not seen for a year, links and guesses that count no longer."""
    Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Device.objects.filter(last_at__lte=now - DEVICE_LIFE).delete()
    EmailLink.objects.filter(ends_at__lte=now).delete()
    EmailConfirmation.objects.filter(created__lte=now - LONGEST_LINK).delete()
    SignInFailure.objects.filter(last_at__lte=now - FORGOTTEN_AFTER).delete()


def erase_who_never_agreed(*, now: datetime) -> None:
    """An account that the identity provider opened, and whose person did not agree within a week, is erased."""
    waiting = User.objects.filter(consent_due=True, is_active=True, created_at__lte=now - CONSENT_AWAITED)
    for person_id in waiting.values_list("pk", flat=True):
        try:
            ask_for_erasure(person_id=person_id, by=_TERMS, on=now.date())
        except IfiError as error:  # somebody gave them a role meanwhile: an administrator's business
            logger.warning("erasure_hindered", person=person_id, reason=error.code)
