"""What an organisation's people see of their own duties, and what they may not decide."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils.translation import override

from ifi.accounts.rights import OrganisationRole, Role
from ifi.core.sentences import say
from ifi.core.separation import Ground, NotApart
from ifi.law.facts import Channel
from ifi.obligations.models import Duty, Performance
from ifi.obligations.queries.duties import all_duties, duties_page
from ifi.obligations.queries.moments import Moment
from ifi.obligations.queries.organisations import organisation_page
from ifi.obligations.queries.rights import right_page
from ifi.obligations.queries.selection import Selection
from ifi.obligations.queries.years import year_page
from ifi.obligations.rules.performance import Reason, Step
from ifi.obligations.services.closings import close_years
from ifi.obligations.services.decisions import (
    Decision,
    accept_performances,
    disallow_performances,
    reverse_decisions,
)
from ifi.obligations.services.performances import NewPerformance, enter_performances
from tests.members.scene import a_person, member_of
from tests.obligations.portfolio import Office, a_right, an_organisation, money

O = OrganisationRole  # noqa: E741
TODAY = date(2026, 11, 24)
NOW = Moment(TODAY, TODAY, TODAY)
WHOLE = [O.ADMIN, O.OBLIGATIONS, O.SIGNATORY, O.ENGINEER, O.VIEWER]

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A contract of before 2018, which the public does not see, of an organisation; and the organisation."""
    organisation = an_organisation()
    office = Office(a_right("kz.legacy_contract", holder=organisation), date(2025, 3, 1)).open(2024)
    office.declare(2024, "123 456 789.01")
    office.perform(2024, "100 000.00")
    return office, organisation


def page_of(office, actor):
    return year_page(actor=actor, right_id=office.right.pk, year=2024, moment=NOW)


@pytest.mark.parametrize("role", WHOLE)
def test_own_duties_are_seen_in_full(scene, role):
    office, organisation = scene
    member = member_of(organisation, role)
    page = page_of(office, member)
    assert page.is_whole
    assert (len(page.bases), len(page.performances)) == (1, 1)
    assert right_page(actor=member, right_id=office.right.pk, moment=NOW).sees_all
    years = organisation_page(actor=member, organisation_id=organisation.pk, moment=NOW, language="ru").years
    assert [year.year for year in years] == [2024]
    listed = duties_page(actor=member, selection=Selection(), on=TODAY, language="ru")
    assert [row.right for row in listed.rows] == [office.right.pk]
    assert listed.count.number == 1
    assert sum(len(rows) for rows in all_duties(actor=member, selection=Selection(), on=TODAY, language="ru")) == 1


@pytest.mark.parametrize("role", [role for role in O if role not in WHOLE])
def test_those_who_answer_for_no_duty_see_what_everyone_sees(scene, role):
    office, organisation = scene
    assert page_of(office, member_of(organisation, role)).duty is None


@pytest.mark.parametrize("role", O)
def test_of_others_nobody_sees_more_than_everyone(scene, role):
    office, _organisation = scene
    stranger = member_of(an_organisation(), role)
    assert page_of(office, stranger).duty is None
    assert duties_page(actor=stranger, selection=Selection(), on=TODAY, language="ru").rows == ()


def test_own_terms_and_shares_are_seen_by_every_holder_and_by_no_other(scene):
    office, organisation = scene
    office.right.terms.create(parameter="rate", value="0.01", validity="[2020-01-01,)")
    own = right_page(actor=member_of(organisation, O.SCIENTIST), right_id=office.right.pk, moment=NOW).record
    other = right_page(actor=member_of(an_organisation(), O.ADMIN), right_id=office.right.pk, moment=NOW).record
    assert (len(own.terms), len(other.terms)) == (1, 0)
    assert own.holders[0].share is not None
    assert other.holders[0].share is None


def declared(office, by):
    duty = Duty.objects.get(right=office.right, year=2024)
    given = NewPerformance(uuid4(), duty.pk, Channel.OWN_RESEARCH, money("50 000.00"), date(2024, 5, 5), title="Trial")
    (pk,) = enter_performances(performances=[given], by=by, on=date(2025, 3, 1)).ids
    return Performance.objects.get(pk=pk)


def decide(act, performance, by, **said):
    return act(decisions=[Decision(uuid4(), performance.pk, **said)], by=by, on=date(2025, 3, 2))


def test_whoever_entered_a_performance_does_not_accept_it(scene):
    office, _organisation = scene
    officer, other = a_person("", Role.OFFICER), a_person("", Role.OFFICER)
    performance = declared(office, officer)
    with pytest.raises(NotApart):
        decide(accept_performances, performance, officer, amount=performance.amount)
    assert decide(accept_performances, performance, other, amount=performance.amount) == 1


def test_whoever_entered_a_performance_may_refuse_it(scene):
    office, _organisation = scene
    officer = a_person("", Role.OFFICER)
    performance = declared(office, officer)
    assert decide(disallow_performances, performance, officer, reason=Reason.NOT_RESEARCH.value) == 1


def test_whoever_acts_for_the_user_concerned_decides_nothing_even_when_acting_for_nobody(scene):
    office, organisation = scene
    performance = declared(office, a_person("", Role.OFFICER))
    both = member_of(organisation, O.VIEWER, person=a_person("", Role.OFFICER), on=date(2025, 1, 1))
    both.acting = None
    for act, said in (
        (accept_performances, {"amount": performance.amount}),
        (disallow_performances, {"reason": Reason.NOT_RESEARCH.value}),
        (reverse_decisions, {}),
    ):
        with pytest.raises(NotApart):
            decide(act, performance, both, **said)
    with pytest.raises(NotApart):
        close_years(duty_ids=[performance.duty_id], by=both, on=date(2025, 3, 2))
    assert performance.steps.get().step == Step.DECLARED.value


YEAR_PAGE = "/{}/rights/{}/2024/"


def seen(client, office, person, language="en"):
    client.force_login(person)
    return client.get(YEAR_PAGE.format(language, office.right.pk)).content.decode()


def acts_on(office, performance):
    return {
        act: f"/en/rights/{office.right.pk}/2024/{act}/{performance.pk}/" for act in ("accept", "disallow", "reverse")
    }


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_does_not_offer_acceptance_to_whoever_entered_it_and_says_who_accepts(client, scene, language):
    office, _organisation = scene
    officer, other = a_person("", Role.OFFICER), a_person("", Role.OFFICER)
    addresses = {
        act: path.replace("/en/", f"/{language}/") for act, path in acts_on(office, declared(office, officer)).items()
    }
    with override(language):
        reason = str(say(Ground.OWN_DEED.value))
    own = seen(client, office, officer, language)
    assert addresses["accept"] not in own
    assert addresses["disallow"] in own
    assert reason in own
    others = seen(client, office, other, language)
    assert addresses["accept"] in others
    assert reason not in others


def test_the_form_of_acceptance_tells_whoever_entered_it_that_it_is_anothers(client, scene):
    office, _organisation = scene
    officer = a_person("", Role.OFFICER)
    performance = declared(office, officer)
    client.force_login(officer)
    address = acts_on(office, performance)["accept"]
    for answer in (client.get(address), client.post(address, {"uid": uuid4(), "amount": "1"})):
        assert answer.status_code == 403
        assert "another officer of the authority in charge accepts it" in answer.content.decode()
        assert '<form class="ifi-form"' not in answer.content.decode()
    assert client.get(acts_on(office, performance)["disallow"]).status_code == 200


def test_an_officer_who_acts_for_the_user_is_offered_no_decision(client, scene):
    office, organisation = scene
    performance = declared(office, a_person("", Role.OFFICER))
    both = member_of(organisation, O.VIEWER, person=a_person("", Role.OFFICER), on=date(2025, 1, 1))
    page = seen(client, office, both)
    acts = acts_on(office, performance)
    assert not any(path in page for path in acts.values())
    assert f"/en/rights/{office.right.pk}/2024/close/" not in page
    assert "an officer who does not act for it decides" in page
    for path in (acts["accept"], acts["disallow"], f"/en/rights/{office.right.pk}/2024/close/"):
        assert client.get(path).status_code == 403
    assert f"/en/rights/{office.right.pk}/2024/close/" in seen(client, office, a_person("", Role.OFFICER))


def test_an_officer_who_acts_for_the_user_is_not_offered_to_undo_a_decision(client, scene):
    office, organisation = scene
    performance = declared(office, a_person("", Role.OFFICER))
    decide(accept_performances, performance, a_person("", Role.OFFICER), amount=performance.amount)
    both = member_of(organisation, O.VIEWER, person=a_person("", Role.OFFICER), on=date(2025, 1, 1))
    undo = acts_on(office, performance)["reverse"]
    assert undo not in seen(client, office, both)
    assert undo in seen(client, office, a_person("", Role.OFFICER))
