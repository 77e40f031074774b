"""The exported trail and proofs are checked by a program that knows nothing of ours."""

import base64
import json
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ifi.audit import commands, folder
from ifi.audit.bundles import VERIFIER, export_trail, proof_file, proof_of, public_keys
from ifi.audit.heads import publish_head
from ifi.audit.models import TreeHead
from ifi.audit.sequencing import sequence
from ifi.audit.standalone import verify_bundle
from tests.audit.scene import DAY, PROGRAM, act, superuser, trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(tmp_path):
    trail()
    export_trail(tmp_path / "trail.zip", by=PROGRAM, on=DAY)
    return tmp_path / "trail.zip"


def _check(*arguments):
    """Isolated, and without any installed package."""
    command = [sys.executable, "-I", "-S", str(VERIFIER), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _altered(bundle, name, change):
    altered = bundle.with_name(f"altered-{bundle.name}")
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(altered, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, change(content) if entry == name else content)
    return altered


def test_an_exported_trail_agrees_with_its_heads(bundle):
    code, told = _check(bundle, "--key", public_keys()[0])
    assert (code, told.splitlines()[-1]) == (0, "everything agrees"), told
    assert "10 records" in told, "nine acts, and the export itself"


def _swap(text):
    lines = text.splitlines(keepends=True)
    return b"".join([*lines[:2], lines[3], lines[2], *lines[4:]])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace(b'"number":4', b'"number":5'), "was altered, inserted, deleted or moved"),
        (lambda text: b"".join(text.splitlines(keepends=True)[1:]), "the tail was cut"),
        (lambda text: b"".join(text.splitlines(keepends=True)[:-1]), "the tail was cut"),
        (lambda text: text.splitlines(keepends=True)[0] + text, "was altered, inserted, deleted or moved"),
        (_swap, "was altered, inserted, deleted or moved"),
    ],
    ids=["changed", "deleted", "cut", "inserted", "reordered"],
)
def test_an_altered_bundle_is_refused_with_the_reason(bundle, change, reason):
    code, told = _check(_altered(bundle, "records.jsonl", change))
    assert code == 1
    assert reason in told


def test_a_head_of_another_key_is_refused(bundle):
    other = base64.b64encode(bytes(32)).decode()
    code, told = _check(bundle, "--key", other)
    assert code == 1
    assert "is not signed by any of the keys" in told


def test_a_head_that_an_outsider_kept_shows_a_history_written_anew(bundle, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(TreeHead.objects.order_by("pk").first().note)
    assert _check(bundle, "--head", kept)[0] == 0
    rewritten = _altered(bundle, "records.jsonl", lambda text: text.replace(b'"number":4', b'"number":5'))
    rewritten = _altered(rewritten, "heads.txt", lambda text: b"")
    assert "there is no signed head" in _check(rewritten)[1]
    code, told = _check(rewritten, "--head", kept)
    assert code == 1
    assert "was altered" in told


def test_the_proof_of_one_record_leads_to_the_published_head(tmp_path):
    numbers = trail()
    for number in numbers:
        (tmp_path / "proof.json").write_bytes(proof_file(number))
        assert verify_bundle.main([str(tmp_path / "proof.json"), "--key", public_keys()[0]]) == 0
    assert _check(tmp_path / "proof.json", "--key", public_keys()[0])[0] == 0
    proof = json.loads((tmp_path / "proof.json").read_text())
    proof["record"] = base64.b64encode(b'{"event":"another"}').decode()
    (tmp_path / "proof.json").write_text(json.dumps(proof))
    assert _check(tmp_path / "proof.json")[0] == 1


def test_a_record_under_no_head_yet_has_no_proof():
    trail()
    number = act(10)
    assert proof_of(number) is None
    sequence()
    assert proof_of(number) is None
    publish_head()
    assert proof_of(number)["place"] == 9


def test_a_file_that_is_no_bundle_ends_with_two(tmp_path):
    (tmp_path / "other").write_text("not this")
    assert _check(tmp_path / "other")[0] == 2
    assert _check(tmp_path / "missing")[0] == 2


@settings(max_examples=20)
@given(secret=st.binary(min_size=32, max_size=32), text=st.binary(max_size=200), bit=st.integers(0, 511))
def test_signatures_are_judged_as_the_library_judges_them(secret, text, bit):
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(text)
    assert verify_bundle.is_signature(public, signature, text)
    assert not verify_bundle.is_signature(public, signature, text + b"x")
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not verify_bundle.is_signature(public, bytes(changed), text)


# RFC 8032, 7.1, test 2
RFC_PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
RFC_SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_known_answer_of_the_signature_scheme():
    assert verify_bundle.is_signature(bytes.fromhex(RFC_PUBLIC), bytes.fromhex(RFC_SIGNATURE), b"\x72")


@pytest.mark.django_db(transaction=True)
def test_the_commands_tell_and_end_as_promised(tmp_path):
    run = CliRunner()
    with transaction.atomic():
        trail()
    done = run.invoke(commands.audit, ["verify"])
    assert (done.exit_code, done.stdout) == (0, "9 records, 0 differences.\n")
    done = run.invoke(commands.audit, ["head"])
    assert done.output == folder.kept_heads()[-2] + "\n"
    assert run.invoke(commands.audit, ["key"]).output.split() == public_keys()
    file = tmp_path / "trail.zip"
    done = run.invoke(commands.audit, ["export", str(file)])
    assert done.exit_code == 0, done.output
    assert _check(file)[0] == 0
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_entry SET amount = 11 WHERE source = 'act:4'")
    done = run.invoke(commands.audit, ["verify"])
    assert done.exit_code == 1
    assert "altered since record" in done.output
    assert done.output.endswith("10 records, 1 difference.\n")
