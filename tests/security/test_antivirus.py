"""An upload is read by nobody before the scanner, where there is one, has found it clean."""

import socket
import struct
import threading
from datetime import date

import pytest

from ifi.intake import files, services
from ifi.intake.models import ImportRun
from ifi.intake.rules import State
from ifi.members import letters
from ifi.outgoing.antivirus import FileInfected, ScannerSilent, check_chunks, check_file
from tests.obligations.portfolio import OFFICE

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # harmless: every scanner knows it
ON = date(2025, 6, 1)


class Clamd:
    """As clamd answers on its socket; `says` overrides the answer."""

    def __init__(self, path):
        self.says, self.received = None, []
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen()
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                body = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    body += stream.read(size)
                self.received.append(body)
                found = b"stream: Eicar-Signature FOUND\0" if EICAR in body else b"stream: OK\0"
                connection.sendall(found if self.says is None else self.says)

    def stop(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def clamd(tmp_path, settings):
    settings.CLAMD = str(tmp_path / "clamd")
    scanner = Clamd(settings.CLAMD)
    yield scanner
    scanner.stop()


@pytest.fixture
def silent(tmp_path, settings):
    settings.CLAMD = str(tmp_path / "nobody")


@pytest.fixture
def _own_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"


def a_run(content=b"a;b\n1;2\n"):
    run, _ = services.receive_file(
        kind="rights", chunks=[content], file_name="a.csv", language="en", by=OFFICE, in_background=False
    )
    return run


def test_a_clean_file_passes_whole(clamd):
    check_chunks([b"abc", b"def"])
    assert clamd.received == [b"abcdef"]


def test_what_the_scanner_finds_is_named(clamd):
    with pytest.raises(FileInfected) as found:
        check_chunks([EICAR[:20], EICAR[20:]])
    assert found.value.parameters == {"name": "Eicar-Signature"}


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: nonsense\0", b"\0"])
def test_any_other_answer_lets_nothing_in(clamd, answer):
    clamd.says = answer
    with pytest.raises(ScannerSilent):
        check_chunks([b"abc"])


@pytest.mark.usefixtures("silent")
def test_a_scanner_that_is_down_lets_nothing_in():
    with pytest.raises(ScannerSilent):
        check_chunks([b"abc"])


def test_without_a_scanner_nothing_is_asked(settings, tmp_path):
    settings.CLAMD = ""
    check_file(tmp_path / "no such file")


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder", "clamd")
def test_an_infected_import_is_refused_and_its_file_is_gone():
    run = a_run(b"number\n" + EICAR)
    services.check_run(run_id=run.pk, on=ON)
    run.refresh_from_db()
    assert (run.state, run.problem["code"]) == (State.REFUSED, "antivirus.infected")
    assert not files.original_of(run).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder", "silent")
def test_an_import_waits_unread_until_the_scanner_answers(tmp_path, settings):
    run = a_run()
    with pytest.raises(ScannerSilent):
        services.check_run(run_id=run.pk, on=ON)
    run.refresh_from_db()
    assert (run.state, run.problem["code"], run.rows_total) == (State.CHECKING, "antivirus.silent", None)
    scanner = Clamd(settings.CLAMD)
    services.check_run(run_id=run.pk, on=ON)
    scanner.stop()
    assert ImportRun.objects.get(pk=run.pk).state in (State.CHECKED, State.REFUSED)
    assert scanner.received == [b"a;b\n1;2\n"]


@pytest.mark.usefixtures("_own_folder", "clamd")
def test_an_infected_letter_is_not_kept(settings):
    with pytest.raises(FileInfected):
        letters.keep([b"%PDF-1.4\n" + EICAR + b"\n%%EOF"])
    assert list((settings.MEDIA_ROOT / "letters").iterdir()) == []


@pytest.mark.usefixtures("_own_folder", "silent")
def test_no_letter_is_kept_while_the_scanner_is_down(settings):
    with pytest.raises(ScannerSilent):
        letters.keep([b"%PDF-1.4\n%%EOF"])
    assert list((settings.MEDIA_ROOT / "letters").iterdir()) == []
