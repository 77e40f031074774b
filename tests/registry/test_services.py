"""Acts on the registry: who may, what is dated, what the database refuses."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from ifi.accounts.models import User
from ifi.accounts.rights import Program, Role
from ifi.core.errors import NotAllowed
from ifi.core.identifiers import CheckDigitWrong
from ifi.core.sentences import say_error
from ifi.registry import errors, services
from ifi.registry.models import OrganisationName, RightHolder, SubsoilRight
from ifi.registry.periods import stored
from ifi.registry.queries import facts_of_rights, holders_in_year, holders_on
from ifi.registry.services import Names, RightFields, WrittenFields
from tests.registry.conftest import new_bin

pytestmark = pytest.mark.django_db
JUNE = date(2024, 6, 1)
HALF = Decimal("0.5")


def _names(organisation):
    return [row.name_ru for row in organisation.names.order_by("validity")]


def test_nobody_without_the_permission_writes(make_right, make_organisation):
    right, organisation = make_right(), make_organisation()
    public = Program("public")
    acts = [
        lambda: services.create_organisation(bin=new_bin(), names=Names(ru="а"), by=public),
        lambda: services.rename_organisation(organisation_id=organisation.pk, names=Names(ru="а"), on=None, by=public),
        lambda: services.fill_names(organisation_id=organisation.pk, names=Names(kk="а"), by=public),
        lambda: services.set_details(organisation_id=organisation.pk, region="23", on=None, by=public),
        lambda: services.set_kinds(organisation_id=organisation.pk, kinds=(), by=public),
        lambda: services.create_right(fields=RightFields(kind="contract", number="1"), by=public),
        lambda: services.change_right(right_id=right.pk, fields=WrittenFields(kind="psa", number="1"), by=public),
        lambda: services.set_holders(right_id=right.pk, holders=[], on=None, by=public),
        lambda: services.transfer_right(
            right_id=right.pk, from_organisation_id=1, to_organisation_id=2, on=JUNE, by=public
        ),
        lambda: services.set_regime(right_id=right.pk, regime="kz.uranium", on=None, by=public),
        lambda: services.set_term(right_id=right.pk, parameter="rate", value="0.01", by=public),
        lambda: services.confirm_term(term_id=1, by=public),
        lambda: services.drop_term(term_id=1, by=public),
        lambda: services.end_right(right_id=right.pk, on=JUNE, by=public),
        lambda: services.set_detail(
            right_id=right.pk, field=services.Field.EXEMPT_GROUND, codes=["psa"], on=None, today=JUNE, by=public
        ),
        lambda: services.correct_detail(detail_id=1, codes=["psa"], since=None, today=JUNE, by=public),
    ]
    assert len(acts) == len([name for name in services.__all__ if name.islower()])
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_an_officer_of_one_authority_leaves_the_others_rights_alone(make_right):
    energy = User(roles=[Role.OFFICER], authority="energy")
    services.end_right(right_id=make_right(authority="energy").pk, on=JUNE, by=energy)
    services.end_right(right_id=make_right().pk, on=JUNE, by=energy)
    with pytest.raises(NotAllowed):
        services.end_right(right_id=make_right(authority="industry").pk, on=JUNE, by=energy)


def test_a_wrong_or_known_bin_is_refused(make_organisation, officer):
    known = make_organisation()
    with pytest.raises(errors.OrganisationExists):
        make_organisation(bin=known.bin)
    with pytest.raises(CheckDigitWrong):
        make_organisation(bin="940140000386")
    with pytest.raises(errors.NameMissing):
        services.create_organisation(bin=new_bin(), names=Names(ru="  "), by=officer)


def test_an_entrepreneur_is_known_by_the_iin(make_organisation):
    assert make_organisation(bin="791028302728").bin == "791028302728"


def test_the_region_follows_from_kato(make_organisation):
    assert make_organisation(kato="231010000").details.get().region == "23"
    with pytest.raises(errors.CodeUnknown):
        make_organisation(region="99")
    with pytest.raises(errors.CodeUnknown):
        make_organisation(region="10", kato="231010000")


def test_a_former_name_is_kept_and_dated(make_organisation, officer):
    organisation = make_organisation("ТОО «Старое»")
    assert services.rename_organisation(organisation_id=organisation.pk, names=Names(ru="Новое"), on=JUNE, by=officer)
    assert _names(organisation) == ["ТОО «Старое»", "Новое"]
    assert organisation.names.get(validity__contains=date(2024, 5, 31)).name_ru == "ТОО «Старое»"
    assert organisation.names.get(validity__contains=JUNE).name_ru == "Новое"


def test_renaming_to_the_same_name_changes_nothing(make_organisation, officer):
    organisation = make_organisation("Старое")
    assert not services.rename_organisation(
        organisation_id=organisation.pk, names=Names(ru=" Старое "), on=JUNE, by=officer
    )
    assert organisation.names.count() == 1


def test_a_rename_on_the_same_day_corrects_it_and_an_earlier_one_is_put_between(make_organisation, officer):
    organisation = make_organisation("А")
    for name, day in (("В", JUNE), ("Г", JUNE), ("Б", date(2022, 1, 1))):
        services.rename_organisation(organisation_id=organisation.pk, names=Names(ru=name), on=day, by=officer)
    assert _names(organisation) == ["А", "Б", "Г"]
    assert organisation.names.get(validity__contains=date(2024, 5, 31)).name_ru == "Б"


def test_a_name_before_the_first_known_one_ends_where_that_begins(make_organisation, officer):
    organisation = make_organisation("Б", since=JUNE)
    services.rename_organisation(organisation_id=organisation.pk, names=Names(ru="А"), on=date(2020, 1, 1), by=officer)
    services.rename_organisation(organisation_id=organisation.pk, names=Names(ru="Я"), on=None, by=officer)
    assert _names(organisation) == ["Я", "А", "Б"]


def test_a_right_is_registered_once(make_right, officer):
    make_right(number="1734", concluded_on=date(2005, 5, 5))
    with pytest.raises(errors.RightExists):
        make_right(number="1734", concluded_on=date(2005, 5, 5))
    make_right(number="1734", concluded_on=date(2005, 5, 6))
    make_right(number="1734")
    with pytest.raises(errors.RightExists):
        make_right(number="1734")


def test_a_register_row_without_a_number_is_taken_and_one_without_both_is_not(make_right):
    make_right(number="", registry_id="30001683")
    make_right(number="", registry_id="30001144")
    with pytest.raises(errors.RightExists):
        make_right(number="5", registry_id="30001144")
    with pytest.raises(errors.RightUnnumbered):
        make_right(number=" ")


def test_dates_and_codes_of_a_right_are_checked(make_right):
    with pytest.raises(errors.DatesOutOfOrder):
        make_right(starts_on=JUNE, ends_on=date(2024, 5, 31))
    for field in ({"minerals": ["gold", "unobtainium"]}, {"region": "98"}, {"authority": "x"}, {"exempt_ground": "x"}):
        with pytest.raises(errors.CodeUnknown):
            make_right(**field)


def test_a_right_moves_between_regimes_without_overlap(make_right, officer):
    right = make_right(regime="kz.legacy_contract")
    services.set_regime(right_id=right.pk, regime="kz.hydrocarbons_resigned", on=JUNE, by=officer)
    periods = facts_of_rights([right.pk])[right.pk].regimes
    assert [(one.regime, one.valid_from, one.valid_to) for one in periods] == [
        ("kz.legacy_contract", None, date(2024, 5, 31)),
        ("kz.hydrocarbons_resigned", JUNE, None),
    ]


def test_a_transfer_is_dated_and_both_holders_belong_to_the_year(make_right, make_organisation, officer):
    right, seller, buyer = make_right(), make_organisation("А"), make_organisation("Б")
    services.set_holders(right_id=right.pk, holders=[(seller.pk, Decimal(1))], on=None, by=officer)
    services.transfer_right(
        right_id=right.pk, from_organisation_id=seller.pk, to_organisation_id=buyer.pk, on=JUNE, by=officer
    )
    before, after = holders_on([right.pk], date(2024, 5, 31)), holders_on([right.pk], JUNE)
    assert [one.organisation_id for one in before[right.pk]] == [seller.pk]
    assert [one.organisation_id for one in after[right.pk]] == [buyer.pk]
    assert {one.organisation_id for one in holders_in_year([right.pk], 2024)[right.pk]} == {seller.pk, buyer.pk}
    assert {one.organisation_id for one in holders_in_year([right.pk], 2025)[right.pk]} == {buyer.pk}


def test_a_part_of_a_share_may_pass_and_no_more_than_is_held(make_right, make_organisation, officer):
    right, seller, buyer = make_right(), make_organisation("А"), make_organisation("Б")
    services.set_holders(right_id=right.pk, holders=[(seller.pk, HALF), (buyer.pk, HALF)], on=None, by=officer)
    parties = {"right_id": right.pk, "from_organisation_id": seller.pk, "to_organisation_id": buyer.pk}
    with pytest.raises(errors.HolderMissing):
        services.transfer_right(**parties, share=Decimal("0.6"), on=JUNE, by=officer)
    services.transfer_right(**parties, share=Decimal("0.2"), on=JUNE, by=officer)
    assert {one.organisation_id: one.share for one in holders_on([right.pk], JUNE)[right.pk]} == {
        seller.pk: Decimal("0.3"),
        buyer.pk: Decimal("0.7"),
    }


def test_a_change_of_holders_does_not_erase_a_later_one(make_right, make_organisation, officer):
    right, one, other = make_right(), make_organisation("А"), make_organisation("Б")
    services.set_holders(right_id=right.pk, holders=[(one.pk, Decimal(1))], on=JUNE, by=officer)
    with pytest.raises(errors.LaterChangeExists):
        services.set_holders(right_id=right.pk, holders=[(other.pk, Decimal(1))], on=date(2020, 1, 1), by=officer)
    assert services.set_holders(right_id=right.pk, holders=[(other.pk, Decimal(1))], on=JUNE, by=officer)
    assert not services.set_holders(right_id=right.pk, holders=[(other.pk, Decimal(1))], on=JUNE, by=officer)
    assert [row.organisation_id for row in right.holders.all()] == [other.pk]


def test_shares_over_one_are_refused_by_the_rule(make_right, make_organisation, officer):
    right = make_right()
    holders = [(make_organisation("А").pk, Decimal("0.6")), (make_organisation("Б").pk, HALF)]
    with pytest.raises(errors.SharesOverOne):
        services.set_holders(right_id=right.pk, holders=holders, on=JUNE, by=officer)


def test_the_database_itself_refuses_overlaps_and_shares_over_one(make_right, make_organisation):
    right, one, other = make_right(), make_organisation("А"), make_organisation("Б")
    RightHolder.objects.create(right=right, organisation=one, share=HALF, validity=stored(None, JUNE))
    with pytest.raises(IntegrityError, match="right_holder_once_at_a_time"), transaction.atomic():
        RightHolder.objects.create(right=right, organisation=one, share=HALF, validity=stored(JUNE, None))
    with pytest.raises(IntegrityError, match="exceed 1 from 2024-06-01"):
        _hold_at_once(right=right, organisation=other, share=Decimal("0.6"), validity=stored(JUNE, None))


@transaction.atomic
def _hold_at_once(**fields):
    RightHolder.objects.create(**fields)
    connection.check_constraints()


def test_a_refusal_of_the_database_is_told_in_the_reader_s_words(make_organisation):
    organisation = make_organisation("А")
    with pytest.raises(errors.PeriodsOverlap) as refused, services.dated.refusals(), transaction.atomic():
        OrganisationName.objects.create(organisation=organisation, name_ru="Б", validity=stored(JUNE, None))
    with translation.override("en"):
        assert say_error(refused.value) == "Another value is recorded for the same days. Choose other dates."


def test_only_terms_that_a_person_confirmed_decide(make_right, officer):
    right = make_right()
    services.set_term(right_id=right.pk, parameter="rate", value="0.015", clause="п. 7.2", by=officer)
    services.set_term(
        right_id=right.pk, parameter="base_type", value="mining_cost", quote="1 % …", is_confirmed=False, by=officer
    )
    terms = facts_of_rights([right.pk])[right.pk].own_terms
    assert [(term.parameter, term.value, term.citation.article) for term in terms] == [("rate", "0.015", "п. 7.2")]
    services.confirm_term(term_id=right.terms.get(parameter="base_type").pk, by=officer)
    assert len(facts_of_rights([right.pk])[right.pk].own_terms) == 2
    with pytest.raises(errors.TermMissing):
        services.drop_term(term_id=right.terms.get(parameter="rate").pk, by=officer)


def test_the_end_and_the_exemption_are_facts_of_the_right(make_right, officer):
    right = make_right(minerals=["copper"], starts_on=JUNE)
    services.end_right(right_id=right.pk, on=date(2030, 1, 1), by=officer)
    exempt = {"right_id": right.pk, "field": services.Field.EXEMPT_GROUND, "today": JUNE, "by": officer}
    services.set_detail(**exempt, codes=["psa"], on=None)
    facts = facts_of_rights([right.pk])[right.pk]
    assert (facts.starts_on, facts.ends_on, facts.mineral, facts.exempt_ground) == (
        JUNE,
        date(2030, 1, 1),
        "solid",
        "psa",
    )
    services.set_detail(**exempt, codes=[], on=None)
    assert facts_of_rights([right.pk])[right.pk].exempt_ground is None


def test_facts_of_a_thousand_rights_take_three_queries(make_right, django_assert_num_queries):
    ids = [make_right().pk for _ in range(20)]
    with django_assert_num_queries(3):
        assert set(facts_of_rights([*ids, 0])) == set(ids)


def test_a_change_of_a_right_says_whether_anything_differed(make_right, officer):
    right = make_right(number="507")
    assert not services.change_right(right_id=right.pk, fields=WrittenFields(kind="contract", number="507"), by=officer)
    assert services.change_right(right_id=right.pk, fields=WrittenFields(kind="psa", number="507"), by=officer)
    assert SubsoilRight.objects.get(pk=right.pk).kind == "psa"


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_holders_at_once_never_exceed_one(make_right, make_organisation):
    right = make_right()
    organisations = [make_organisation(f"О{index}").pk for index in range(6)]
    refused = []

    def add(organisation):
        try:
            RightHolder.objects.create(
                right=right, organisation_id=organisation, share=Decimal("0.4"), validity=stored(None, None)
            )
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(organisation,)) for organisation in organisations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (right.holders.count(), len(refused)) == (2, 4)
