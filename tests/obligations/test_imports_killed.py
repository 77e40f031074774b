"""A worker that is killed in the middle of an import, and the next one that ends it."""

import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import connection

from ifi.accounts.models import User
from ifi.intake import services
from ifi.ledger.models import Entry
from ifi.obligations.models import Duty, DutyBalance, TreasuryReceipt
from ifi.registry.models import Organisation
from tests.obligations.portfolio import a_right, differences

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 24)
HOLDER = "230140000008"
ROWS = 3_000
WORKER = """
import os, signal, sys, uuid, datetime
from django.conf import settings
import django
django.setup()
settings.MEDIA_ROOT = sys.argv[2]
from ifi.intake import services
stop = lambda rows: os.kill(os.getpid(), signal.SIGKILL)
services.{act}(run_id=uuid.UUID(sys.argv[1]), on=datetime.date(2026, 11, 24), tell=stop)
"""


def _killed_worker(act, run, media):
    """A process of its own that does the work and is killed when it first reports rows."""
    found = connection.settings_dict
    address = f"postgresql://{found['USER']}@/{found['NAME']}?host={quote(found['HOST'], safe='')}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "ifi.config.settings"}
    command = [sys.executable, "-c", WORKER.format(act=act), str(run.pk), str(media)]
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.slow
def test_an_import_survives_the_death_of_its_worker_in_each_stage(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    officer = User.objects.create_user("officer@example.kz", name="Officer", roles=["officer"])
    right = a_right(holder=Organisation.objects.create(bin=HOLDER, kinds=["subsoil_user"]))
    lines = [f"{HOLDER};{right.number};{2020 + row % 5};{row};01.06.2025;10,01" for row in range(ROWS)]
    text = "БИН плательщика;Номер контракта;Год;Платёжное поручение;Дата платежа;Сумма\n" + "\n".join(lines)
    run, _ = services.receive_file(
        kind="receipts", chunks=[text.encode()], file_name="f.csv", language="ru", by=officer
    )
    _killed_worker("check_run", run, settings.MEDIA_ROOT)
    run.refresh_from_db()
    assert run.state == "checking"
    services.check_run(run_id=run.pk, on=TODAY)
    services.confirm_run(run_id=run.pk, by=officer)
    _killed_worker("commit_run", run, settings.MEDIA_ROOT)
    run.refresh_from_db()
    assert run.state == "committing"
    assert [model.objects.count() for model in (TreasuryReceipt, Entry, Duty)] == [0, 0, 0]
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, run.rows_new) == ("committed", ROWS)
    assert sum(DutyBalance.objects.values_list("received", flat=True)) == Decimal("10.01") * ROWS
    assert differences() == []
