"""Who is told that a document waits, was signed, refused, withdrawn, or is out of time; and how documents end."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from ifi.accounts.models import User
from ifi.audit.models import Record
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.models import Delivery, Notice
from ifi.notices.saying import say_all
from ifi.signing import services
from ifi.signing.errors import RefusalNeedsReason, SignatureRefused
from ifi.signing.models import DocumentEnd, SignableDocument
from ifi.signing.notices import WHY, Why
from ifi.signing.rules import Reason, Standing
from ifi.signing.standing import standing_of
from ifi.signing.test_authority import Holder
from tests.signing import paper as papers
from tests.signing.conftest import BIN
from tests.signing.paper import PAPER

TODAY, LAST_DAY = date(2026, 11, 24), date(2026, 12, 4)
ABOUT = Target("test", "42")
pytestmark = pytest.mark.django_db


def a_signatory(name="signatory") -> User:
    return User.objects.create_user(f"{name}@example.kz", "a long password of a test", name=name, roles=["analyst"])


@pytest.fixture
def signatory(db) -> User:
    return a_signatory()


def prepare(person, *signers, until=LAST_DAY, **content) -> SignableDocument:
    """A document that the person prepares and the signers are asked to sign."""
    parties = [person.pk, *(one.pk for one in signers)]
    content = {"bin": BIN, "text": "Есеп", "parties": parties, **content}
    return services.prepare_document(
        PAPER.name,
        content,
        about=ABOUT,
        by=person,
        on=TODAY,
        people=[one.pk for one in signers],
        sign_until=until,
    )


def sign(scene, document, person, *, on=TODAY, **wrong):
    cms = scene.forge(content=document.stored, **wrong).make()
    return services.accept_signature(document.pk, cms, by=person, on=on, now=scene.now)


def told(code: str) -> dict[int, str]:
    """Person → the sentence that says why, of all who were told this on the page."""
    rows = Delivery.objects.filter(notice__code=f"signing.{code}", channel=Channel.PAGE).select_related("notice")
    return {row.person_id: say_all([row.notice], reader=row.person)[row.notice.pk].reason for row in rows}


def why(reason: Why) -> str:
    return str(WHY[reason])


def test_whoever_is_to_sign_for_the_organisation_is_told_that_a_document_waits(configured, person, signatory):
    document = prepare(person, signatory)
    assert told("waiting") == {signatory.pk: why(Why.SIGNS_FOR_ORGANISATION)}
    with override("en"):
        (said,) = say_all(Notice.objects.all(), reader=signatory).values()
    assert said.title == "A document waits for your signature: Application"
    assert said.text.endswith("The last day to sign is 04.12.2026.")
    assert said.address == f"/en/signing/{document.pk}/"


def test_a_person_whose_own_signature_is_wanted_is_told_so(configured, person, signatory):
    prepare(person, signatory, bin="", until=None)
    assert told("waiting") == {signatory.pk: why(Why.SIGNS)}
    with override("en"):
        (said,) = say_all(Notice.objects.all(), reader=signatory).values()
    assert said.text.endswith("There is no time limit.")


def test_whoever_prepares_what_they_sign_themselves_is_told_too(configured, person):
    prepare(person, person)
    assert told("waiting") == {person.pk: why(Why.SIGNS_FOR_ORGANISATION)}


def test_of_a_signature_everyone_concerned_is_told_with_their_own_reason(configured, person, signatory):
    other = a_signatory("other")
    sign(configured, prepare(person, signatory, other), signatory)
    assert told("signed") == {
        person.pk: why(Why.PREPARED),
        signatory.pk: why(Why.SIGNED),
        other.pk: why(Why.SIGNS_FOR_ORGANISATION),
    }


def test_a_signature_that_is_not_the_last_says_how_many_are_missing(configured, person, signatory):
    other = a_signatory("other")
    document = prepare(person, signatory, other, count=2)
    sign(configured, document, signatory)
    assert set(told("partly_signed")) == {person.pk, signatory.pk, other.pk}
    assert Notice.objects.filter(code="signing.partly_signed").first().parameters["missing"] == 1
    assert not told("signed")
    second = configured.issue(Holder("ӘЛИ ДАНА", "«Алтын Кен» ЖШС", BIN, "900202400012"))
    sign(configured, document, other, by=second)
    assert set(told("signed")) == {person.pk, signatory.pk, other.pk}


def test_a_signature_that_is_refused_tells_nobody(configured, person, signatory):
    document = prepare(person, signatory)
    with pytest.raises(SignatureRefused):
        sign(configured, document, signatory, by=configured.issue(Holder("ӘЛИ ДАНА")))
    assert not told("signed")


def test_whoever_may_sign_may_refuse_and_the_others_are_told(configured, person, signatory):
    other = a_signatory("other")
    document = prepare(person, signatory, other)
    end = services.refuse_to_sign(document.pk, reason=" The sum is wrong. ", by=signatory, on=TODAY)
    assert (end.outcome, end.reason, end.ended_by) == ("refused", "The sum is wrong.", signatory)
    assert told("refused") == {person.pk: why(Why.PREPARED), other.pk: why(Why.SIGNS_FOR_ORGANISATION)}
    assert papers.ENDED[-1] == (document.pk, Standing.REFUSED)
    assert Record.objects.filter(event="signing.document_refused", person=signatory.pk).count() == 1
    with pytest.raises(SignatureRefused) as refused:
        sign(configured, document, other)
    assert refused.value.reason is Reason.DOCUMENT_REFUSED


def test_a_refusal_says_why(configured, person, signatory):
    document = prepare(person, signatory)
    with pytest.raises(RefusalNeedsReason):
        services.refuse_to_sign(document.pk, reason="  ", by=signatory, on=TODAY)
    assert not told("refused")


def test_strangers_do_not_refuse(configured, person, signatory):
    document = prepare(person, signatory)
    with pytest.raises(NotAllowed):
        services.refuse_to_sign(document.pk, reason="No", by=a_signatory("stranger"), on=TODAY)


def test_what_is_signed_is_refused_by_nobody(configured, person, signatory):
    document = prepare(person, signatory)
    sign(configured, document, signatory)
    with pytest.raises(SignatureRefused) as refused:
        services.refuse_to_sign(document.pk, reason="Too late", by=signatory, on=TODAY)
    assert refused.value.reason is Reason.SIGNED_BEFORE


def test_on_the_last_day_a_signature_is_in_time_and_a_day_later_it_is_not(configured, person, signatory):
    document = prepare(person, signatory)
    with pytest.raises(SignatureRefused) as late:
        sign(configured, document, signatory, on=LAST_DAY + timedelta(days=1))
    assert late.value.reason is Reason.DOCUMENT_EXPIRED
    assert sign(configured, document, signatory, on=LAST_DAY)


def test_when_its_time_ran_out_everyone_concerned_is_told_once(configured, person, signatory):
    document = prepare(person, signatory)
    assert services.end_overdue(on=LAST_DAY) == 0
    assert services.end_overdue(on=LAST_DAY + timedelta(days=1)) == 1
    assert services.end_overdue(on=LAST_DAY + timedelta(days=2)) == 0
    assert told("expired") == {person.pk: why(Why.PREPARED), signatory.pk: why(Why.SIGNS_FOR_ORGANISATION)}
    assert papers.ENDED[-1] == (document.pk, Standing.EXPIRED)
    assert document.end.ended_by is None


def test_the_time_of_what_is_signed_does_not_run_out(configured, person, signatory):
    sign(configured, prepare(person, signatory), signatory)
    assert services.end_overdue(on=LAST_DAY + timedelta(days=1)) == 0


def test_one_of_two_signatures_does_not_stop_the_time(configured, person, signatory):
    sign(configured, prepare(person, signatory, count=2), signatory)
    assert services.end_overdue(on=LAST_DAY + timedelta(days=1)) == 1


def test_three_days_before_the_last_day_whoever_is_still_to_sign_is_reminded_once(configured, person, signatory):
    other = a_signatory("other")
    sign(configured, prepare(person, signatory, other, count=2), signatory)
    assert services.remind_of_last_days(on=LAST_DAY - timedelta(days=4)) == 0
    assert services.remind_of_last_days(on=LAST_DAY - timedelta(days=3)) == 1
    assert services.remind_of_last_days(on=LAST_DAY - timedelta(days=2)) == 0
    assert told("time_nearing") == {other.pk: why(Why.SIGNS_FOR_ORGANISATION)}


def test_what_was_withdrawn_asks_nobody_any_more(configured, person, signatory):
    document = prepare(person, signatory)
    services.withdraw_document(about=ABOUT, by=person, on=TODAY)
    services.withdraw_document(about=ABOUT, by=person, on=TODAY)
    assert told("withdrawn") == {signatory.pk: why(Why.SIGNS_FOR_ORGANISATION)}
    assert standing_of(SignableDocument.objects.get(pk=document.pk), on=TODAY) is Standing.WITHDRAWN


def test_an_end_is_never_changed(configured, person, signatory):
    services.refuse_to_sign(prepare(person, signatory).pk, reason="No", by=signatory, on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentEnd.objects.update(outcome="expired")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_refusal_on_the_page_leads_back_to_the_document_which_shows_it(
    client, configured, person, signatory, language
):
    document = prepare(person, signatory)
    client.force_login(signatory)
    with override(language):
        shown, address = (reverse(f"signing:{name}", args=[document.pk]) for name in ("document", "refuse"))
    assert address in client.get(shown).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Сома қате"}).url == shown
    page = client.get(shown).content.decode()
    assert "Сома қате" in page
    assert address not in page
    assert 'type="file"' not in client.get(f"{shown}sign/").content.decode()


def test_whoever_may_not_sign_is_told_who_may(client, configured, person, signatory):
    document = prepare(person, signatory)
    auditor = User.objects.create_user("auditor@example.kz", None, name="Аудитор", roles=["auditor"])
    client.force_login(auditor)
    page = client.get(f"/en/signing/{document.pk}/").content.decode()
    assert f"the signature must be that of the organisation with BIN {BIN}" in page
    assert f"/en/signing/{document.pk}/sign/" not in page


def test_who_sent_one_of_two_signatures_is_told_that_the_next_is_anothers(client, configured, person, signatory):
    document = prepare(person, signatory, count=2)
    client.force_login(signatory)
    words = "the same signer is not taken twice"
    assert words not in client.get(f"/en/signing/{document.pk}/sign/").content.decode()
    sign(configured, document, signatory)
    assert words in client.get(f"/en/signing/{document.pk}/sign/").content.decode()


def test_the_list_marks_what_waits_for_the_reader(client, configured, person, signatory):
    prepare(person, signatory)
    client.force_login(person)
    page = client.get("/en/signing/").content.decode()
    assert "To be signed" in page
    services.withdraw_document(about=ABOUT, by=person, on=TODAY)
    assert "Withdrawn from signing" in client.get("/en/signing/").content.decode()


def test_documents_of_others_about_the_same_kind_of_thing_stay(configured, person, signatory):
    document = prepare(person, signatory)
    services.withdraw_document(about=Target("test", str(uuid.uuid4())), by=person, on=TODAY)
    assert standing_of(document, on=TODAY) is Standing.WAITING
