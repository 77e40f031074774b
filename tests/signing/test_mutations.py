"""No change of what a signature covers may pass: whatever bit is turned, the verifier refuses."""

from asn1crypto import cms
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from ifi.signing.errors import SignatureRefused
from tests.signing.forge import DOCUMENT, NOW, asn1


def _covered(made: bytes, scene, kind) -> list[range]:
    """Where the signed parts lie: the content, the signed attributes, the value, the certificates' cores."""
    signed = cms.ContentInfo.load(made)["content"]
    signer = signed["signer_infos"][0]
    by = getattr(scene, kind)
    cores = [asn1(one)["tbs_certificate"].dump() for one in (by, scene.authority.issuing)]
    parts = [DOCUMENT, signer["signed_attrs"].dump(), signer["signature"].native, *cores]
    return [range(made.index(part), made.index(part) + len(part)) for part in parts]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(kind="signer", where=0.43359375, bit=0)  # the name of the key's curve becomes that of no curve
@given(kind=st.sampled_from(["signer", "rsa_signer"]), where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_turned_bit_of_the_signed_parts_verifies(scene, kind, where, bit):
    made = bytearray(scene.forge(by=getattr(scene, kind)).make())
    places = [place for part in _covered(bytes(made), scene, kind) for place in part]
    place = places[int(where * len(places))]
    made[place] ^= 1 << bit
    _assert_refused(scene, bytes(made))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.binary(max_size=400))
def test_no_garbage_brings_anything_but_a_refusal(scene, garbage):
    for given_bytes in (garbage, b"\x30\x80" + garbage, b"\x30\x82" + len(garbage).to_bytes(2, "big") + garbage):
        _assert_refused(scene, given_bytes)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.floats(0, 1), length=st.integers(1, 40), replacement=st.binary(max_size=40), attached=st.booleans())
def test_whatever_is_cut_or_put_in_never_changes_who_signed_what(scene, start, length, replacement, attached):
    """Parts outside the signature may change (an unused certificate); then the verdict is that of the whole file."""
    made = scene.forge(attached=attached).make()
    place = int(start * len(made))
    changed = made[:place] + replacement + made[place + length :]
    assume(changed != made)
    try:
        verdict = scene.verifier().verify(changed, DOCUMENT, now=NOW)
    except SignatureRefused:
        return
    whole = scene.verifier().verify(made, DOCUMENT, now=NOW)
    assert (verdict.certificate, verdict.subject, verdict.claimed_at) == (
        whole.certificate,
        whole.subject,
        whole.claimed_at,
    )


def _assert_refused(scene, given_bytes: bytes) -> None:
    try:
        scene.verifier().verify(given_bytes, DOCUMENT, now=NOW)
    except SignatureRefused:
        return
    raise AssertionError("it verified")
