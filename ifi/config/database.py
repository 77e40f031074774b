"""Which PostgreSQL the system talks to, and as whom: DATABASE_URL where set, else the private cluster in the state
folder; the web server as a role that owns nothing (ADR 0012), everything else as the owner."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ifi.config.environment import SettingMissing

WEB_ROLE = "ifi_web"
_process = {"is_web": False}


def serve_the_web() -> None:
    """Said by the web server before the settings are read: this process reads as whoever asks for a page."""
    _process["is_web"] = True


def is_web() -> bool:
    return _process["is_web"]


def database_settings(state: Path) -> dict[str, Any]:
    """Django's settings of the one database; a pool of connections per process."""
    url = os.environ.get("DATABASE_URL")
    settings = _from_url(url) if url else _private(state)
    options = settings.setdefault("OPTIONS", {})
    if is_web():
        web_url = os.environ.get("DATABASE_WEB_URL")
        if web_url:
            settings = _from_url(web_url)
            options = settings["OPTIONS"]
        elif url:
            options["assume_role"] = WEB_ROLE
        else:
            settings["USER"] = WEB_ROLE
    options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {**settings, "ENGINE": "ifi.config.wall"}


def socket_folder(state: Path) -> str:
    """Where the private cluster's socket lies; kept in a file, because a path over 107 bytes cannot hold a socket."""
    note = state.absolute() / "postgres" / "socket-folder"
    return note.read_text().strip() if note.exists() else str(note.parent / "cluster" / "run")


def _private(state: Path) -> dict[str, Any]:
    return {"NAME": "ifi", "USER": "ifi", "HOST": socket_folder(state), "PORT": "5432"}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingMissing("DATABASE_URL must look like postgresql://user:password@host:5432/database")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }
