"""GOST signatures: refused without a service, and verified by NCANode's documented API with one. The service here is a
stand-in; neither NCANode itself nor a genuine GOST signature was at hand."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import Reason
from ifi.signing.verification.choosing import verifier_for
from ifi.signing.verification.national_service import NationalService
from ifi.signing.verification.protocol import EvidenceKind
from tests.signing.conftest import BIN, IIN
from tests.signing.forge import DOCUMENT, NOW, wrap

GOST_SIGNATURE, GOST_DIGEST = "1.2.398.3.10.1.1.2.3.2", "1.2.398.3.10.1.3.3"


@pytest.fixture
def service():
    """A stand-in that answers what the test lays down in `answer` and keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append((self.path, asked))
            status, body = server.answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *args):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], (200, {})
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _gost(scene, **wrong) -> bytes:
    """Named as GOST: what our own verifier cannot compute."""
    signed = scene.forge(**wrong).signed_data()
    signer = signed["signer_infos"][0]
    signer["signature_algorithm"] = {"algorithm": GOST_SIGNATURE}
    signer["digest_algorithm"] = {"algorithm": GOST_DIGEST}
    return wrap(signed)


def _about(scene, **wrong):
    """One signer as NCANode 3 describes it (its OpenAPI: CmsVerificationResponse, CmsSignerInfo, CertificateInfo)."""
    return {
        "valid": True,
        "revocations": [{"revoked": False, "by": "OCSP", "revocationTime": None, "reason": None}],
        "notBefore": "2026-05-02T08:38:13.000+00:00",
        "notAfter": "2027-05-02T08:38:13.000+00:00",
        "keyUsage": "SIGN",
        "serialNumber": f"{scene.signer.certificate.serial_number:x}",
        "signAlg": "ECGOST3410-2015-512",
        "keyUser": ["ORGANIZATION", "CEO"],
        "subject": {"commonName": "СЫНАҚ ИЕСІ", "iin": IIN, "bin": BIN, "dn": f"SERIALNUMBER=IIN{IIN}, OU=BIN{BIN}"},
        "issuer": {"commonName": "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ"},
        **wrong,
    }


def _answer(scene, *, valid=True, signers=None, **wrong):
    signers = [{"certificates": [_about(scene, **wrong)]}] if signers is None else signers
    return 200, {"status": 200, "message": "OK", "valid": valid, "signers": signers}


def test_gost_without_a_service_is_refused(scene, settings):
    settings.NCANODE_URL = ""
    with pytest.raises(SignatureRefused) as refused:
        verifier_for(_gost(scene))
    assert refused.value.reason is Reason.NO_SERVICE


def test_gost_goes_to_the_service_and_rsa_does_not(scene, settings):
    settings.NCANODE_URL = "http://127.0.0.1:1"
    assert verifier_for(_gost(scene)).name == "ncanode"
    assert verifier_for(scene.forge().make()).name == "in_process"
    settings.NCANODE_FOR_ALL = True
    assert verifier_for(scene.forge().make()).name == "ncanode"


@pytest.mark.parametrize("attached", [True, False], ids=["attached", "detached"])
def test_what_the_service_finds_valid_is_taken(scene, service, attached):
    service.answer = _answer(scene)
    verdict = NationalService(service.address).verify(_gost(scene, attached=attached), DOCUMENT, now=NOW)
    assert (verdict.subject.bin, verdict.subject.person_number) == (BIN, IIN)
    assert (verdict.revocation, verdict.judged_at, verdict.is_test) == ("service", NOW, False)
    ((path, asked),) = service.asked
    assert path == "/cms/verify"
    assert asked["revocationCheck"] == ["OCSP"]
    assert ("data" in asked) is not attached


def test_its_answer_is_kept_without_the_iin(scene, service):
    service.answer = _answer(scene)
    verdict = NationalService(service.address).verify(_gost(scene), DOCUMENT, now=NOW)
    (kept,) = [piece.content.decode() for piece in verdict.evidence if piece.kind is EvidenceKind.ANSWER]
    assert IIN not in kept
    assert BIN in kept


def test_a_stamp_is_kept_but_not_counted(scene, service):
    """NCANode reads stamps without verifying them."""
    service.answer = _answer(scene)
    cms = _gost(scene, stamp=scene.stamp(NOW))
    verdict = NationalService(service.address).verify(cms, DOCUMENT, now=NOW)
    assert verdict.stamped_at is None
    assert EvidenceKind.STAMP in {piece.kind for piece in verdict.evidence}


REVOKED = {"revoked": True, "by": "OCSP", "revocationTime": "2026-11-01T00:00:00.000+00:00", "reason": "key"}


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (Reason.SERVICE_REFUSED, {"valid": False}),
        (Reason.CERTIFICATE_REVOKED, {"valid": False, "revocations": [REVOKED]}),
        (Reason.CERTIFICATE_EXPIRED, {"notAfter": "2026-11-01T00:00:00.000+00:00"}),
        (Reason.CERTIFICATE_NOT_YET_VALID, {"notBefore": "2026-12-01T00:00:00.000+00:00"}),
        (Reason.USAGE_WRONG, {"keyUsage": "AUTH"}),
        (Reason.SUBJECT_UNCLEAR, {"subject": {"iin": IIN, "bin": "230140000008"}}),
        (Reason.SERVICE_UNCLEAR, {"subject": None}),
        (Reason.SERVICE_UNCLEAR, {"notBefore": "yesterday"}),
        (Reason.SERVICE_UNCLEAR, {"serialNumber": "77"}),
    ],
)
def test_what_the_service_says_against_it_is_a_refusal(scene, service, reason, wrong):
    service.answer = _answer(scene, **wrong)
    _assert_refused(reason, scene, service)


def test_a_file_called_invalid_is_refused_whatever_is_said_of_its_certificate(scene, service):
    service.answer = _answer(scene)
    service.answer[1]["valid"] = False
    _assert_refused(Reason.SERVICE_REFUSED, scene, service)


@pytest.mark.parametrize("signers", [[], [{"certificates": []}], [{}], [{}, {}], "none"])
def test_a_file_without_certificates_that_it_calls_valid_is_refused(scene, service, signers):
    service.answer = _answer(scene, signers=signers)
    _assert_refused(Reason.SERVICE_UNCLEAR, scene, service)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((400, {"status": 400, "message": "message-digest attribute value does not match"}), Reason.SERVICE_REFUSED),
        ((500, b"oops"), Reason.SERVICE_SILENT),
        ((302, b""), Reason.SERVICE_UNCLEAR),
        ((200, b"<html>"), Reason.SERVICE_UNCLEAR),
        ((200, []), Reason.SERVICE_UNCLEAR),
        ((200, {"valid": "yes"}), Reason.SERVICE_UNCLEAR),
        ((200, b" " * 600_000), Reason.SERVICE_UNCLEAR),
    ],
)
def test_an_answer_of_another_form_is_a_refusal(scene, service, answer, reason):
    service.answer = answer
    _assert_refused(reason, scene, service)


def test_a_service_that_is_down_is_a_refusal(scene):
    with pytest.raises(SignatureRefused) as refused:
        NationalService("http://127.0.0.1:1").verify(_gost(scene), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.SERVICE_SILENT


def test_other_content_is_refused_before_the_service_is_asked(scene, service):
    with pytest.raises(SignatureRefused) as refused:
        NationalService(service.address).verify(_gost(scene, content=b"other"), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.CONTENT_DIFFERS
    assert service.asked == []


def _assert_refused(reason, scene, service):
    with pytest.raises(SignatureRefused) as refused:
        NationalService(service.address).verify(_gost(scene), DOCUMENT, now=NOW)
    assert refused.value.reason is reason
