"""Pages and files of the trail."""

import ast
import base64
import io
import json
import zipfile
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from ifi.accounts.rights import Permission, Program, Role
from ifi.accounts.services import change_roles
from ifi.audit.bundles import public_keys
from ifi.audit.heads import publish_head
from ifi.audit.models import Record
from ifi.audit.sequencing import sequence
from ifi.audit.services import record
from ifi.audit.standalone import verify_bundle
from ifi.core.targets import Target
from ifi.trail.queries import Selection, act_numbered, find
from ifi.trail.values import words_of
from ifi.trail.wording import ON_A_PAGE, PROGRAMS, say_value, shown_acts
from tests.architecture.sources import python_files, tree
from tests.trail.conftest import a_bin, person

pytestmark = pytest.mark.django_db
ADMINISTRATORS = Program("administrators", Permission.ACCOUNTS_EDIT)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path / "audit"
    settings.AUDIT_KEYS = (base64.b64encode(bytes(range(32))).decode(),)


def _page(client, reader, name, *arguments, language="en", **query):
    client.force_login(reader)
    with override(language):
        address = reverse(name, args=arguments)
    return client.get(address, query)


def _text(answer):
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Holders of the subsoil right changed", "Subsoil right registered"]),
        ("ru", ["Изменены обладатели права недропользования", "Зарегистрировано право недропользования"]),
        ("kk", ["Жер қойнауын пайдалану құқығының иелері өзгертілді", "Жер қойнауын пайдалану құқығы тіркелді"]),
    ],
)
def test_the_history_of_an_object_is_told_in_the_readers_language(client, right, auditor, language, words):
    answer = _page(client, auditor, "trail:history", "right", right.pk, language=language)
    assert answer.status_code == 200
    assert all(word in answer.content.decode() for word in words)


def test_codes_of_roles_and_states_are_told_in_words(client, auditor):
    change_roles(email=auditor.email, roles=[Role.AUDITOR, Role.EXPERT], authority="", by=ADMINISTRATORS)
    with override("en"):
        changes = shown_acts(find(Selection(), reader=auditor).acts, reader=auditor)[0].changes
    assert ("Roles", "Auditor", "Auditor, Expert") in changes
    with override("ru"):
        assert words_of("state")("published") == "Опубликована"


def test_a_record_has_its_page_with_its_proof(client, right, auditor, tmp_path):
    number = Record.objects.order_by("-pk").first().pk
    assert b"No published head holds this record yet" in _page(client, auditor, "trail:act", number).content
    assert _page(client, auditor, "trail:proof", number).status_code == 404
    sequence()
    publish_head()
    answer = _page(client, auditor, "trail:act", number)
    assert b"Download the proof" in answer.content
    assert public_keys()[0] in answer.content.decode()
    file = tmp_path / "proof.json"
    file.write_bytes(_page(client, auditor, "trail:proof", number).content)
    assert verify_bundle.main([str(file), "--key", public_keys()[0]]) == 0


def test_a_record_that_is_not_ones_business_is_not_found(client, right, other_officer):
    number = Record.objects.get(event="registry.right_created").pk
    assert _page(client, other_officer, "trail:act", number).status_code == 404
    assert _page(client, other_officer, "trail:proof", number).status_code == 404


def test_what_was_typed_wrong_is_said_and_nothing_is_shown(client, right, auditor):
    answer = _page(client, auditor, "trail:search", person="nobody@example.org")
    assert b"Nobody has this name or address" in answer.content
    assert b"Subsoil right registered" not in answer.content.split(b"</form>")[-1]


def test_the_search_finds_by_object_and_person(client, right, auditor, officer):
    answer = _page(client, auditor, "trail:search", kind="right", key=right.pk, person=officer.email)
    assert answer.content.count(b"Energy") >= 2


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("right", "1734"), ("organisation", "Нефть"), ("organisation", a_bin(1))],
)
def test_the_search_finds_objects_by_what_people_know_them_by(client, right, auditor, kind, typed):
    answer = _page(client, auditor, "trail:search", kind=kind, key=typed)
    assert b"No act found" not in answer.content
    assert b"Check it." not in answer.content


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "right", "key": "no such number"}, b"Nothing has this number or name"),
        ({"key": "1734"}, b"Choose the kind of object too"),
    ],
)
def test_what_cannot_be_looked_for_is_said(client, right, auditor, given, said):
    answer = _page(client, auditor, "trail:search", **given)
    assert said in answer.content
    assert b"Subsoil right registered" not in answer.content.split(b"</form>")[-1]


def test_the_search_finds_people_by_a_part_of_their_name(client, right, auditor, officer):
    assert (
        b"Subsoil right registered"
        in _page(client, auditor, "trail:search", person="ener").content.split(b"</form>")[-1]
    )


def test_nobody_learns_from_the_search_who_has_an_account(client, right, auditor):
    analyst = person("analyst", Role.ANALYST)
    known = _page(client, analyst, "trail:search", person=auditor.email).content
    unknown = _page(client, analyst, "trail:search", person="nobody@example.org").content
    for page in (known, unknown):
        assert b"Nobody has this name or address" in page


def test_lists_name_few_objects_of_an_act_and_its_page_all_of_them(right, officer, auditor):
    also = [Target.of("right", right.pk), *(Target.of("tolerance", key) for key in range(30))]
    with transaction.atomic():
        number = record("registry.right_changed", Target("duties", "several"), by=officer, also=also)
    found = [act_numbered(number, reader=auditor)]
    with override("en"):
        assert [named.label for named in shown_acts(found, reader=auditor)[0].objects][-1] == "and 28 more"
        assert len(shown_acts(found, reader=auditor, most=ON_A_PAGE)[0].objects) == 32


def test_programs_and_objects_without_a_name_are_told_in_words(auditor):
    with transaction.atomic():
        number = record("registry.right_changed", Target("import", "aed6979d-d117-4d44"), by=Program("import"))
    with override("en"):
        (shown,) = shown_acts([act_numbered(number, reader=auditor)], reader=auditor)
    assert shown.who == "program of imports"
    assert [(named.label, bool(named.address)) for named in shown.objects] == [("Import", True)]


def test_every_program_has_words():
    named = set()
    for path in python_files("ifi"):
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Program":
                named.add(ast.literal_eval(call.args[0]))
    assert named <= PROGRAMS.keys()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_auditor_takes_out_the_list_and_that_is_recorded(client, right, auditor, form):
    answer = _page(client, auditor, "trail:acts_file", form)
    content = _text(answer)
    assert answer.status_code == 200
    assert content
    if form == "csv":
        assert "Subsoil right registered" in content.decode()
    assert Record.objects.filter(event="trail.list_exported", person=auditor.pk).exists()


def test_the_auditor_takes_out_the_whole_trail(client, right, auditor, tmp_path):
    sequence()
    publish_head()
    content = _text(_page(client, auditor, "trail:bundle"))
    file = tmp_path / "trail.zip"
    file.write_bytes(content)
    assert verify_bundle.main([str(file), "--key", public_keys()[0]]) == 0
    assert "verify_bundle.py" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert Record.objects.filter(event="audit.trail_exported", person=auditor.pk).exists()


@pytest.mark.parametrize("name", ["trail:bundle", "trail:acts_file"])
def test_nobody_else_takes_out_the_trail(client, right, officer, name):
    arguments = ["csv"] if name == "trail:acts_file" else []
    assert _page(client, officer, name, *arguments).status_code == 403


def test_heads_and_keys_are_published_to_everyone(client, right):
    sequence()
    head = publish_head()
    with override("en"):
        page, file = reverse("trail:heads"), reverse("trail:heads_file")
        program = reverse("trail:verifier")
    assert public_keys()[0] in client.get(page).content.decode()
    listed = json.loads(client.get(file).content)
    assert listed["keys"] == public_keys()
    assert listed["heads"][0]["note"] == head.note
    assert b"RFC 9162" in _text(client.get(program))


def test_the_public_is_led_to_the_sign_in(client, right):
    with override("en"):
        answer = client.get(reverse("trail:search"))
    assert answer.status_code in (302, 403)


def test_values_are_shown_as_what_they_are():
    with override("en"):
        assert say_value({"amount": "1234.50"}) == "1\u202f234.50\u00a0₸"
        assert say_value({"amount": "0.0125"}) == "0.0125"
        assert say_value({"day": "2026-11-24"}) == "24.11.2026"
        assert say_value({"moment": "2026-11-24T07:00:00.000000Z"}) == "24.11.2026, 12:00:00"
        assert (say_value(None), say_value([]), say_value(True), say_value([1, "a"])) == ("–", "–", "yes", "1, a")


def test_people_go_by_number_to_those_who_may_not_know_them(right, officer, auditor):
    acts = find(Selection(targets=(Target.of("right", right.pk),)), reader=auditor).acts
    stranger = SimpleNamespace(pk=None, permissions=frozenset())
    with override("en"):
        assert {act.who for act in shown_acts(acts, reader=auditor)} == {"Energy"}
        assert {act.who for act in shown_acts(acts, reader=stranger)} == {f"person No. {officer.pk}"}
        assert {act.who for act in shown_acts(acts, reader=officer)} == {"you"}
