"""Settings from the environment: wrong ones stop the start, the secret is made once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ifi.config import environment
from ifi.config.database import database_settings
from ifi.config.environment import SettingMissing

MAKE_SECRET = """
import sys
from pathlib import Path
from ifi.config import environment
print(environment.secret_key(Path(sys.argv[1])))
"""


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("no", False)]
)
def test_a_flag_is_yes_or_no(monkeypatch, value, meaning):
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG", not meaning) is meaning


def test_a_flag_that_is_neither_stops_the_start(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(SettingMissing, match="neither yes nor no"):
        environment.flag("DEBUG", False)


def test_a_number_with_a_unit_stops_the_start(monkeypatch):
    monkeypatch.setenv("UPLOAD_LIMIT_MB", "200MB")
    with pytest.raises(SettingMissing, match="not a whole number"):
        environment.number("UPLOAD_LIMIT_MB", 1)


def test_names_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "ifi.kz, www.ifi.kz,")
    assert environment.names("ALLOWED_HOSTS", ()) == ("ifi.kz", "www.ifi.kz")


def test_the_address_of_a_server_takes_precedence(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ifi:p%40ss@db.internal:5433/ifi?sslmode=require")
    settings = database_settings(tmp_path)
    assert (settings["HOST"], settings["PORT"]) == ("db.internal", "5433")
    assert (settings["PASSWORD"], settings["OPTIONS"]["sslmode"]) == ("p@ss", "require")


@pytest.mark.parametrize("wrong", ["mysql://a@b/c", "postgresql://host", "ifi"])
def test_an_address_of_something_else_stops_the_start(monkeypatch, tmp_path, wrong):
    monkeypatch.setenv("DATABASE_URL", wrong)
    with pytest.raises(SettingMissing, match="DATABASE_URL must look like"):
        database_settings(tmp_path)


def test_of_processes_that_start_at_once_all_have_the_same_secret(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    command = [sys.executable, "-c", MAKE_SECRET, tmp_path / "state"]
    all_at_once = [subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    secrets = {process.communicate(timeout=60)[0].strip() for process in all_at_once}
    assert len(secrets) == 1
    assert len(secrets.pop()) > 50
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret-key"]


def test_the_secret_is_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    environment.secret_key(tmp_path)
    assert Path(tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
