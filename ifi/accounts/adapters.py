"""What allauth does differently here: no letters and messages of its own, our addresses, secrets kept encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext

from ifi.accounts.errors import ProviderRefused, SignInRefused
from ifi.accounts.models import User
from ifi.audit.origin import network_address


class SecondFactorStage(AuthenticateStage):
    """Between whatever way of signing in and the session: the second factor, where the person has one."""

    urlname = "accounts:second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not self._should_handle(self.request):
            return None, True
        return redirect(self.urlname), True


class AccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self) -> list[str]:
        return ["ifi.accounts.adapters.SecondFactorStage"]

    def add_message(self, *arguments: Any, **options: Any) -> None:
        """Our pages say themselves what was done."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Services tell people; allauth does not."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_address(request)

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Our own views ask for it before anything begins."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        if user.is_active:
            return None
        from ifi.accounts.views.signing_in import turned_away

        clear_login(request)
        return turned_away(request, SignInRefused())

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        from ifi.accounts.views.signing_in import welcome

        return welcome(request, user, options.get("redirect_url") or "")


class FactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _ciphers().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return gettext("Innovation for Industry")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": gettext("Innovation for Industry")}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return gettext("Passkey")


class ProviderAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        from ifi.accounts.views.provider import arrived

        arrived(request, sociallogin, timezone.now())

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        from ifi.accounts.views.signing_in import turned_away

        raise ImmediateHttpResponse(turned_away(request, ProviderRefused()))

    def send_notification_mail(self, *arguments: Any, **options: Any) -> None:
        """Services tell people; allauth does not."""


def _ciphers() -> MultiFernet:
    """Keys made from the secret key and from those before it; the first one encrypts."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"second factors\n" + force_bytes(secret)).digest())
