"""Preparing a document and taking its signature."""

import threading
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.signing import person_numbers
from ifi.signing.errors import ContentNotCanonical, DocumentKindUnknown, DocumentUnknown, SignatureRefused
from ifi.signing.models import SignableDocument, Signature, SignatureEvidence, SignerCertificate
from ifi.signing.queries import document_for, signatures_of
from ifi.signing.rules import RULES_VERSION, Expectation, Reason
from ifi.signing.services import accept_signature, prepare_document
from ifi.signing.test_authority import Holder
from tests.audit.scene import findings, superuser
from tests.signing import paper as papers
from tests.signing.conftest import BIN, IIN, OTHER_BIN, make_paper

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def _accept(scene, document, person, cms=None, **options):
    cms = cms or scene.forge(content=document.stored).make()
    return accept_signature(document.pk, cms, by=person, on=TODAY, now=scene.now, **options)


def test_a_document_is_stored_byte_for_byte(person, paper):
    paper.refresh_from_db()
    expected = f'{{"bin":"{BIN}","parties":[{person.pk}],"text":"Жүйеге қосылуға өтініш"}}'.encode()
    assert paper.stored == expected


def test_a_valid_signature_is_kept_with_its_verdict_and_evidence(configured, paper, person):
    cms = configured.forge(content=paper.stored).make()
    signature = _accept(configured, paper, person, cms)
    signature.refresh_from_db()
    certificate = signature.certificate
    assert bytes(signature.cms) == cms
    assert (certificate.bin, certificate.person_last_four) == (BIN, IIN[-4:])
    assert (signature.verifier, signature.rules_version) == ("in_process", RULES_VERSION)
    assert (signature.accepted_by, signature.verified_at) == (person, configured.now)
    assert signature.is_test
    chain = [configured.authority.issuing.der, configured.authority.root.der]
    assert [bytes(piece.content) for piece in signature.evidence.order_by("position")] == chain
    assert papers.SIGNED[-1] == (signature.pk, person, TODAY)
    assert signatures_of(paper) == (signature,)


def test_the_iin_is_nowhere_in_clear_but_inside_the_certificate(configured, paper, person):
    _accept(configured, paper, person)
    for model in (SignableDocument, Signature, SignerCertificate, SignatureEvidence):
        for row in model.objects.values():
            texts = [str(value) for value in row.values() if not isinstance(value, bytes | memoryview)]
            assert not any(IIN in text for text in texts), model
    assert SignerCertificate.objects.get().person_digest == person_numbers.digest_of(IIN)


def test_the_digest_of_an_iin_needs_the_key(settings):
    first = person_numbers.digest_of(IIN)
    settings.PERSON_NUMBER_KEY = "another key"
    assert person_numbers.digest_of(IIN) != first
    assert len(first) == 64


def test_the_wrong_organisation_is_refused(configured, paper, person):
    other = configured.issue(Holder("ӘЛИ ДАНА", "«Басқа» ЖШС", OTHER_BIN, "900202400012"))
    _assert_refused(Reason.BIN_DIFFERS, configured, paper, person, by=other)


def test_a_persons_own_certificate_does_not_sign_for_an_organisation(configured, paper, person):
    _assert_refused(Reason.BIN_MISSING, configured, paper, person, by=configured.issue(Holder("ӘЛИ ДАНА")))


def test_another_person_is_refused_where_one_is_expected(configured, paper, person):
    expected = Expectation(person_digest=person_numbers.digest_of("900202400012"))
    with pytest.raises(SignatureRefused) as refused:
        _accept(configured, paper, person, expected=expected)
    assert refused.value.reason is Reason.PERSON_DIFFERS


def test_one_signature_too_many_is_refused(configured, paper, person):
    _accept(configured, paper, person)
    _assert_refused(Reason.SIGNED_BEFORE, configured, paper, person, by=configured.rsa_signer)


def test_the_same_person_cannot_sign_twice_with_two_certificates(configured, person):
    document = make_paper(person, count=2)
    _accept(configured, document, person)
    _assert_refused(Reason.SIGNED_BY_SAME, configured, document, person, by=configured.rsa_signer)


def test_two_signers_complete_a_document_that_wants_two(configured, person):
    document = make_paper(person, count=2)
    _accept(configured, document, person)
    second = configured.issue(Holder("ӘЛИ ДАНА", "«Алтын Кен» ЖШС", BIN, "900202400012"))
    _accept(configured, document, person, configured.forge(content=document.stored, by=second).make())
    assert len(signatures_of(document)) == 2


def test_what_the_signature_completes_can_undo_it(configured, person):
    document = make_paper(person, undone=True)
    with pytest.raises(DocumentUnknown):
        _accept(configured, document, person)
    assert not Signature.objects.exists()


def test_strangers_neither_see_nor_sign(configured, paper, person):
    stranger = User.objects.create_user("stranger@example.kz", None, name="Бөтен", roles=["analyst"])
    with pytest.raises(NotAllowed):
        document_for(paper.pk, stranger)
    with pytest.raises(NotAllowed):
        _accept(configured, paper, stranger)


def test_the_auditor_sees_every_document_and_signs_none(configured, paper):
    auditor = User.objects.create_user("auditor@example.kz", None, name="Аудитор", roles=["auditor"])
    assert document_for(paper.pk, auditor) == paper
    with pytest.raises(NotAllowed):
        _accept(configured, paper, auditor)


def test_an_unknown_document_or_kind_is_refused(configured, person, paper):
    with pytest.raises(DocumentKindUnknown):
        prepare_document("test.unknown", {}, about=Target("test", "1"), by=person, on=TODAY)
    with pytest.raises(DocumentUnknown):
        accept_signature(uuid.uuid4(), b"", by=person, on=TODAY, now=configured.now)


def test_a_program_may_prepare(configured):
    made = prepare_document(
        "test.paper", {"bin": BIN, "parties": []}, about=Target("test", "1"), by=Program("test"), on=TODAY
    )
    assert made.prepared_by is None


def test_a_float_is_refused(configured, person):
    with pytest.raises(ContentNotCanonical):
        make_paper(person, share=0.5)


@pytest.mark.parametrize("model", [SignableDocument, Signature, SignerCertificate, SignatureEvidence])
def test_nothing_is_ever_changed_or_deleted(configured, paper, person, model):
    _accept(configured, paper, person)
    connection.check_constraints()
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_of_two_signatures_that_come_at_once_one_is_taken(configured, paper, person):
    second = configured.issue(Holder("ӘЛИ ДАНА", "«Алтын Кен» ЖШС", BIN, "900202400012"))
    files = [configured.forge(content=paper.stored, by=by).make() for by in (configured.signer, second)]
    outcomes = []

    def send(cms):
        try:
            outcomes.append(_accept(configured, paper, person, cms))
        except SignatureRefused as error:
            outcomes.append(error.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(cms,)) for cms in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Signature.objects.count() == 1
    assert Reason.SIGNED_BEFORE in outcomes


def _assert_refused(reason, scene, document, person, **wrong):
    with pytest.raises(SignatureRefused) as refused:
        _accept(scene, document, person, scene.forge(content=document.stored, **wrong).make())
    assert refused.value.reason is reason
    before = document.signatures.count()
    assert Signature.objects.filter(document=document).count() == before


def test_document_signature_certificate_and_evidence_are_noted_and_watched(configured, paper, person):
    _accept(configured, paper, person)

    def found():
        return [line for line in findings() if "Table signing_" in line]

    assert found() == []
    with superuser() as cursor:
        for table, column in (
            ("signing_signabledocument", "content"),
            ("signing_signature", "cms"),
            ("signing_signercertificate", "content"),
            ("signing_signatureevidence", "content"),
        ):
            cursor.execute(f"UPDATE {table} SET {column} = 'x'")
    assert len({line.partition(",")[0] for line in found() if "altered since record" in line}) == 4
