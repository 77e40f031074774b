"""Signatures that must be taken, made in three independent ways: by our forge, by pyHanko and by OpenSSL."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization

from ifi.signing.test_authority import sign
from ifi.signing.verification.in_process import InProcessVerifier
from ifi.signing.verification.protocol import EvidenceKind
from ifi.signing.verification.roots import Roots
from tests.signing.conftest import BIN, IIN
from tests.signing.forge import DAY, DOCUMENT, NOW, asn1, ocsp_answer, revocation_list

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("attached", [True, False], ids=["attached", "detached"])
@pytest.mark.parametrize("kind", ["signer", "rsa_signer"], ids=["ecdsa", "rsa"])
def test_rsa_and_ecdsa_are_taken_attached_and_detached(scene, kind, attached):
    cms = scene.forge(by=getattr(scene, kind), attached=attached).make()
    verdict = scene.verifier().verify(cms, DOCUMENT, now=NOW)
    assert (verdict.subject.bin, verdict.subject.person_number) == (BIN, IIN)
    assert verdict.subject.name == "СЫНАҚ ИЕСІ"
    assert verdict.is_attached is attached
    assert verdict.judged_at == NOW
    assert verdict.stamped_at is None
    assert verdict.is_test


@pytest.mark.parametrize("attached", [True, False], ids=["attached", "detached"])
def test_what_pyhanko_signs_is_taken(scene, attached):
    above = [one.certificate for one in scene.above]
    cms = sign(DOCUMENT, scene.rsa_signer, above, is_attached=attached)
    assert scene.verifier().verify(cms, DOCUMENT, now=NOW).algorithm == "SHA-256, RSA 2048"


@pytest.mark.parametrize("attached", [True, False], ids=["attached", "detached"])
def test_what_openssl_signs_is_taken(scene, tmp_path, attached):
    key = scene.signer.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = [one.certificate.public_bytes(serialization.Encoding.PEM) for one in (scene.signer, *scene.above)]
    for name, content in (("key", key), ("own", pem[0]), ("above", b"".join(pem[1:])), ("document", DOCUMENT)):
        (tmp_path / name).write_bytes(content)
    command = "openssl cms -sign -binary -md sha256 -in document -signer own -inkey key -certfile above -outform DER"
    command += " -out cms" + (" -nodetach" if attached else "")
    subprocess.run(command.split(), cwd=tmp_path, check=True)
    cms = (tmp_path / "cms").read_bytes()
    machine = max(datetime.now(UTC), NOW)  # OpenSSL writes the machine's time into the signature
    assert scene.verifier().verify(cms, DOCUMENT, now=machine).subject.bin == BIN


def test_intermediate_certificates_may_come_from_the_folder_instead_of_the_file(scene):
    verifier = InProcessVerifier(Roots((asn1(scene.authority.root),), (asn1(scene.authority.issuing),)))
    assert verifier.verify(scene.forge(above=()).make(), DOCUMENT, now=NOW).subject.bin == BIN


def test_the_whole_chain_is_kept_as_evidence(scene):
    verdict = scene.verifier().verify(scene.forge().make(), DOCUMENT, now=NOW)
    kept = [piece.content for piece in verdict.evidence if piece.kind is EvidenceKind.CERTIFICATE]
    assert kept == [scene.authority.issuing.der, scene.authority.root.der]


def test_a_stamp_moves_the_judgement_to_its_moment(scene):
    """The certificate has expired since, yet the stamp proves that the signature is older."""
    old = scene.issue(valid_from=NOW - 20 * DAY, valid_until=NOW - 2 * DAY)
    cms = scene.forge(by=old, signed_at=NOW - 3 * DAY, stamp=scene.stamp(NOW - 3 * DAY)).make()
    verdict = scene.verifier().verify(cms, DOCUMENT, now=NOW)
    assert verdict.stamped_at == verdict.judged_at == NOW - 3 * DAY
    assert EvidenceKind.STAMP in {piece.kind for piece in verdict.evidence}


def test_an_ocsp_answer_that_says_good_is_counted_and_kept(scene):
    answer = ocsp_answer(scene.authority.issuing, scene.signer, made_at=NOW - HOUR)
    verdict = scene.verifier(revocation_required=True).verify(scene.forge(answers=(answer,)).make(), DOCUMENT, now=NOW)
    assert verdict.revocation == "ocsp"
    assert answer in [piece.content for piece in verdict.evidence if piece.kind is EvidenceKind.OCSP]


def test_a_revocation_list_without_the_certificate_is_counted_and_kept(scene):
    issuing = scene.authority.issuing
    clean = revocation_list(issuing, at=NOW, made_at=NOW - HOUR, ends=NOW + DAY)
    verdict = scene.verifier(lists=(clean,), revocation_required=True).verify(scene.forge().make(), DOCUMENT, now=NOW)
    assert verdict.revocation == "revocation_list"
    assert clean in [piece.content for piece in verdict.evidence]


def test_revoked_after_the_stamp_is_still_valid(scene):
    """Losing a key today does not undo what was signed the day before."""
    signer = scene.issue(valid_from=NOW - 20 * DAY)
    late = revocation_list(scene.authority.issuing, signer, at=NOW - DAY, made_at=NOW - HOUR, ends=NOW + DAY)
    cms = scene.forge(by=signer, lists=(late,), signed_at=NOW - 2 * DAY, stamp=scene.stamp(NOW - 2 * DAY)).make()
    assert scene.verifier().verify(cms, DOCUMENT, now=NOW).stamped_at == NOW - 2 * DAY
