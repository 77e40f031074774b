"""Settings from the environment. A variable that is missing or wrong stops the start with what to do about it."""

import os
import secrets
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


def secret_key(state: Path) -> str:
    """SECRET_KEY from the environment, else one made once and kept in the state folder, readable by its owner only."""
    if value := os.environ.get("SECRET_KEY"):
        return value
    path = state / "secret-key"
    if not path.exists():
        state.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()
