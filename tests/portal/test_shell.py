"""What stands around every page: languages, titles, sections, banner, error pages."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.config.access import EVERYONE, ROUTES
from ifi.pages.figures import moment
from ifi.portal import errors
from ifi.portal.errors import PAGES, error_page
from ifi.registry.models import Organisation

LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ru-RU,ru;q=0.9", "ru"), ("en", "en"), ("kk", "kk"), ("de", "kk"), ("", "kk")],
)
def test_the_bare_address_leads_to_the_readers_language_and_else_to_kazakh(client, accepted, language):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_alternates_point_to_each_other_and_canonical_to_the_page(client, language):
    page = client.get(f"/{language}/about/sources/").content.decode()
    assert f'<html lang="{language}"' in page
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    assert alternates == {
        **{code: f"http://testserver/{code}/about/sources/" for code in LANGUAGES},
        "x-default": "http://testserver/about/sources/",
    }
    assert f'<link rel="canonical" href="http://testserver/{language}/about/sources/">' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("kk", "Дереккөздер – Индустрияға арналған инновациялар"),
        ("ru", "Источники – Инновации для индустрии"),
        ("en", "Sources – Innovation for Industry"),
    ],
)
def test_the_title_names_the_page_and_the_service(client, language, title):
    assert f"<title>{title}</title>" in client.get(f"/{language}/about/sources/").content.decode()


@pytest.mark.django_db
def test_the_banner_shows_while_any_organisation_is_made_up(client):
    assert "ifi-strip--demonstration" not in client.get("/en/about/contacts/").content.decode()
    Organisation.objects.create(bin="070340005042", is_demonstration=True)
    cache.clear()
    assert "ifi-strip--demonstration" in client.get("/en/about/contacts/").content.decode()


@pytest.mark.django_db
def test_the_page_needs_no_query_for_a_reader_who_is_not_signed_in(client, django_assert_max_num_queries):
    client.get("/en/about/contacts/")
    with django_assert_max_num_queries(0):
        client.get("/en/about/contacts/")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_says_so_in_the_readers_language(client, language):
    answer = client.get(f"/{language}/nowhere/")
    assert answer.status_code == 404
    with translation.override(language):
        assert str(PAGES[404][0]) in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", sorted(PAGES))
def test_an_error_page_is_whole_without_the_database(language, status):
    """No database fixture: a query here would fail the test."""
    with translation.override(language):
        answer = error_page(RequestFactory().get(f"/{language}/"), status)
        title, text = (str(part) for part in PAGES[status])
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<h1 class="govuk-heading-l">{title}</h1>' in page
    assert text in page
    assert f'<html lang="{language}"' in page


@override_settings(ROOT_URLCONF="tests.portal.failing_urls")
@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/lost/", 503)])
def test_our_fault_is_a_500_and_a_lost_database_is_a_503(address, status, monkeypatch):
    for name in ("broken", "lost_database"):
        monkeypatch.setitem(ROUTES, f"tests.portal.failing_urls.{name}", EVERYONE)
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_token_is_refused_with_what_to_do(language):
    answer = Client(enforce_csrf_checks=True).post(f"/{language}/sign-out/")
    with translation.override(language):
        assert answer.status_code == 403
        assert str(errors.CSRF[0]) in answer.content.decode()


@pytest.mark.django_db
def test_sections_are_those_that_the_reader_may_see(client):
    anonymous = client.get("/en/about/contacts/").content.decode()
    assert "Reconciliation" not in anonymous
    client.force_login(User.objects.create_user("o@example.kz", None, name="O", roles=[Role.OFFICER.value]))
    signed_in = client.get("/en/about/contacts/").content.decode()
    assert "Sign out" in signed_in


def test_a_moment_is_shown_in_the_countrys_time():
    assert "24.11.2026, 17:00" in moment(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def test_a_year_is_not_grouped_and_an_amount_is():
    template = engines["django"].from_string("{{ year }} {{ amount|count }}")
    assert template.render({"year": 2026, "amount": 2026}) == "2026 2\u202f026"
