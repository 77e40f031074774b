"""How tests sign people in, second factor included."""

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as RECORDED_USER
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client as DjangoClient

from ifi.accounts.models import User
from ifi.accounts.rules import code_of, code_step

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECRET = base64.b32encode(b"a secret for tests..").decode()
PASSWORD = "a long and quiet sentence"


class Client(DjangoClient):
    """Django's client, whose `force_login` gives the second factor too; `password_only` does without."""

    def force_login(self, user, backend=None, *, password_only=False):
        super().force_login(user, backend)
        now = datetime.now(UTC).timestamp()
        session = self.session
        session[RECORDED_USER] = str(user.pk)
        session[RECORDS] = [{"method": "password", "at": now}]
        if not password_only:
            session[RECORDS] += [{"method": "mfa", "type": "totp", "at": now}]
        session.save()


def give_factor(user: User) -> None:
    """The person has an authenticator application whose secret the tests know."""
    if not Authenticator.objects.filter(user=user, type="totp").exists():
        TOTP.activate(user, SECRET)


def code_now(secret: str) -> str:
    return code_of(secret, code_step(datetime.now(UTC)))


def present_code(user: User) -> str:
    """The present code, good even where it was typed a moment ago."""
    for factor in Authenticator.objects.filter(user=user, type="totp"):
        factor.data.pop("last_step", None)
        factor.save()
    return code_now(SECRET)


def open_for(page: "Page", user: User) -> None:
    """The browser carries a session of the person, second factor given; quicker than typing."""
    client = Client()
    client.force_login(user)
    host = page.url.split("/")[2].split(":")[0]
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "domain": host, "path": "/"}])


def sign_in(page: "Page", user: User, password: str = PASSWORD) -> None:
    """On the sign-in page: type e-mail and password, and the code where the person's role needs one."""
    if user.needs_second_factor:
        give_factor(user)
    page.fill("#id_email", user.email)
    page.fill("#id_password", password)
    page.locator("form.ifi-form button[type=submit]").click()
    if user.needs_second_factor:
        page.wait_for_url("**/sign-in/second-factor/**")
        page.fill("#id_code", present_code(user))
        page.locator("form.ifi-form button[type=submit]").click()
