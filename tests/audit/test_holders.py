"""Holders outside get each night's signed head, and can check an export against it without us."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import connection

from ifi.audit.bundles import VERIFIER, export_trail, public_keys
from ifi.audit.heads import publish_head
from ifi.trail import jobs
from ifi.trail.commands import audit
from ifi.trail.holders import head_letter, newest_head
from tests.audit.scene import DAY, PROGRAM, superuser, trail
from tests.notices.sinks import mail_server

pytestmark = pytest.mark.django_db
HOLDERS = ("audit@example.kz", "archive@example.kz")


@pytest.fixture(autouse=True)
def _holders(settings):
    settings.AUDIT_HEAD_MAIL = HOLDERS


def _kept(letter, folder):
    """The holder saves the file of the letter."""
    ((name, content, _kind),) = letter.attachments
    path = folder / name
    path.write_bytes(content)
    return path


def _check(folder, head):
    export, _verifier = folder / "trail.zip", export_trail(folder / "trail.zip", by=PROGRAM, on=DAY)
    command = [sys.executable, "-I", str(VERIFIER), str(export), "--key", public_keys()[0], "--head", str(head)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def head():
    trail(5)
    return newest_head()


def test_the_letter_says_in_three_languages_what_the_file_is_for(head):
    letter = head_letter(head, HOLDERS[0])
    for words in ("қол қойылған", "Сохраните файл", "Keep the file"):
        assert words in letter.body
    assert f"--key {public_keys()[0]} --head ifi-head-{head.size}.txt" in letter.body
    assert letter.to == [HOLDERS[0]]


def test_a_holder_checks_an_export_against_the_kept_head(head, tmp_path):
    kept = _kept(head_letter(head, HOLDERS[0]), tmp_path)
    assert kept.read_text() == head.note
    result = _check(tmp_path, kept)
    assert (result.returncode, "everything agrees" in result.stdout) == (0, True)


def test_a_history_written_anew_with_the_genuine_key_is_shown_by_a_kept_head(head, tmp_path):
    kept = _kept(head_letter(head, HOLDERS[0]), tmp_path)
    with superuser() as cursor:
        for table in ("audit_mention", "audit_leaf", "audit_treenode", "audit_treehead", "audit_record"):
            cursor.execute(f"DELETE FROM {table}")
    (tmp_path / "audit" / "heads.txt").unlink()
    (tmp_path / "audit" / "checkpoint").unlink()
    trail(7)
    result = _check(tmp_path, kept)
    assert result.returncode == 1
    assert f"the head of {head.size} records" in result.stdout
    assert "differs: a record before place" in result.stdout


def test_each_holder_has_a_job_of_their_own_without_the_address(head):
    jobs.send_heads(0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'ifi.trail.send_head_to' ORDER BY id"
        )
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"holder": 0}, {"holder": 1}]
    for place in (0, 1):
        jobs.send_head_to(place)
    assert [letter.to for letter in mail.outbox] == [[address] for address in HOLDERS]


def test_nothing_is_sent_before_a_head_is_signed_or_to_a_holder_who_was_taken_off(settings, db):
    jobs.send_head_to(0)
    publish_head()
    settings.AUDIT_HEAD_MAIL = HOLDERS[:1]
    jobs.send_head_to(1)
    assert not mail.outbox


def test_the_command_sends_it_through_the_mail_server(head, settings):
    with mail_server(settings) as sink:
        result = CliRunner().invoke(audit, ["send-head"])
    assert result.exit_code == 0, result.output
    assert f"The head of {head.size} records went to {HOLDERS[1]}." in result.output
    assert sink.receivers == list(HOLDERS)
    (attached,) = sink.letters[0].iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (f"ifi-head-{head.size}.txt", head.note.encode())


def test_the_command_says_when_there_is_nothing_to_send_or_nobody_to_get_it(settings, db):
    assert "ifi audit head" in CliRunner().invoke(audit, ["send-head"]).output
    publish_head()
    settings.AUDIT_HEAD_MAIL = ()
    assert "AUDIT_HEAD_MAIL" in CliRunner().invoke(audit, ["send-head"]).output
