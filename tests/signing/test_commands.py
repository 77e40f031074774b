"""The test authority from the command line: made, used and refused."""

import subprocess

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import timezone

from ifi.core.identifiers import CheckDigitWrong
from ifi.signing.commands import signing
from ifi.signing.errors import DevelopmentOnly
from ifi.signing.verification.choosing import verifier_for
from tests.signing.conftest import BIN, IIN


@pytest.fixture
def run(settings, tmp_path):
    settings.SIGNING_TEST_AUTHORITY = True
    settings.SIGNING_ROOTS = str(tmp_path / "authority" / "roots")
    (tmp_path / "document.json").write_bytes(b'{"a":"1"}')

    def invoke(*arguments, binary=False):
        result = CliRunner().invoke(signing, [*arguments], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout_bytes if binary else result.output

    return invoke


def test_from_an_authority_to_a_signature_that_verifies(run, tmp_path, settings):
    folder = str(tmp_path / "authority")
    run("test-authority", folder)
    store = run("test-key", folder, "director", "--name", "СЫНАҚ ИЕСІ", "--bin", BIN, "--iin", IIN).strip()
    cms = run("test-sign", store, str(tmp_path / "document.json"), "--detached", binary=True)
    verdict = verifier_for(cms).verify(cms, b'{"a":"1"}', now=timezone.now())
    assert (verdict.subject.bin, verdict.subject.person_number, verdict.is_test) == (BIN, IIN, True)
    assert "IFI TEST ROOT (NO LEGAL FORCE)" in run("roots")
    (tmp_path / "cms").write_bytes(cms)
    command = "openssl cms -verify -binary -inform DER -in cms -content document.json -purpose any -CAfile"
    subprocess.run([*command.split(), f"{folder}/root.pem"], cwd=tmp_path, check=True, capture_output=True)


def test_keys_are_readable_by_their_owner_only(run, tmp_path):
    run("test-authority", str(tmp_path / "authority"))
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "authority").glob("*.pem")} == {0}


def test_an_authority_is_never_overwritten(run, tmp_path):
    run("test-authority", str(tmp_path / "authority"))
    assert CliRunner().invoke(signing, ["test-authority", str(tmp_path / "authority")]).exit_code == 1


def test_a_wrong_number_is_refused(run, tmp_path):
    run("test-authority", str(tmp_path / "authority"))
    wrong = BIN[:-1] + str((int(BIN[-1]) + 1) % 10)
    with pytest.raises(CheckDigitWrong):
        run("test-key", str(tmp_path / "authority"), "x", "--name", "X", "--bin", wrong)


@pytest.mark.parametrize("verb", ["test-authority", "test-key"])
def test_it_is_refused_on_an_installation_that_is_not_for_development(run, settings, tmp_path, verb):
    settings.SIGNING_TEST_AUTHORITY = False
    arguments = [verb, str(tmp_path)] + (["x", "--name", "X"] if verb == "test-key" else [])
    with pytest.raises(DevelopmentOnly):
        run(*arguments)


@pytest.mark.django_db
def test_bytes_changed_behind_the_applications_back_are_found(run, paper):
    assert "fit" in run("check")
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE signing_signabledocument DISABLE TRIGGER append_only")
        cursor.execute("UPDATE signing_signabledocument SET content = content || '\\x20'::bytea")
    result = CliRunner().invoke(signing, ["check"])
    assert result.exit_code == 1
    assert f"document {paper.pk}" in result.stderr
