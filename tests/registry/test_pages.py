"""Pages of the registry: who sees them, what they take, and how they refuse."""

import pytest
from django.urls import reverse
from django.utils import translation

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.registry import services
from ifi.registry.models import Organisation, SubsoilRight
from ifi.registry.urls import urlpatterns
from tests.registry.conftest import new_bin

pytestmark = pytest.mark.django_db
PUBLIC = {"organisations"}
SEEN_BY_AUDITORS = {"organisation", "rights", "right"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def as_role(client):
    def sign_in(role, **fields):
        user = User.objects.create_user(f"{role}@example.kz", name=role, roles=[role], language="en", **fields)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def objects(make_right, make_organisation, officer):
    right = make_right(
        region="19", obligations_text="НИОКР не менее 1 % от СГД по итогам предыдущего года. Прочее по программе."
    )
    services.set_term(right_id=right.pk, parameter="rate", value="0.01", is_confirmed=False, by=officer)
    return {
        "organisation_id": make_organisation("ТОО «Алмаз»").pk,
        "right_id": right.pk,
        "term_id": right.terms.get().pk,
        "field": "region",
        "detail_id": right.details.get().pk,
    }


def _address(name, objects):
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    return reverse(f"registry:{name}", kwargs={key: objects[key] for key in pattern.pattern.converters})


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns if pattern.name != "decide_term"])
def test_each_page_is_open_to_those_whose_work_it_is(client, as_role, objects, name):
    address = _address(name, objects)
    assert client.get(address).status_code == (200 if name in PUBLIC else 302)
    assert as_role(Role.AUDITOR).get(address).status_code == (200 if name in PUBLIC | SEEN_BY_AUDITORS else 403)
    assert as_role(Role.OFFICER).get(address).status_code == 200


def test_nobody_but_an_officer_decides_a_term(client, as_role, objects):
    address = _address("decide_term", objects)
    assert client.post(address, {"confirm": 1}).status_code == 302
    assert as_role(Role.AUDITOR).post(address, {"confirm": 1}).status_code == 403
    right = SubsoilRight.objects.get(pk=objects["right_id"])
    assert not right.terms.get().is_confirmed
    as_role(Role.OFFICER).post(address, {"confirm": 1})
    assert right.terms.get().is_confirmed


def test_a_term_that_was_read_wrongly_can_be_dropped(as_role, objects):
    as_role(Role.OFFICER).post(_address("decide_term", objects), {"drop": 1})
    assert not SubsoilRight.objects.get(pk=objects["right_id"]).terms.exists()


@pytest.mark.parametrize(
    "name",
    ["organisation", "right", "change_right", "holders", "rename_organisation", "right_detail", "correct_detail"],
)
def test_a_record_that_is_not_there_is_a_page_that_is_not_there(as_role, objects, name):
    missing = dict.fromkeys(objects, 999_999_999)
    assert as_role(Role.OFFICER).get(_address(name, missing)).status_code == 404


def test_the_public_finds_an_organisation_in_any_script(client, make_organisation):
    make_organisation("ТОО «Жанаозен Мунай»")
    make_organisation("ТОО «Другое»")
    for text in ("Жаңаөзен мұнай", "Zhanaozen Munai", "ТОО Жанаозен"):
        page = client.get("/en/organisations/", {"q": text}).content.decode()
        assert "Жанаозен Мунай" in page
        assert "Другое" not in page
    assert "Nothing was found" in client.get("/en/organisations/", {"q": "zzzz"}).content.decode()


def test_filters_that_mean_nothing_are_as_good_as_none(client, make_organisation):
    make_organisation("ТОО «Алмаз»")
    page = client.get("/en/organisations/", {"kind": "dragon", "region": "98", "after": "x", "before": "9" * 40})
    assert "Алмаз" in page.content.decode()


def test_a_name_of_markup_is_shown_as_text(client, make_organisation):
    make_organisation("<script>alert(1)</script>")
    page = client.get("/en/organisations/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_officer_registers_an_organisation_and_a_right_with_its_holders(as_role):
    officer, number = as_role(Role.OFFICER), new_bin()
    officer.post(reverse("registry:new_organisation"), {"bin": number, "name_kk": "«Алмаз» ЖШС", "region": "23"})
    organisation = Organisation.objects.get(bin=number)
    assert organisation.details.get().region == "23"
    entered = {"kind": "contract", "number": "1734", "minerals": ["oil"], "regime": "kz.hydrocarbons"}
    answer = officer.post(reverse("registry:new_right"), entered)
    right = SubsoilRight.objects.get()
    assert answer.url == reverse("registry:holders", args=[right.pk])
    officer.post(answer.url, {"bin_1": number, "share_1": "33,333333 %", "on": "01.06.2024"})
    page = officer.get(reverse("registry:right", args=[right.pk])).content.decode()
    assert "33.333333" in page
    assert "from 01.06.2024" in page


@pytest.mark.parametrize(
    ("name", "entered", "said"),
    [
        ("new_organisation", {"bin": "123"}, "“123” is not a BIN or IIN. Write its twelve digits."),
        ("new_organisation", {"bin": "940140000385"}, "Enter the name in at least one language."),
        ("new_right", {"kind": "contract"}, "Enter the number of the contract or licence"),
        (
            "new_right",
            {"kind": "psa", "number": "1", "starts_on": "02.01.2024", "ends_on": "01.01.2024"},
            "The right cannot end before it begins.",
        ),
        ("holders", {}, "Enter at least one holder."),
        ("holders", {"bin_1": "940140000385"}, "Enter the share of this holder."),
        ("holders", {"share_1": "50"}, "Enter the BIN of this holder"),
        ("holders", {"bin_1": "940140000385", "share_1": "0"}, "Enter the share in per cent"),
        ("holders", {"bin_1": "940140000385", "share_1": "33,3333333"}, "Write at most six digits after the point"),
        ("holders", {"bin_1": "940140000385", "share_1": "100"}, "No organisation has BIN 940140000385."),
        ("regime", {"regime": "x"}, "is not one of the available choices"),
        ("new_term", {"parameter": "rate", "value": "много"}, "“много”"),
        ("right_detail", {"value": "98"}, "is not one of the available choices"),
        ("right_detail", {"value": "33", "on": "31.02.2022"}, "31.02.2022"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_what_to_do(as_role, objects, name, entered, said):
    answer = as_role(Role.OFFICER).post(_address(name, objects), entered)
    assert answer.status_code == 422
    page = answer.content.decode().replace("&quot;", '"').replace("&#x27;", "'")
    assert said in page
    assert "govuk-error-summary" in page


def test_a_rename_shows_both_names_on_the_record(as_role, objects):
    officer = as_role(Role.OFFICER)
    officer.post(_address("rename_organisation", objects), {"name_ru": "ТОО «Рубин»", "on": "01.06.2024"})
    page = officer.get(_address("organisation", objects)).content.decode()
    assert "ТОО «Рубин»" in page
    assert "until 31.05.2024" in page


def test_the_record_of_a_right_shows_what_was_read_and_what_was_not(as_role, objects):
    page = as_role(Role.OFFICER).get(_address("right", objects)).content.decode()
    assert "at least 1\u00a0% (base: aggregate annual income, of the previous year)" in page
    assert "Прочее по программе." in page
    assert "Read by a program" in page


def test_a_right_is_changed_in_place(as_role, objects):
    officer = as_role(Role.OFFICER)
    right = SubsoilRight.objects.get(pk=objects["right_id"])
    officer.post(
        _address("change_right", objects), {"kind": "legacy_contract", "number": right.number, "name": "Ақбұлақ"}
    )
    right.refresh_from_db()
    assert (right.kind, right.name, right.region) == ("legacy_contract", "Ақбұлақ", "19")


def test_what_life_changed_is_recorded_from_its_day_and_what_was_so_before_stays(as_role, objects):
    officer = as_role(Role.OFFICER)
    officer.post(_address("right_detail", objects), {"value": "33", "on": "08.06.2022"})
    page = officer.get(_address("right", objects)).content.decode()
    assert page.index("Zhetisu region") < page.index("Almaty region")
    assert "until 07.06.2022" in page
    assert "from 08.06.2022" in page


def test_a_mistake_is_corrected_where_it_stands_and_leaves_no_earlier_value(as_role, objects):
    officer = as_role(Role.OFFICER)
    shown = officer.get(_address("correct_detail", objects)).content.decode()
    assert '<option value="19" selected>' in shown
    officer.post(_address("correct_detail", objects), {"value": "33", "on": ""})
    right = SubsoilRight.objects.get(pk=objects["right_id"])
    assert [row.codes for row in right.details.all()] == [["33"]]
    assert right.region == "33"


def test_details_of_an_organisation_are_dated(as_role, objects):
    entered = {"region": "63", "oked": "07.29", "kinds": ["subsoil_user"], "on": "01.06.2024"}
    as_role(Role.OFFICER).post(_address("organisation_details", objects), entered)
    organisation = Organisation.objects.get(pk=objects["organisation_id"])
    assert (organisation.kinds, organisation.details.get().region) == (["subsoil_user"], "63")
