"""What `record()` keeps of an act, and that it is never altered."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from ifi.accounts.rights import Program
from ifi.audit.errors import EventUnknown, NotInTransaction
from ifi.audit.models import Leaf, Mention, Record, Waiting
from ifi.audit.origin import Origin, acting_from
from ifi.audit.rules.records import origin_digest, seal_of
from ifi.audit.rules.tree import leaf_hash
from ifi.audit.services import record
from ifi.core.targets import Target

STONE = Target("stone", "7")
DAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def _said(number: int) -> dict:
    return json.loads(bytes(Record.objects.get(pk=number).body))


def test_a_record_says_who_did_what_to_what_for_whom_when_and_from_where(officer):
    member = SimpleNamespace(pk=officer.pk, acting_organisation_id=44)
    with acting_from(Origin("192.0.2.7", "request-1")):
        number = record("stone.laid", STONE, by=member, on=DAY, parameters={"number": 7})
    said = _said(number)
    stored = Record.objects.get(pk=number)
    assert (said["event"], said["target"], said["on"]) == ("stone.laid", ["stone", "7"], "2026-11-24")
    assert (said["person"], said["organisation"], said["request"]) == (officer.pk, 44, "request-1")
    assert said["parameters"] == {"number": 7}
    assert said["origin"] == origin_digest(bytes(stored.address_salt), "192.0.2.7")
    assert abs(datetime.fromisoformat(said["at"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert (stored.person, stored.organisation, stored.address) == (officer.pk, 44, "192.0.2.7")


def test_a_record_holds_no_name_and_no_address_of_a_person(officer):
    with acting_from(Origin("192.0.2.7", "")):
        number = record("stone.laid", STONE, by=officer, on=DAY)
    body = bytes(Record.objects.get(pk=number).body).decode()
    assert not any(personal in body for personal in (officer.name, officer.email, "192.0.2.7"))


def test_changed_fields_are_kept_with_both_values_and_unchanged_ones_are_not(officer):
    changes = {"amount": (Decimal("1.00"), Decimal("2.50")), "from": (None, DAY), "name": ("same", "same")}
    said = _said(record("stone.moved", STONE, by=officer, on=DAY, changes=changes))
    assert said["changes"] == {
        "amount": [{"amount": "1.00"}, {"amount": "2.50"}],
        "from": [None, {"day": "2026-11-24"}],
    }


def test_a_program_goes_by_its_name_and_the_public_by_nothing():
    assert _said(record("stone.moved", STONE, by=Program("night job"), on=DAY))["program"] == "night job"
    assert not {"person", "program"} & set(_said(record("stone.moved", STONE, by=None, on=DAY)))


def test_further_objects_are_mentioned_once_and_the_target_is_not_repeated(officer):
    wall = Target("wall", "1")
    number = record("stone.laid", STONE, by=officer, on=DAY, also=[wall, STONE, wall])
    assert _said(number)["also"] == [["wall", "1"]]
    assert [(found.kind, found.key) for found in Mention.objects.filter(record=number)] == [("wall", "1")]


def test_the_record_is_canonical_hashed_and_sealed(officer):
    from ifi.audit.keys import present_key

    stored = Record.objects.get(pk=record("stone.laid", STONE, by=officer, on=DAY))
    body = bytes(stored.body)
    assert json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == body
    assert bytes(stored.leaf) == leaf_hash(body)
    assert bytes(stored.seal) == seal_of(present_key().sealing, body)
    assert Waiting.objects.filter(record_id=stored.pk).exists()
    assert not Leaf.objects.filter(record_id=stored.pk).exists()


def test_a_code_that_no_room_registered_is_refused(officer):
    with pytest.raises(EventUnknown, match=r"stone\.eaten"):
        record("stone.eaten", STONE, by=officer, on=DAY)


@pytest.mark.django_db(transaction=True)
def test_an_act_is_recorded_inside_its_transaction_or_not_at_all(officer):
    with pytest.raises(NotInTransaction):
        record("stone.laid", STONE, by=officer, on=DAY)
    with transaction.atomic():
        record("stone.laid", STONE, by=officer, on=DAY)
        transaction.set_rollback(True)
    assert not Record.objects.exists()
    assert not Waiting.objects.exists()


def test_a_value_that_has_no_place_in_a_record_is_refused(officer):
    with pytest.raises(TypeError, match="cannot hold a float"):
        record("stone.laid", STONE, by=officer, on=DAY, parameters={"number": 1.5})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET body = '\\x00'",
        "UPDATE audit_record SET person = 1",
        "UPDATE audit_record SET address = '192.0.2.8'",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record, audit_mention",
        "UPDATE audit_mention SET key = '8'",
        "DELETE FROM audit_mention",
    ],
)
def test_the_database_refuses_to_alter_a_record(officer, statement):
    with acting_from(Origin("192.0.2.7", "")):
        record("stone.laid", STONE, by=officer, on=DAY, also=[Target("wall", "1")])
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_network_address_can_be_erased_and_the_record_stands(officer):
    with acting_from(Origin("192.0.2.7", "")):
        number = record("stone.laid", STONE, by=officer, on=DAY)
    Record.objects.filter(pk=number).update(address=None, address_salt=None)
    assert _said(number)["origin"]


def test_a_request_names_its_address_and_number(client):
    from django.test import RequestFactory

    from ifi.audit.origin import OriginOfRequest, present_origin

    seen = []
    OriginOfRequest(lambda request: seen.append(present_origin()))(RequestFactory().get("/", REMOTE_ADDR="192.0.2.9"))
    assert seen[0].address == "192.0.2.9"
    assert present_origin() == Origin()
