"""Who may see which acts."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ifi.accounts import services as accounts
from ifi.accounts.rights import Permission
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.registry import services
from ifi.registry.models import Organisation
from ifi.trail import queries
from ifi.trail.queries import Selection, act_numbered, find, may_see_history
from tests.trail.conftest import LOADER, a_bin, person

pytestmark = pytest.mark.django_db


def _history(right, reader):
    page = find(Selection(targets=(Target.of("right", right.pk),)), reader=reader)
    return [act.event for act in page.acts]


WHOLE = ["registry.holders_set", "registry.right_created"]


def test_the_auditor_sees_everything(right, auditor):
    assert _history(right, auditor) == WHOLE
    assert len(find(Selection(), reader=auditor).acts) == 3


def test_an_officer_sees_what_concerns_the_objects_of_the_own_authority(right, officer, other_officer):
    exempt = {"field": services.Field.EXEMPT_GROUND, "codes": ["psa"], "on": None, "today": date(2026, 11, 24)}
    services.set_detail(right_id=right.pk, **exempt, by=LOADER)
    assert _history(right, officer) == ["registry.right_exempted", *WHOLE]
    assert _history(right, other_officer) == []


def test_everyone_sees_what_they_did_themselves(right, officer, other_officer):
    services.create_organisation(bin=a_bin(2), names=services.Names(en="X"), by=other_officer)
    assert [act.event for act in find(Selection(), reader=other_officer).acts] == ["registry.organisation_created"]
    assert len(find(Selection(), reader=officer).acts) == 3


def test_the_administrator_sees_security_and_not_the_register(right, administrator, officer):
    accounts.disable_person(email=officer.email, by=administrator)
    page = find(Selection(targets=(Target.of("person", officer.pk),)), reader=administrator)
    assert [act.event for act in page.acts] == ["accounts.person_disabled"]
    assert _history(right, administrator) == []


def test_an_organisation_sees_the_history_of_its_own_objects(right, member_of):
    organisation = Organisation.objects.get()
    own, foreign = member_of(organisation.pk), member_of(organisation.pk + 1)
    assert _history(right, own) == WHOLE
    assert may_see_history(Target.of("organisation", organisation.pk), own)
    assert _history(right, foreign) == []
    assert not may_see_history(Target.of("organisation", organisation.pk), foreign)


@pytest.fixture
def member_of():
    return lambda organisation: SimpleNamespace(
        pk=10**9, acting_organisation_id=organisation, permissions=frozenset({Permission.OWN_TRAIL_SEE})
    )


def test_the_public_sees_nothing(right):
    assert find(Selection(), reader=AnonymousUser()).acts == ()
    assert _history(right, AnonymousUser()) == []


def test_one_record_is_open_to_those_who_may_see_the_history_it_is_part_of(right, officer, other_officer, auditor):
    number = find(Selection(event="registry.right_created"), reader=auditor).acts[0].number
    assert act_numbered(number, reader=officer) is not None
    assert act_numbered(number, reader=auditor) is not None
    assert act_numbered(number, reader=other_officer) is None
    assert act_numbered(number, reader=person("nobody")) is None
    assert act_numbered(10**12, reader=auditor) is None


def test_acts_are_found_by_person_event_and_time(right, officer, auditor):
    today = timezone.localdate()
    assert len(find(Selection(people=(officer.pk,)), reader=auditor).acts) == 3
    assert find(Selection(people=(auditor.pk,)), reader=auditor).acts == ()
    assert len(find(Selection(event="registry.right_created"), reader=auditor).acts) == 1
    assert len(find(Selection(since=today, until=today), reader=auditor).acts) == 3
    assert find(Selection(until=today - timedelta(days=1)), reader=auditor).acts == ()
    assert find(Selection(since=today + timedelta(days=1)), reader=auditor).acts == ()


def test_pages_lead_to_older_and_newer_acts_and_lose_none(right, auditor, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    first = find(Selection(), reader=auditor)
    second = find(Selection(), reader=auditor, after=first.after)
    assert [len(first.acts), len(second.acts)] == [2, 1]
    assert (first.before, second.after) == (None, None)
    assert find(Selection(), reader=auditor, before=second.before).acts == first.acts


def test_figures_of_another_authority_stay_closed_in_the_history_of_an_organisation(right, officer, other_officer):
    organisation = Target.of("organisation", Organisation.objects.get().pk)
    figures = record("obligations.years_closed", Target("duty", "999"), by=LOADER, also=[organisation])
    seen = find(Selection(targets=(organisation,)), reader=other_officer).acts
    assert [act.event for act in seen] == ["registry.holders_set", "registry.organisation_created"]
    assert act_numbered(figures, reader=other_officer) is None
