"""Whom we believe is what lies in the operator's folder, and never our own test authority in production."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import ocsp
from cryptography.hazmat.primitives import serialization

from ifi.signing.errors import RootsUnreadable, SignatureRefused
from ifi.signing.rules import Reason
from ifi.signing.test_authority import issue, make_ec_key, write_authority
from ifi.signing.verification.choosing import verifier_for
from ifi.signing.verification.ocsp_service import ask_about
from ifi.signing.verification.roots import configured_roots
from tests.signing.forge import DAY, DOCUMENT, NOW, asn1, ocsp_answer, revocation_list

PEM = serialization.Encoding.PEM


@pytest.fixture
def folder(scene, settings, tmp_path):
    settings.SIGNING_ROOTS = str(tmp_path)
    settings.SIGNING_TEST_AUTHORITY = False
    return tmp_path


def _genuine(scene):
    """A root without the mark of the test authority, as an operator would put it there."""
    subject = scene.authority.root.certificate.subject
    return issue(subject, make_ec_key(), None, valid_from=NOW - DAY, is_authority=True, is_marked=False)


def test_without_a_folder_nobody_is_believed(scene, settings):
    settings.SIGNING_ROOTS = ""
    with pytest.raises(SignatureRefused) as refused:
        verifier_for(scene.forge().make()).verify(scene.forge().make(), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.NO_ROOTS


def test_the_test_authority_is_not_believed_in_production_even_when_its_root_lies_there(scene, folder, settings):
    write_authority(folder / "authority", scene.authority)
    settings.SIGNING_ROOTS = str(folder / "authority" / "roots")
    assert configured_roots().roots == ()
    settings.SIGNING_TEST_AUTHORITY = True
    assert len(configured_roots().roots) == 1


def test_roots_links_and_lists_are_read_as_pem_and_as_der(scene, folder):
    root = _genuine(scene)
    link = issue(scene.authority.issuing.certificate.subject, make_ec_key(), root, valid_from=NOW, is_authority=True)
    (folder / "root.cer").write_bytes(root.der)
    (folder / "links.pem").write_bytes(link.certificate.public_bytes(PEM) * 2)
    (folder / "nuc.crl").write_bytes(revocation_list(root, at=NOW, made_at=NOW, ends=NOW + DAY))
    (folder / "README.txt").write_text("whence these came")
    roots = configured_roots()
    assert [one.dump() for one in roots.roots] == [root.der]
    assert len(roots.links) == 2
    assert len(roots.lists) == 1


def test_a_new_list_counts_without_a_restart(scene, folder):
    root = _genuine(scene)
    (folder / "root.cer").write_bytes(root.der)
    assert configured_roots().lists == ()
    (folder / "nuc.crl").write_bytes(revocation_list(root, at=NOW, made_at=NOW, ends=NOW + DAY))
    assert len(configured_roots().lists) == 1


def test_a_broken_file_is_named(folder):
    (folder / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(RootsUnreadable) as refused:
        configured_roots()
    assert refused.value.parameters == {"file": "broken.pem"}


def test_nobody_is_asked_about_revocation_unless_the_operator_names_a_service(scene, settings):
    settings.SIGNING_OCSP_URL = ""
    assert ask_about(asn1(scene.signer), [asn1(scene.authority.issuing)]) == []
    settings.SIGNING_OCSP_URL = "http://127.0.0.1:1/"
    assert ask_about(asn1(scene.signer), [asn1(scene.authority.issuing)]) == []


@pytest.fixture
def ocsp_service(settings):
    """A stand-in of the authority's service, which answers with what the test lays down."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.answer)

        def log_message(self, *args):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], b""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SIGNING_OCSP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_service_is_asked_and_its_answer_counts(scene, ocsp_service):
    ocsp_service.answer = ocsp_answer(scene.authority.issuing, scene.signer, made_at=NOW)
    verdict = scene.verifier(revocation_required=True).verify(scene.forge().make(), DOCUMENT, now=NOW)
    assert verdict.revocation == "ocsp"
    (question,) = ocsp_service.asked
    asked = ocsp.OCSPRequest.load(question)["tbs_request"]["request_list"][0]["req_cert"]["serial_number"].native
    assert asked == scene.signer.certificate.serial_number


def test_what_the_service_calls_revoked_is_refused(scene, ocsp_service):
    ocsp_service.answer = ocsp_answer(scene.authority.issuing, scene.signer, made_at=NOW, revoked_at=NOW - DAY)
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier().verify(scene.forge().make(), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.CERTIFICATE_REVOKED


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x03\x0a\x01\x06", b"x" * 100_000])
def test_a_service_that_answers_nonsense_proves_nothing_and_breaks_nothing(scene, ocsp_service, answer):
    ocsp_service.answer = answer
    assert scene.verifier().verify(scene.forge().make(), DOCUMENT, now=NOW).revocation == ""
