"""The web process as it really runs, on a database of its own: its role, its reader, its pool."""

import os
import subprocess
import sys

import pytest
from django.db import connection

SCRIPT = """
import ifi.config.wsgi
from django.db import connection, transaction
from ifi.accounts.reader import Reader, reading_as

def row(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()

with reading_as(Reader(authority="energy")):
    print(*row("SELECT current_user, current_setting('ifi.authority', true)"))
    with transaction.atomic():
        print(*row("SELECT current_user, current_setting('ifi.authority', true)"))
connection.close()
print(*row("SELECT current_user, coalesce(nullif(current_setting('ifi.authority', true), ''), 'nobody')"))
"""


@pytest.mark.django_db(transaction=True)
def test_it_reads_as_the_web_s_role_and_forgets_each_reader():
    """The tests' own database: its owner's address is all that this process is given."""
    values = connection.settings_dict
    host, name, user = values["HOST"], values["NAME"], values["USER"]
    given = {**os.environ, "DATABASE_URL": f"postgresql://{user}@/{name}?host={host}"}
    if values["PORT"]:
        given["DATABASE_URL"] += f"&port={values['PORT']}"
    given.pop("DATABASE_WEB_URL", None)
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["ifi_web energy", "ifi_web energy", "ifi_web nobody"]
