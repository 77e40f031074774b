"""Pages of duties: who sees what, in three languages, as of two dates; what officers do there."""

import re
from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.utils import timezone

from ifi.accounts.models import User
from ifi.obligations.models import DeclaredBase, PerformanceStep, ReconciliationTolerance
from ifi.obligations.queries.totals import known_years
from ifi.obligations.rules.status import DutyStatus
from tests.obligations.portfolio import Office, a_right
from tests.obligations.scene import (
    ROLES,
    a_reader,
    a_scene,
    a_tolerance,
    at_the_treasury,
    to_the_budget,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture
def scene():
    return a_scene()


@pytest.fixture
def read(client):
    """`read("officer", "duties/")`: the answer to a reader of that role."""

    readers = {}

    def get(role, path, language="en", authority=""):
        client.logout()
        if role != "public":
            reader = readers.get((role, authority)) or a_reader(role, authority)
            readers[role, authority] = reader
            client.force_login(reader)
        return client.get(f"/{language}/{path}")

    return get


def pages_of(scene):
    right, legacy = scene.licence.right.pk, scene.legacy.right.pk
    return [
        "",
        "duties/?year=",
        "duties/?year=2024&status=overdue&organisation=жезды&sort=-due&region=23&authority=energy&risk=1",
        f"rights/{right}/",
        f"rights/{right}/?on=01.07.2024&known=01.07.2024",
        f"rights/{right}/2024/",
        f"rights/{legacy}/",
        f"rights/{legacy}/2024/",
        f"organisations/{scene.user.pk}/",
        "reconciliation/useiti-2015/",
    ]


def test_every_page_is_shown_to_every_reader_in_every_language(read, scene):
    for role, language, path in product(ROLES, LANGUAGES, pages_of(scene)):
        answer = read(role, path, language)
        assert answer.status_code == 200, (role, language, path)
        assert f'<html lang="{language}"' in answer.content.decode(), (role, language, path)


WORK = [
    ("officer", "reconciliation/", 200),
    ("analyst", "reconciliation/", 200),
    ("auditor", "reconciliation/?year=2025", 200),
    ("administrator", "reconciliation/", 403),
    ("administrator", "reconciliation/tolerances/", 200),
    ("officer", "reconciliation/tolerances/", 403),
    ("auditor", "rights/{right}/2025/declare-base/", 403),
    ("officer", "rights/{right}/2025/declare-base/", 200),
    ("officer", "rights/{right}/2025/no-such-act/", 404),
    ("officer", "rights/{right}/2031/", 404),
    ("officer", "rights/999999/", 404),
    ("officer", "organisations/999999/", 404),
]


def test_pages_of_work_open_to_those_whose_work_it_is(read, scene):
    a_tolerance()
    for (role, path, status), language in product(WORK, LANGUAGES):
        answer = read(role, path.format(right=scene.licence.right.pk), language)
        assert answer.status_code == status, (role, language, path)


@pytest.mark.parametrize("path", ["reconciliation/", "reconciliation/tolerances/", "rights/{right}/2025/close/"])
def test_the_public_is_led_to_the_sign_in(read, scene, path):
    answer = read("public", path.format(right=scene.licence.right.pk))
    assert answer.status_code in (302, 401, 403)


HIDDEN = "777 777.77"  # what the legacy contract owes for 2024


def test_the_public_never_sees_the_figures_of_a_legacy_contract(read, scene):
    legacy = scene.legacy.right.pk
    shown = [*pages_of(scene), "duties.csv", "duties.csv?regime=kz.legacy_contract", f"rights/{legacy}/2024/ledger.csv"]
    for path in shown:
        answer = read("public", path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = re.sub("[\u00a0\u202f]", " ", content.decode())
        assert HIDDEN not in text, path
        assert "777777.77" not in text, path
    assert HIDDEN in words_of(read("analyst", f"rights/{legacy}/2024/"))


def test_the_public_sees_what_is_due_but_not_the_base_nor_the_documents(read, scene):
    path = f"rights/{scene.licence.right.pk}/2024/"
    seen = words_of(read("public", path))
    assert "1 234 567.89" in seen  # 1 % of the base
    assert "123 456 789.01" not in seen
    assert "The declared base is not shown" in seen
    assert "Ledger" not in seen
    whole = words_of(read("officer", path))
    assert "123 456 789.01" in whole
    assert "Ledger" in whole


def test_an_officer_of_one_authority_does_not_see_what_another_keeps(read, scene):
    path = f"rights/{scene.legacy.right.pk}/2024/"
    assert HIDDEN in words_of(read("officer", path, authority="energy"))
    assert HIDDEN not in words_of(read("officer", path, authority="atomic"))


def test_the_right_as_of_earlier_days_is_what_held_and_was_known_then(read, scene):
    right = scene.licence.right.pk
    present = words_of(read("officer", f"rights/{right}/2023/"))
    assert "1 400 000.00" in present
    before = words_of(read("analyst", f"rights/{right}/2023/?on=29.06.2023"))
    assert "1 400 000.00" not in before  # paid on 30.06.2023
    yesterday = timezone.localdate() - timedelta(days=1)
    unknown = words_of(read("auditor", f"rights/{right}/2023/?known={yesterday:%d.%m.%Y}"))
    assert "No assessment was known on these dates." in unknown


def test_one_click_leads_from_a_figure_on_the_list_to_its_reason(read, scene):
    right = scene.licence.right.pk
    address = f"/en/rights/{right}/2024/"
    assert f'class="ifi-figure" href="{address}"' in read("public", "duties/?year=").content.decode()
    reason = read("analyst", address.removeprefix("/en/")).content.decode()
    assert 'class="ifi-steps"' in reason
    assert "adilet.zan.kz" in reason


def sent(client, scene, act, year=2025, performance=None, **given):
    path = f"/en/rights/{scene.licence.right.pk}/{year}/{act}/"
    return client.post(path if performance is None else f"{path}{performance}/", {"uid": uuid4(), **given})


@pytest.fixture
def officer(client):
    client.force_login(a_reader("officer"))
    return client


def test_an_officer_corrects_a_base_and_both_amounts_stay(officer, scene):
    given = {"base_type": "mining_cost", "amount": "260 000 000,00", "declared_on": "01.06.2026"}
    assert sent(officer, scene, "declare-base", **given).status_code == 302
    amounts = DeclaredBase.objects.filter(duty=scene.licence.duties[2025]).order_by("pk")
    assert [str(base.amount) for base in amounts] == ["250000000.00", "260000000.00"]


def test_one_officer_enters_a_performance_and_another_accepts_and_undoes(officer, scene):
    given = {"channel": "kz_performer", "amount": "1 000,50", "paid_on": "06.05.2025", "payment_order": "77"}
    assert sent(officer, scene, "enter-performance", **given).status_code == 302
    step = PerformanceStep.objects.latest("pk")
    number = step.performance_id
    refused = sent(officer, scene, "accept", performance=number, amount="1000.50")
    assert "another officer of the authority in charge accepts it" in refused.content.decode()
    officer.force_login(User.objects.create(email="second@example.kz", name="Second", roles=["officer"]))
    assert sent(officer, scene, "accept", performance=number, amount="1000.50").status_code == 302
    assert sent(officer, scene, "reverse", performance=number, note="wrong right").status_code == 302
    assert sent(officer, scene, "disallow", performance=number, reason="not_paid").status_code == 302
    steps = PerformanceStep.objects.filter(performance=number).order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["declared", "accepted", "reversed", "disallowed"]


def test_the_same_form_sent_twice_acts_once(officer, scene):
    given = {"channel": "kz_performer", "amount": "5", "paid_on": "06.05.2025", "uid": uuid4()}
    for _ in range(2):
        assert sent(officer, scene, "enter-performance", **given).status_code == 302
    assert PerformanceStep.objects.filter(amount=5).count() == 1


def test_a_refusal_of_the_service_stands_in_the_form_with_what_was_typed(officer, scene):
    answer = sent(officer, scene, "accept", performance=scene_offer(scene), amount="9 999 999.00")
    assert answer.status_code == 422
    assert "There is a problem" in words_of(answer)
    assert "9 999 999.00" in words_of(answer) or 'value="9 999 999.00"' in answer.content.decode()


def scene_offer(scene):
    return PerformanceStep.objects.filter(performance__duty=scene.licence.duties[2025]).latest("pk").performance_id


def test_a_closed_year_shows_its_penalty_and_takes_its_payment(officer, scene):
    assert sent(officer, scene, "close", year=2024).status_code == 302
    page = words_of(officer.get(f"/en/rights/{scene.licence.right.pk}/2024/"))
    assert "334 567.79" in page  # 1 234 567.89 less 400 000.00 of credit and 500 000.10
    paid = sent(officer, scene, "pay-penalty", year=2024, amount="334567.79", paid_on="01.07.2026")
    assert paid.status_code == 302
    assert "Ended by the paid penalty" in words_of(officer.get(f"/en/rights/{scene.licence.right.pk}/2024/"))


def test_a_year_still_running_cannot_be_closed_and_the_page_says_why(officer, scene):
    answer = sent(officer, scene, "close", year=2026)
    assert answer.status_code == 422


def test_an_administrator_sets_a_tolerance_once_a_day(client):
    client.force_login(a_reader("administrator"))
    given = {"margin": "2.5", "floor": "100 000,00", "valid_from": "01.01.2026", "source": "order 5"}
    assert client.post("/en/reconciliation/tolerances/", given).status_code == 302
    assert str(ReconciliationTolerance.objects.get().margin) == "0.025000"
    again = client.post("/en/reconciliation/tolerances/", given)
    assert again.status_code == 422
    assert "is there already" in words_of(again)


def test_reconciliation_names_each_difference_with_its_parts(read, scene):
    a_tolerance()
    office = scene.licence
    to_the_budget(office, 2025, "300 000.00", "11", date(2025, 12, 29))
    at_the_treasury(office, 2026, "300 000.00", "11", date(2026, 1, 4))
    to_the_budget(office, 2024, "50 000.00", "12", date(2024, 7, 1))
    at_the_treasury(office, 2024, "50 000.00", "12", date(2024, 7, 1))
    page = words_of(read("officer", "reconciliation/?year=2025"))
    assert "Paid around the year's end and recorded in another year" in page
    assert "−300 000.00 ₸" in page
    assert "No difference counts in this year." in words_of(read("analyst", "reconciliation/?year=2024"))


def test_a_year_without_duty_or_a_right_without_years_says_so(read):
    office = Office(a_right("kz.solid_minerals"))
    assert "No duty is recorded for this right" in words_of(read("public", f"rights/{office.right.pk}/"))


def test_an_officer_is_offered_acts_only_on_what_his_authority_keeps(read, scene):
    path = f"rights/{scene.licence.right.pk}/2025/"
    assert "Enter a performance" in words_of(read("officer", path, authority="energy"))
    assert "Enter a performance" not in words_of(read("officer", path, authority="atomic"))


def test_a_year_that_waits_for_its_base_is_open_where_the_instrument_is(read, scene):
    page = words_of(read("public", f"rights/{scene.licence.right.pk}/2026/"))
    assert "No assessment was known on these dates." in page
    assert read("public", f"rights/{scene.legacy.right.pk}/2025/").status_code == 200
    assert "are not public" in words_of(read("public", f"rights/{scene.legacy.right.pk}/2025/"))


def test_an_officer_of_another_authority_reads_that_the_authority_is_why(client, scene):
    client.force_login(a_reader("officer", "industry"))
    page = words_of(client.get(f"/en/rights/{scene.licence.right.pk}/2024/"))
    assert "is shown to the authority in charge of this right" in page
    assert "Article 77" not in page
    assert "Another authority is in charge" in words_of(client.get(f"/en/rights/{scene.legacy.right.pk}/2024/"))


def test_differences_are_narrowed_by_cause_and_by_name(read, scene):
    a_tolerance()
    to_the_budget(scene.licence, 2025, "300 000.00", "11", date(2025, 12, 29))
    at_the_treasury(scene.licence, 2026, "300 000.00", "11", date(2026, 1, 4))
    at_the_treasury(scene.legacy, 2025, "40 000.00", "12", date(2025, 7, 1))
    every = words_of(read("officer", "reconciliation/?year=2025"))
    assert "Differences found: 2." in every
    by_cause = words_of(read("officer", "reconciliation/?year=2025&cause=year_end&text=copper&page=7"))
    assert "Differences found: 1." in by_cause
    assert "Differences found: 0." in words_of(read("officer", "reconciliation/?year=2025&text=nobody"))


def test_the_list_opens_with_the_newest_year_that_is_over(read, scene):
    opened = read("public", "duties/")
    newest = max(year for year in known_years() if year < timezone.localdate().year)
    assert (opened.status_code, opened.headers["Location"]) == (302, f"/en/duties/?year={newest}")
    every = {row.year for row in read("public", "duties/?year=").context["rows"]}
    assert len(every) > 1


def test_a_due_that_nobody_knows_is_not_shown_as_nothing(read, scene):
    rows = read("auditor", "duties/?year=").context["rows"]
    waiting = [row for row in rows if row.status in (DutyStatus.BASE_MISSING, DutyStatus.NORM_UNKNOWN)]
    assert waiting
    assert not any(row.is_due_known for row in waiting)
    assert "not known yet" in words_of(read("auditor", f"duties/?year=&status={waiting[0].status}"))
