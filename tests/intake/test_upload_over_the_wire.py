"""Uploads that are far too large, through the web server itself: refused early, nothing kept, no memory taken."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.sign_in import Client

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TWO_GIB = 2 * 1024**3
CHUNK = b"1;2;3\n" * 10_000
HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'


@pytest.fixture
def server(tmp_path, settings):
    """(port, process, folder) of the web server as `ifi run` starts it, at the tests' database; its limit is 1 MB."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    environment = {**os.environ, "DATABASE_URL": address.removesuffix("&port="), "IFI_STATE": str(tmp_path)}
    environment |= {"UPLOAD_LIMIT_MB": "1", "LOG_LEVEL": "ERROR", "TMPDIR": str(tmp_path)}
    environment["SECRET_KEY"] = settings.SECRET_KEY  # so that it knows the tests' sessions
    command = [sys.executable, "-m", "granian", "ifi.config.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "2", "--no-log"]
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"], env=environment, check=True
    )
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port)
        yield port, process, tmp_path
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port):
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the web server does not answer")


def _memory(process):
    """MiB that the server and its workers hold."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    total = 0
    for pid in [process.pid, *map(int, children)]:
        status = Path(f"/proc/{pid}/status").read_text()
        total += int(status.split("VmRSS:")[1].split()[0])
    return total / 1024


def _head(officer, port, length):
    client = Client()
    client.force_login(officer)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    lines = [
        "POST /en/imports/receipts/ HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {cookies}",
        "Content-Type: multipart/form-data; boundary=x",
        length,
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def _answer(stream):
    stream.settimeout(30)
    try:
        return stream.recv(65_536).decode(errors="replace")
    except ConnectionError:
        return ""


def _written(folder):
    """Bytes in every file that the server could have written the upload to."""
    kept = (path for path in folder.rglob("*") if path.is_file() and "static" not in path.parts)
    return sum(path.stat().st_size for path in kept)


def test_two_gibibytes_announced_are_refused_before_they_are_sent(server, officer):
    port, process, folder = server
    with socket.create_connection(("127.0.0.1", port)) as stream:
        stream.sendall(_head(officer, port, f"Content-Length: {TWO_GIB}"))
        stream.sendall(HEAD + CHUNK)
        before = _memory(process)
        answer = _answer(stream)
    assert answer.startswith("HTTP/1.1 413"), answer[:300]
    assert _memory(process) < before + 30
    assert _written(folder) < 100_000


def test_a_stream_without_end_is_cut_off_at_the_limit(server, officer):
    port, process, folder = server
    sent = 0
    with socket.create_connection(("127.0.0.1", port)) as stream:
        stream.sendall(_head(officer, port, "Transfer-Encoding: chunked"))
        stream.settimeout(5)
        part = b"%x\r\n%s\r\n"
        try:
            stream.sendall(part % (len(HEAD), HEAD))
            before = _memory(process)
            while sent < 400 * 1024**2:
                stream.sendall(part % (len(CHUNK), CHUNK))
                sent += len(CHUNK)
        except OSError:  # the server hung up, or takes no more
            pass
        held = _memory(process)
        answer = "" if sent >= 400 * 1024**2 else _answer(stream)
    assert sent < 400 * 1024**2, "the server took it all"
    assert not answer.startswith(("HTTP/1.1 2", "HTTP/1.1 3"))
    assert held < before + 30
    assert _written(folder) < 2 * 1024**2
