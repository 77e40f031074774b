"""Settings from the environment. A variable that is missing or wrong stops the start with what to do about it."""

import base64
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class SettingMissing(SystemExit):
    """Start-up stops: a setting is missing or wrong."""


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"{name} is not set. See .env.sample for what it means and an example.")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() not in {"0", "1", "true", "false", "yes", "no"}:
        raise SettingMissing(f"{name}={value!r} is neither yes nor no. Set it to 1 or 0.")
    return value.lower() in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isdigit():
        raise SettingMissing(f"{name}={value!r} is not a whole number.")
    return int(value)


def names(name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = os.environ.get(name)
    return tuple(part.strip() for part in value.split(",") if part.strip()) if value else default


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words; the first where it is not set."""
    value = os.environ.get(name, allowed[0])
    if value not in allowed:
        raise SettingMissing(f"{name}={value!r} is none of: {', '.join(allowed)}.")
    return value


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """The OpenID Connect provider that people may sign in with; `issuer` is empty where there is none."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    names: Mapping[str, str]  # language → how buttons and sentences call it
    creates_accounts: bool

    def apps(self) -> list[dict[str, object]]:
        """As allauth takes it."""
        if not self.issuer:
            return []
        details = {"server_url": self.issuer, "oauth_pkce_enabled": True}
        return [
            {
                "provider_id": "provider",
                "name": self.names["en"],
                "client_id": self.client_id,
                "secret": self.secret,
                "settings": details,
            }
        ]


def identity_provider() -> IdentityProvider:
    """From OIDC_*; an address that is not https stops the start, save on the machine itself."""
    issuer = text("OIDC_ISSUER", "").rstrip("/")
    if issuer and not issuer.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
        raise SettingMissing(f"OIDC_ISSUER={issuer!r} must begin with https://.")
    english = text("OIDC_NAME_EN", "Identity provider")
    return IdentityProvider(
        issuer=issuer,
        client_id=text("OIDC_CLIENT_ID") if issuer else text("OIDC_CLIENT_ID", ""),
        secret=text("OIDC_CLIENT_SECRET") if issuer else text("OIDC_CLIENT_SECRET", ""),
        names={"kk": text("OIDC_NAME_KK", english), "ru": text("OIDC_NAME_RU", english), "en": english},
        creates_accounts=flag("OIDC_CREATES_ACCOUNTS", False),
    )


def state_folder() -> Path:
    """Where everything lies that the system makes: database, uploads, logs, collected files, the secret key."""
    return Path(text("IFI_STATE", str(PROJECT / "var"))).absolute()


def secret_key(state: Path) -> str:
    """SECRET_KEY from the environment, else one made once and kept in the state folder."""
    return os.environ.get("SECRET_KEY") or _kept_secret(state / "secret-key", secrets.token_urlsafe(50))


def audit_keys(state: Path) -> tuple[str, ...]:
    """AUDIT_KEYS from the environment, newest first, else one made once and kept in the state folder."""
    made = base64.b64encode(secrets.token_bytes(32)).decode()
    given = os.environ.get("AUDIT_KEYS") or _kept_secret(state / "audit-key", made)
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _kept_secret(path: Path, made: str) -> str:
    """What the file holds; where there is none it is made, readable by its owner only."""
    try:
        if not path.exists():
            _write_secret(path, made)
        return path.read_text()
    except PermissionError as error:
        raise SettingMissing(
            f"{path} cannot be read or made by this account. Use the account that made it, or set IFI_STATE."
        ) from error


def _write_secret(path: Path, secret: str) -> None:
    """Whole from the first moment: of two processes that start at once, one makes it and both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    with suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
