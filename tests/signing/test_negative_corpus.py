"""Files that look like signatures and must be refused, each for its own reason and with a sentence."""

import dataclasses
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils.translation import override

from ifi.core.sentences import say
from ifi.signing.errors import SignatureRefused
from ifi.signing.rules import LARGEST_CMS, Reason
from ifi.signing.test_authority import Holder, issue, make_ec_key
from ifi.signing.verification.chain import check_dates
from ifi.signing.verification.in_process import InProcessVerifier
from ifi.signing.verification.roots import Roots
from tests.signing.conftest import BIN, HOLDER, IIN, OTHER_BIN
from tests.signing.forge import DAY, DOCUMENT, NOW, asn1, attr, ocsp_answer, revocation_list, wrap

HOUR = timedelta(hours=1)
OTHER = '{"bin":"230140000008","text":"Басқа құжат"}'.encode()


def _changed_byte(scene) -> bytes:
    """One byte of the attached document."""
    made = scene.forge().make()
    place = made.index(DOCUMENT) + 10
    return made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :]


def _changed_attribute(scene) -> bytes:
    """One digit of the signing time, which is under the signature."""
    made = scene.forge().make()
    place = made.index(b"261124090000Z")
    return made[:place] + b"261124080000Z" + made[place + 13 :]


def _two_signers(scene) -> bytes:
    forge = scene.forge()
    second = dataclasses.replace(forge, by=scene.rsa_signer)
    return wrap(forge.signed_data(forge.signer(), second.signer()))


def _no_signers(scene) -> bytes:
    signed = scene.forge().signed_data()
    signed["signer_infos"] = cms.SignerInfos([])
    return wrap(signed)


def _enveloped(scene) -> bytes:
    return cms.ContentInfo({"content_type": "data", "content": core.OctetString(DOCUMENT)}).dump()


def _swapped_certificate(scene) -> bytes:
    """The signature names the digest of another certificate of the same key (ESS signing-certificate-v2)."""
    twin = scene.issue(key=scene.signer.key)
    named = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(twin.der).digest()})]})
    return scene.forge(extra_signed=(attr("signing_certificate_v2", named),)).make()


def _unprotected(scene) -> bytes:
    """The algorithms inside the signed attributes are not those outside (RFC 6211)."""
    protection = cms.CMSAlgorithmProtection(
        {"digest_algorithm": {"algorithm": "sha512"}, "signature_algorithm": {"algorithm": "sha512_ecdsa"}}
    )
    return scene.forge(extra_signed=(attr("cms_algorithm_protection", protection),)).make()


def _revoked_by_list(scene) -> bytes:
    made = revocation_list(scene.authority.issuing, scene.signer, at=NOW - DAY, made_at=NOW - HOUR, ends=NOW + DAY)
    return scene.forge(lists=(made,)).make()


def _revoked_by_old_list(scene) -> bytes:
    """A list past its end still tells what was revoked."""
    made = revocation_list(
        scene.authority.issuing, scene.signer, at=NOW - 9 * DAY, made_at=NOW - 8 * DAY, ends=NOW - 7 * DAY
    )
    return scene.forge(lists=(made,)).make()


def _revoked_by_ocsp(scene) -> bytes:
    made = ocsp_answer(scene.authority.issuing, scene.signer, made_at=NOW - HOUR, revoked_at=NOW - DAY)
    return scene.forge(answers=(made,)).make()


def _issuing_revoked(scene) -> bytes:
    made = revocation_list(
        scene.authority.root, scene.authority.issuing, at=NOW - DAY, made_at=NOW - HOUR, ends=NOW + DAY
    )
    return scene.forge(lists=(made,)).make()


def _by_person_as_authority(scene) -> bytes:
    """A certificate issued by somebody who is no authority."""
    return scene.forge(
        by=scene.issue(Holder("ӘЛИ ДАНА"), issuer=scene.signer), above=(scene.signer, *scene.above)
    ).make()


def _stamp_by_signer(scene) -> bytes:
    """A stamp that the signer made with a key for signing."""
    return scene.forge(stamp=scene.stamp(NOW - HOUR, service=scene.signer)).make()


def _stamp_of_foreign_service(scene) -> bytes:
    foreign = scene.foreign
    return scene.forge(
        stamp=scene.stamp(NOW - HOUR, service=foreign.stamping, above=(foreign.issuing, foreign.root))
    ).make()


def _stamp_over_other_bytes(scene) -> bytes:
    stamp = scene.stamp(NOW - HOUR)
    return scene.forge(stamp=lambda signature: stamp(b"other bytes")).make()


def _weak_rsa(scene, short_key) -> bytes:
    return scene.forge(by=scene.issue(key=short_key)).make()


PARTS: dict[str, tuple[Reason, Callable[..., bytes]]] = {
    "empty_file": (Reason.NOT_CMS, lambda scene: b""),
    "not_cms_at_all": (Reason.NOT_CMS, lambda scene: "Мен келісемін".encode()),
    "a_pdf": (Reason.NOT_CMS, lambda scene: b"%PDF-1.7\n" + b"0" * 500),
    "sequence_of_nonsense": (Reason.NOT_CMS, lambda scene: b"\x30\x03\x02\x01\x05"),
    "deeply_nested": (Reason.NOT_CMS, lambda scene: b"\x30\x80" * 20_000 + b"\x00\x00" * 20_000),
    "truncated": (Reason.TRUNCATED, lambda scene: scene.forge().make()[:-40]),
    "trailing_data": (Reason.TRAILING_DATA, lambda scene: scene.forge().make() + b"\x00more"),
    "huge_file": (Reason.TOO_LARGE, lambda scene: b"\x30" + b"\x00" * LARGEST_CMS),
    "plain_data": (Reason.NOT_SIGNED, _enveloped),
    "certificates_only": (Reason.NOT_SIGNED, _no_signers),
    "two_signers_where_one_is_wanted": (Reason.SEVERAL_SIGNERS, _two_signers),
    "empty_content": (Reason.CONTENT_EMPTY, lambda scene: scene.forge(content=b"").make()),
    "changed_byte": (Reason.CONTENT_DIFFERS, _changed_byte),
    "other_document_attached": (Reason.CONTENT_DIFFERS, lambda scene: scene.forge(content=OTHER).make()),
    "attached_one_document_signed_another": (
        Reason.CONTENT_DIFFERS,
        lambda scene: scene.forge(content=OTHER, signed_content=DOCUMENT).make(),
    ),
    "digest_of_other_bytes": (Reason.DIGEST_DIFFERS, lambda scene: scene.forge(signed_content=OTHER).make()),
    "other_document_detached": (
        Reason.DIGEST_DIFFERS,
        lambda scene: scene.forge(content=OTHER, attached=False).make(),
    ),
    "other_content_type": (
        Reason.CONTENT_TYPE_WRONG,
        lambda scene: scene.forge(content_type="signed_data", attached=False).make(),
    ),
    "other_content_type_signed": (
        Reason.CONTENT_TYPE_WRONG,
        lambda scene: scene.forge(attribute_content_type="signed_data").make(),
    ),
    "no_signed_attributes": (Reason.ATTRIBUTES_MISSING, lambda scene: scene.forge(no_attributes=True).make()),
    "content_type_missing": (Reason.ATTRIBUTES_MISSING, lambda scene: scene.forge(without=("content_type",)).make()),
    "message_digest_missing": (Reason.DIGEST_MISSING, lambda scene: scene.forge(without=("message_digest",)).make()),
    "changed_attribute": (Reason.SIGNATURE_WRONG, _changed_attribute),
    "signed_by_another_key": (Reason.SIGNATURE_WRONG, lambda scene: scene.forge(key=make_ec_key()).make()),
    "key_of_another_kind": (Reason.SIGNATURE_WRONG, lambda scene: scene.forge(key=scene.rsa_signer.key).make()),
    "md5": (Reason.DIGEST_WEAK, lambda scene: scene.forge(by=scene.rsa_signer, digest="md5").make()),
    "sha1": (Reason.DIGEST_WEAK, lambda scene: scene.forge(digest="sha1").make()),
    "wrong_digest_named": (Reason.DIGESTS_DISAGREE, lambda scene: scene.forge(digest_named="sha512").make()),
    "algorithms_not_those_protected": (Reason.DIGESTS_DISAGREE, _unprotected),
    "unknown_algorithm": (
        Reason.ALGORITHM_UNKNOWN,
        lambda scene: scene.forge(signature_algorithm="sha256_dsa").make(),
    ),
    "signed_in_the_future": (Reason.TIME_AHEAD, lambda scene: scene.forge(signed_at=NOW + HOUR).make()),
    "own_certificate_missing": (
        Reason.CERTIFICATE_MISSING,
        lambda scene: scene.forge(with_own_certificate=False).make(),
    ),
    "swapped_certificate": (Reason.CERTIFICATE_SWAPPED, _swapped_certificate),
    "expired": (
        Reason.CERTIFICATE_EXPIRED,
        lambda scene: scene.forge(by=scene.issue(valid_from=NOW - 9 * DAY, valid_until=NOW - DAY)).make(),
    ),
    "not_yet_valid": (
        Reason.CERTIFICATE_NOT_YET_VALID,
        lambda scene: scene.forge(by=scene.issue(valid_from=NOW + DAY)).make(),
    ),
    "revoked_by_list": (Reason.CERTIFICATE_REVOKED, _revoked_by_list),
    "revoked_by_old_list": (Reason.CERTIFICATE_REVOKED, _revoked_by_old_list),
    "revoked_by_ocsp": (Reason.CERTIFICATE_REVOKED, _revoked_by_ocsp),
    "issuing_authority_revoked": (Reason.CERTIFICATE_REVOKED, _issuing_revoked),
    "key_for_signing_in": (
        Reason.USAGE_WRONG,
        lambda scene: scene.forge(
            by=scene.issue(
                usage=frozenset({"digital_signature", "key_encipherment"}), uses=(ExtendedKeyUsageOID.CLIENT_AUTH,)
            )
        ).make(),
    ),
    "key_of_an_authority": (
        Reason.USAGE_WRONG,
        lambda scene: scene.forge(by=scene.authority.issuing, above=(scene.authority.root,)).make(),
    ),
    "self_signed": (
        Reason.SELF_SIGNED,
        lambda scene: scene.forge(
            by=issue(HOLDER.subject(), make_ec_key(), None, valid_from=NOW - DAY), above=()
        ).make(),
    ),
    "unknown_root": (
        Reason.ROOT_UNKNOWN,
        lambda scene: scene.forge(
            by=scene.issue(issuer=scene.foreign.issuing), above=(scene.foreign.issuing, scene.foreign.root)
        ).make(),
    ),
    "intermediate_missing": (Reason.CHAIN_INCOMPLETE, lambda scene: scene.forge(above=()).make()),
    "issued_by_no_authority": (Reason.CHAIN_WRONG, _by_person_as_authority),
    "two_bins": (
        Reason.SUBJECT_UNCLEAR,
        lambda scene: scene.forge(by=_with_two_bins(scene)).make(),
    ),
    "stamp_before_certificate": (
        Reason.STAMP_BEFORE_CERTIFICATE,
        lambda scene: scene.forge(stamp=scene.stamp(NOW - 9 * DAY)).make(),
    ),
    "stamp_over_other_bytes": (Reason.STAMP_WRONG, _stamp_over_other_bytes),
    "stamp_in_the_future": (
        Reason.STAMP_AHEAD,
        lambda scene: scene.forge(stamp=scene.stamp(NOW + DAY)).make(),
    ),
    "stamp_of_foreign_service": (Reason.STAMP_UNTRUSTED, _stamp_of_foreign_service),
    "stamp_by_the_signer": (Reason.STAMP_UNTRUSTED, _stamp_by_signer),
    "stamp_with_wrong_signature": (
        Reason.STAMP_UNTRUSTED,
        lambda scene: scene.forge(stamp=scene.stamp(NOW - timedelta(minutes=1), key=make_ec_key())).make(),
    ),
}


def _with_two_bins(scene):
    units = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{number}") for number in (BIN, OTHER_BIN)]
    subject = x509.Name([*HOLDER.subject(), *units[1:]])
    return issue(subject, make_ec_key(), scene.authority.issuing, valid_from=NOW - DAY)


@pytest.mark.parametrize("name", PARTS)
def test_it_is_refused_for_its_own_reason(scene, name):
    reason, make = PARTS[name]
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier().verify(make(scene), DOCUMENT, now=NOW)
    assert refused.value.reason is reason
    _assert_said_in_three_languages(refused.value)


def test_a_short_key_is_refused(scene, short_key):
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier().verify(_weak_rsa(scene, short_key), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.KEY_WEAK
    _assert_said_in_three_languages(refused.value)


def test_without_news_of_revocation_it_is_refused_where_that_is_required(scene):
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier(revocation_required=True).verify(scene.forge().make(), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.REVOCATION_UNKNOWN


def test_an_old_answer_that_says_good_proves_nothing(scene):
    old = ocsp_answer(scene.authority.issuing, scene.signer, made_at=NOW - 30 * DAY)
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier(revocation_required=True).verify(scene.forge(answers=(old,)).make(), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.REVOCATION_UNKNOWN


def test_a_good_answer_signed_by_somebody_else_proves_nothing(scene):
    forged = ocsp_answer(scene.signer, scene.signer, made_at=NOW - HOUR)
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier(revocation_required=True).verify(scene.forge(answers=(forged,)).make(), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.REVOCATION_UNKNOWN


def test_an_empty_document_cannot_be_signed(scene):
    with pytest.raises(SignatureRefused) as refused:
        scene.verifier().verify(scene.forge(content=b"").make(), b"", now=NOW)
    assert refused.value.reason is Reason.CONTENT_EMPTY


def test_without_roots_nobody_is_believed(scene):
    with pytest.raises(SignatureRefused) as refused:
        InProcessVerifier(Roots(())).verify(scene.forge().make(), DOCUMENT, now=NOW)
    assert refused.value.reason is Reason.NO_ROOTS


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 2, 28, 17, 59, tzinfo=UTC), "28.02.2024"),
        (datetime(2024, 2, 28, 18, 0, tzinfo=UTC), "29.02.2024"),  # UTC+6: midnight in Almaty
        (datetime(2024, 2, 29, 17, 59, tzinfo=UTC), "29.02.2024"),
        (datetime(2024, 2, 29, 18, 30, tzinfo=UTC), "29.02.2024"),  # put back to 23:00 an hour before
        (datetime(2024, 2, 29, 19, 0, tzinfo=UTC), "01.03.2024"),
        (datetime(2024, 3, 1, 18, 30, tzinfo=UTC), "01.03.2024"),  # UTC+5
        (datetime(2024, 3, 1, 19, 0, tzinfo=UTC), "02.03.2024"),
    ],
)
def test_the_day_of_expiry_is_told_by_the_clocks_of_almaty_as_they_stood_then(scene, moment, day):
    signer = scene.issue(valid_from=moment - DAY, valid_until=moment)
    with pytest.raises(SignatureRefused) as refused:
        check_dates(asn1(signer), NOW)
    assert (refused.value.reason, refused.value.parameters["day"]) == (Reason.CERTIFICATE_EXPIRED, day)


def test_every_reason_has_a_sentence_in_three_languages():
    for reason in Reason:
        _assert_said_in_three_languages(SignatureRefused(reason, **_ANY))


_ANY = {"limit": 1, "found": "x", "expected": BIN, "day": "24.11.2026"}


def _assert_said_in_three_languages(error: SignatureRefused) -> None:
    said = set()
    for language in ("kk", "ru", "en"):
        with override(language):
            said.add(say(error.code, {**_ANY, **error.parameters}))
    assert len(said) == 3
    assert not any(IIN in sentence or "{" in sentence for sentence in said)


def test_holders_are_told_apart(scene):
    other = scene.issue(Holder("ӘЛИ ДАНА", "«Басқа» ЖШС", OTHER_BIN, "900202400012"))
    verdict = scene.verifier().verify(scene.forge(by=other).make(), DOCUMENT, now=NOW)
    assert verdict.subject.bin == OTHER_BIN
