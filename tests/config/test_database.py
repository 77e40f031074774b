"""The web server and everything else reach the same database as different roles."""

import os
import subprocess
import sys

import pytest

SETTINGS = "from django.conf import settings; d = settings.DATABASES['default']; "
SHOW = "print(d['USER'], d['OPTIONS'].get('assume_role'), d.get('HOST'))"


def role_of(start, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    command = [sys.executable, "-c", f"{start}; {SETTINGS}{SHOW}"]
    done = subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=True)
    return done.stdout.split()


WEB, OTHERS = "import ifi.config.wsgi", "import django; django.setup()"
SERVER = {"DATABASE_URL": "postgresql://owner:secret@db:5432/ifi"}


def test_on_the_private_cluster_the_web_signs_in_as_its_own_role():
    assert role_of(WEB)[:2] == ["ifi_web", "None"]
    assert role_of(OTHERS)[:2] == ["ifi", "None"]


def test_on_a_server_the_web_uses_the_address_that_is_meant_for_it():
    given = {**SERVER, "DATABASE_WEB_URL": "postgresql://ifi_web:other@replica:5432/ifi"}
    assert role_of(WEB, **given) == ["ifi_web", "None", "replica"]
    assert role_of(OTHERS, **given) == ["owner", "None", "db"]


def test_without_such_an_address_the_web_lays_the_owner_s_rights_down():
    assert role_of(WEB, **SERVER) == ["owner", "ifi_web", "db"]


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://ifi_web@db/"])
def test_an_address_that_cannot_be_one_stops_the_start(url):
    with pytest.raises(subprocess.CalledProcessError):
        role_of(WEB, **SERVER, DATABASE_WEB_URL=url)
