"""Finding organisations: every spelling finds the same one, and it comes first."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from ifi.accounts.rights import Permission, Program
from ifi.registry import errors, services
from ifi.registry.queries import (
    list_organisations,
    list_rights,
    names_of,
    organisation_record,
    right_record,
    search_organisations,
)
from ifi.registry.queries.search import BY_NAME, PREPARE, organisations_named
from ifi.registry.rules import name_key
from ifi.registry.services import Names
from tests.registry.conftest import new_bin
from tests.registry.name_variants import KAZAKH_NAMES, variants, with_a_slip

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
OFFICER = Program("officer", Permission.REGISTRY_EDIT)


def _found(text, limit=20):
    return [found.organisation_id for found in search_organisations(text, on=TODAY, limit=limit)]


@pytest.fixture
def register():
    """Name → organisation id for every name of the fixture."""
    return {
        name: services.create_organisation(bin=new_bin(), names=Names(kk=f"«{name}» ЖШС"), by=OFFICER).pk
        for name in KAZAKH_NAMES
    }


def test_keys_agree_for_at_least_95_of_100_spellings_in_the_same_order_of_words():
    pairs = [(name, variant) for name in KAZAKH_NAMES for variant in variants(name)[:-1]]
    same = sum(name_key(name) == name_key(variant) for name, variant in pairs)
    assert len(pairs) == 400
    assert same >= 0.95 * len(pairs)


def test_no_two_names_share_a_key():
    assert len({name_key(name) for name in KAZAKH_NAMES}) == len(KAZAKH_NAMES)


def test_at_least_95_of_100_spellings_find_the_organisation_and_put_it_first(register):
    asked = [(wanted, variant) for name, wanted in register.items() for variant in variants(name)]
    answers = [(wanted, _found(variant)) for wanted, variant in asked]
    assert len(asked) == 450
    assert sum(wanted in found for wanted, found in answers) >= 0.95 * len(asked)
    assert sum(found[:1] == [wanted] for wanted, found in answers) >= 0.95 * len(asked)
    assert sum(len(found) for _, found in answers) <= 4 * len(asked)  # few beside the right one


def test_a_slip_of_the_pen_still_finds_nine_of_ten(register):
    found = sum(wanted in _found(with_a_slip(name)) for name, wanted in register.items())
    assert found >= 0.9 * len(register)


def test_nonsense_finds_nothing(register):
    assert [_found(text) for text in ("", "«»", "ТОО", "zzzzqqq", "12")] == [[]] * 5


def test_a_former_name_finds_the_organisation_and_is_told(make_organisation, officer):
    organisation = make_organisation("ТОО «Прежнее имя»")
    services.rename_organisation(
        organisation_id=organisation.pk, names=Names(ru="ТОО «Иное»"), on=date(2024, 6, 1), by=officer
    )
    found = search_organisations("прежнее имя", on=TODAY)[0]
    assert (found.organisation_id, found.names["ru"], found.former) == (
        organisation.pk,
        "ТОО «Иное»",
        "ТОО «Прежнее имя»",
    )
    assert search_organisations("иное", on=TODAY)[0].former == ""


def test_the_beginning_of_a_bin_is_enough(make_organisation):
    organisation = make_organisation(bin="940140000385")
    assert _found("9401") == _found("9401-4000 0385") == [organisation.pk]


def test_a_language_without_a_name_shows_another_one_s(make_organisation):
    organisation = make_organisation("ТОО «Алмаз»")
    assert names_of([organisation.pk], TODAY)[organisation.pk] == dict.fromkeys(("kk", "ru", "en"), "ТОО «Алмаз»")


def test_a_search_among_many_names_reads_the_trigram_index_and_no_whole_table(register):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH many AS (INSERT INTO registry_organisation (bin, kinds, is_demonstration, source, created_at)"
            " SELECT lpad(n::text, 12, '0'), '{}', FALSE, '', now() FROM generate_series(1, 20000) n RETURNING id)"
            " INSERT INTO registry_organisationname (organisation_id, name_kk, name_ru, name_en, folded, validity)"
            " SELECT id, '', 'x', '', md5(id::text), '(,)' FROM many"
        )
        cursor.execute("ANALYZE registry_organisationname")
        key = name_key("Қаратау")
        cursor.execute(PREPARE, {"likeness": "0.5"})
        cursor.execute("EXPLAIN " + BY_NAME, {"key": key, "joined": key, "on": TODAY, "limit": 20})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "organisation_name_trigrams" in plan
    assert "Seq Scan on registry_organisationname" not in plan


def test_a_list_of_organisations_is_walked_to_its_end_and_back(register):
    forward, after = [], 0
    while True:
        page = list_organisations(on=TODAY, after=after, size=20)
        forward += [line.organisation_id for line in page.lines]
        if page.after is None:
            break
        after = page.after
    assert forward == sorted(register.values())
    backward = list_organisations(on=TODAY, before=page.before, size=20)
    assert [line.organisation_id for line in backward.lines] == forward[20:40]
    assert (backward.after, backward.before) == (forward[39], forward[20])
    first = list_organisations(on=TODAY, before=backward.before, size=20)
    assert ([line.organisation_id for line in first.lines], first.before) == (forward[:20], None)


def test_a_person_s_number_is_neither_told_nor_a_way_to_find_the_person(make_organisation):
    person = make_organisation("ИП Ахметов", bin="791028302728")
    assert _found("791028302728") == []
    assert [(one.organisation_id, one.bin) for one in search_organisations("Ахметов", on=TODAY)] == [(person.pk, "")]
    assert list_organisations(on=TODAY).lines[0].bin == ""
    assert organisation_record(person.pk, on=TODAY, see_all=False).bin == ""
    assert organisation_record(person.pk, on=TODAY, see_all=True).bin == "791028302728"


def test_a_list_is_narrowed_by_kind_and_region(make_organisation):
    university = make_organisation("КазНУ", kinds=["university"], region="75")
    make_organisation("Завод", kinds=["industrial_enterprise"], region="23")
    for filters in ({"kind": "university"}, {"region": "75"}, {"kind": "university", "region": "75"}):
        assert [line.organisation_id for line in list_organisations(on=TODAY, **filters).lines] == [university.pk]


def test_own_terms_and_shares_are_for_those_who_see_all(make_right, make_organisation, officer):
    right, organisation = make_right(obligations_text="НИОКР 1 % СГД. Прочее по программе."), make_organisation()
    services.set_holders(right_id=right.pk, holders=[(organisation.pk, Decimal("0.5"))], on=None, by=officer)
    services.set_term(right_id=right.pk, parameter="rate", value="0.01", by=officer)
    public, full = (right_record(right.pk, on=TODAY, see_all=see_all) for see_all in (False, True))
    assert (public.terms, public.holders[0].share) == ((), None)
    assert (full.terms[0].value, full.holders[0].share) == ("0.01", Decimal("0.5"))
    assert full.read.remainder == ("Прочее по программе.",)
    assert organisation_record(organisation.pk, on=TODAY, see_all=False).holdings[0].share is None
    with pytest.raises(errors.RightUnknown):
        right_record(0, on=TODAY, see_all=True)


def test_rights_are_found_by_the_beginning_of_a_number_or_register_id(make_right):
    by_number, by_id = make_right(number="77-МД"), make_right(number="", registry_id="77001683")
    make_right(number="1734")
    assert [line.right_id for line in list_rights(on=date(2026, 11, 24), number="77").lines] == [by_number.pk, by_id.pk]


def test_a_text_that_some_names_hold_means_those_and_no_likenesses(make_organisation):
    held = make_organisation("ТОО «Тау-Кен Алтай»")
    make_organisation("ТОО «Тау Кент»")
    assert organisations_named("Tau Ken Altai", on=TODAY, limit=20) == (held.pk,)
    assert organisations_named("ТауКенАлтай", on=TODAY, limit=20) == (held.pk,)
    assert organisations_named("Тау-Кин Алтай", on=TODAY, limit=20)[0] == held.pk


def test_a_beginning_of_a_bin_is_not_taken_for_a_name(make_organisation):
    organisation = make_organisation("ТОО «Рудник 1002400»")
    assert organisation.pk in organisations_named(organisation.bin[:7], on=TODAY, limit=20)
    assert organisations_named("%%%", on=TODAY, limit=20) == ()
