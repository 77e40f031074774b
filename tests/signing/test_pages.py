"""Pages of signing, without JavaScript: the document, a file sent, what is refused, the result and its evidence."""

import base64
import io
import json
import subprocess
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from ifi.accounts.models import User
from ifi.signing.models import Signature
from ifi.signing.rules import LARGEST_CMS
from ifi.signing.test_authority import Holder
from tests.signing.conftest import BIN, IIN, OTHER_BIN, make_paper

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


def _address(name, language="en", **parts):
    with override(language):
        return reverse(f"signing:{name}", kwargs=parts)


@pytest.fixture
def client(client, person):
    client.force_login(person)
    return client


def _send(client, paper, cms, language="en"):
    address = _address("sign", language, document_id=paper.pk)
    return client.post(address, {"file": SimpleUploadedFile("signature.cms", cms)})


def _signed(client, scene, paper, **options):
    page = _send(client, paper, scene.forge(content=paper.stored, **options).make())
    assert page.status_code == 302
    return page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_shown_with_its_digest_and_its_bytes(client, paper, language):
    page = client.get(_address("document", language, document_id=paper.pk)).content.decode()
    assert "Жүйеге қосылуға өтініш" in page
    assert paper.sha256 in page
    answer = client.get(_address("stored_bytes", language, document_id=paper.pk))
    assert answer.content == paper.stored
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_file_signed_elsewhere_is_taken(client, configured, paper):
    page = client.get(_signed(client, configured, paper)).content.decode()
    assert "СЫНАҚ ИЕСІ" in page
    assert BIN in page
    assert f"IIN ending in {IIN[-4:]}" in page
    assert IIN not in page
    assert "Test certificate: no legal force" in page


@pytest.mark.parametrize("form", ["base64", "pem", "lines"])
def test_a_signature_saved_as_text_is_taken(client, configured, paper, form):
    cms = configured.forge(content=paper.stored).make()
    text = base64.encodebytes(cms) if form != "base64" else base64.b64encode(cms)
    if form == "pem":
        text = b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"
    assert _send(client, paper, text).status_code == 302


def test_what_the_script_got_from_ncalayer_is_taken(client, configured, paper):
    cms = base64.b64encode(configured.forge(content=paper.stored).make()).decode()
    assert client.post(_address("sign", document_id=paper.pk), {"cms": cms}).status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wrong_certificate_is_refused_beside_the_form(client, configured, paper, language):
    other = configured.issue(Holder("ӘЛИ ДАНА", "«Басқа» ЖШС", OTHER_BIN, "900202400012"))
    page = _send(client, paper, configured.forge(content=paper.stored, by=other).make(), language)
    assert page.status_code == 422
    text = page.content.decode()
    assert "govuk-error-summary" in text
    assert OTHER_BIN in text
    assert not Signature.objects.exists()


def test_what_the_act_refuses_is_told_and_nothing_is_kept(client, configured, person):
    document = make_paper(person, undone=True)
    page = _send(client, document, configured.forge(content=document.stored).make())
    assert page.status_code == 422
    assert "There is no such document." in page.content.decode()
    assert not Signature.objects.exists()


def test_an_empty_form_says_what_to_do(client, paper):
    page = client.post(_address("sign", document_id=paper.pk), {})
    assert page.status_code == 422
    assert "Choose the file of the signature." in page.content.decode()


def test_a_huge_file_is_refused_before_it_is_read(client, paper):
    page = _send(client, paper, b"\x30" * (LARGEST_CMS * 2))
    assert page.status_code == 413
    assert f"larger than {LARGEST_CMS // 1024} KB" in page.content.decode()


def test_the_form_needs_its_token(configured, paper, person):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    answer = strict.post(_address("sign", document_id=paper.pk), {"cms": "AAAA"})
    assert answer.status_code == 403


def test_only_the_signing_page_may_reach_ncalayer(client, configured, paper):
    policy = client.get(_address("sign", document_id=paper.pk))["Content-Security-Policy"]
    assert "connect-src 'self' wss://127.0.0.1:13579" in policy
    assert "unsafe" not in policy
    others = [
        _address("document", document_id=paper.pk),
        _address("documents"),
        _signed(client, configured, paper),
    ]
    assert not any("wss:" in client.get(address)["Content-Security-Policy"] for address in others)


@pytest.mark.parametrize("name", ["document", "sign", "stored_bytes"])
def test_strangers_are_turned_away(client, paper, name):
    stranger = User.objects.create_user("stranger@example.kz", None, name="Бөтен", roles=["analyst"])
    client.force_login(stranger)
    assert client.get(_address(name, document_id=paper.pk)).status_code == 404
    client.logout()
    assert client.get(_address(name, document_id=paper.pk)).status_code == 302


def test_evidence_is_for_parties_and_the_auditor(client, configured, paper):
    address = _signed(client, configured, paper) + "evidence.zip"
    auditor = User.objects.create_user("auditor@example.kz", None, name="Аудитор", roles=["auditor"])
    officer = User.objects.create_user("officer@example.kz", None, name="Қызметкер", roles=["officer"])
    client.force_login(auditor)
    assert client.get(address).status_code == 200
    client.force_login(officer)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("attached", [True, False], ids=["attached", "detached"])
def test_openssl_verifies_the_evidence_with_the_command_that_it_brings(client, configured, paper, tmp_path, attached):
    answer = client.get(_signed(client, configured, paper, attached=attached) + "evidence.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    readme = (tmp_path / "README.en.txt").read_text()
    (command,) = [line for line in readme.splitlines() if line.startswith("openssl ")]
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "signed.json").read_bytes() == (tmp_path / "document.json").read_bytes() == paper.stored
    verdict = json.loads((tmp_path / "verdict.json").read_text())
    assert (verdict["bin"], verdict["iin_last_four"]) == (BIN, IIN[-4:])
    assert IIN not in json.dumps(verdict)


def test_the_list_shows_ones_own_documents_and_their_state(client, configured, paper):
    assert "To be signed" in client.get(_address("documents")).content.decode()
    _signed(client, configured, paper)
    page = client.get(_address("documents")).content.decode()
    assert "Application" in page
    assert "To be signed" not in page
    stranger = User.objects.create_user("stranger@example.kz", None, name="Бөтен", roles=["analyst"])
    client.force_login(stranger)
    assert "There is no document yet" in client.get(_address("documents")).content.decode()


def test_what_is_unknown_is_not_found(client, configured, paper):
    import uuid

    assert client.get(_address("document", document_id=uuid.uuid4())).status_code == 404
    assert client.get(_address("signature", document_id=paper.pk, number=1)).status_code == 404


def test_a_signed_document_asks_for_no_more(client, configured, paper):
    _signed(client, configured, paper)
    page = client.get(_address("sign", document_id=paper.pk)).content.decode()
    assert "The document has all the signatures it needs." in page
    assert 'type="file"' not in page
