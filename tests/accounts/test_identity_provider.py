"""Signing in at an OpenID Connect provider: who is let in, who is linked, and what a wrong answer does."""

import time

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa

from ifi.accounts.models import User
from ifi.config.environment import IdentityProvider, SettingMissing, identity_provider
from tests.accounts.conftest import a_person
from tests.accounts.identity_provider import CLIENT, SECRET, Provider, running
from tests.sign_in import give_factor, present_code

pytestmark = pytest.mark.django_db
NAMES = {"kk": "Сынақ провайдері", "ru": "Пробный поставщик", "en": "Test provider"}


@pytest.fixture
def provider(settings):
    with running() as provider:
        _use(settings, provider)
        yield provider


def _use(settings, provider: Provider, creates_accounts: bool = False) -> None:
    settings.IDENTITY_PROVIDER = IdentityProvider(provider.issuer, CLIENT, SECRET, NAMES, creates_accounts)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.IDENTITY_PROVIDER.apps()}}


def visit(client, path="/en/sign-in/provider/?next=/en/me/", bend=lambda address: address):
    """To the provider, through its page, and back to ours: the answer there."""
    leaving = client.get(path)
    assert leaving.status_code == 302, leaving.content.decode()[:500]
    back = httpx.get(leaving["Location"]).headers["Location"]
    return arrive(client, bend(back).replace("http://testserver", ""))


def arrive(client, path):
    """Our answer; where it leads to the sign-in page, that page."""
    answer = client.get(path)
    leads_back = answer.status_code == 302 and answer["Location"].endswith("/sign-in/")
    return client.get(answer["Location"]) if leads_back else answer


def is_open(client) -> bool:
    return client.get("/en/me/").status_code == 200


def a_linked_person(*roles, factor=False) -> User:
    person = a_person(*roles, factor=factor)
    SocialAccount.objects.create(user=person, provider="provider", uid="7", extra_data={})
    return person


def test_a_linked_person_gets_in_and_lands_on_the_wanted_page(client, provider):
    a_linked_person()
    assert visit(client)["Location"] == "/en/me/"
    assert is_open(client)


def test_the_question_carries_state_nonce_and_a_challenge(client, provider):
    a_linked_person()
    visit(client)
    asked = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "http://testserver/sign-in/provider/callback/"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 16
    assert "openid" in asked["scope"].split()


def test_the_second_factor_is_asked_here_too(client, provider):
    person = a_linked_person("officer", factor=True)
    assert visit(client)["Location"].startswith("/en/sign-in/second-factor/")
    assert not is_open(client)
    client.post("/en/sign-in/second-factor/", {"code": present_code(person)})
    assert is_open(client)


def test_who_needs_a_second_factor_and_has_none_may_only_set_one_up(client, provider):
    a_linked_person("officer")
    visit(client)
    assert client.get("/en/me/")["Location"].startswith("/en/me/second-factor/")


def test_an_unknown_person_is_sent_back_with_what_to_do_and_nothing_is_made(client, provider):
    answer = visit(client)
    assert answer.status_code == 422
    assert "No account is linked to you" in answer.content.decode()
    assert not User.objects.exists()


def test_the_same_address_alone_links_nothing(client, provider):
    a_person()
    assert visit(client).status_code == 422
    assert not is_open(client)
    assert not SocialAccount.objects.exists()


def test_one_links_both_accounts_after_signing_in(client, provider):
    person = a_person()
    client.force_login(person)
    assert visit(client, "/en/me/provider/")["Location"] == "/en/me/?done=linked"
    client.post("/en/sign-out/")
    assert visit(client)["Location"] == "/en/me/"
    assert is_open(client)
    assert client.post("/en/me/provider/unlink/")["Location"] == "/en/me/?done=unlinked"
    client.post("/en/sign-out/")
    assert visit(client).status_code == 422


@pytest.mark.parametrize(
    "said", [{"email": "other@example.kz"}, {"email_verified": False}, {"email_verified": "true"}, {"email": None}]
)
def test_another_or_unverified_address_is_not_linked(client, provider, said):
    client.force_login(a_person())
    provider.person |= said
    assert visit(client, "/en/me/provider/")["Location"] == "/en/me/?done=provider_other_address"
    assert not SocialAccount.objects.exists()


def test_one_at_the_provider_is_one_here(client, provider):
    a_linked_person()
    User.objects.update(email="before@example.kz")
    client.force_login(a_person())
    assert visit(client, "/en/me/provider/")["Location"] == "/en/me/?done=provider_taken"


def test_where_the_settings_allow_it_a_person_without_roles_is_made(client, provider, settings):
    _use(settings, provider, creates_accounts=True)
    assert visit(client)["Location"] == "/en/me/"
    person = User.objects.get()
    assert (person.email, person.name, person.roles) == ("dana@example.kz", "Дана Ахметова", [])
    assert not person.has_usable_password()
    client.post("/en/sign-out/")
    visit(client)
    assert User.objects.count() == 1


def test_even_then_an_account_that_exists_is_never_taken_over(client, provider, settings):
    _use(settings, provider, creates_accounts=True)
    a_person()
    assert visit(client).status_code == 422
    assert not is_open(client)


def test_a_disabled_person_does_not_get_in(client, provider):
    a_linked_person()
    User.objects.update(is_active=False)
    assert visit(client).status_code == 422
    assert not is_open(client)


def test_nothing_that_the_provider_said_of_a_person_is_kept(client, provider):
    provider.userinfo = {"iin": "880101300018"}
    a_linked_person()
    visit(client)
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another question"},
        {"iss": "https://evil.example"},
        {"aud": "somebody else"},
        {"exp": time.time() - 3600},
        {"sub": "8"},  # the identity token and the other answer speak of two people
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_identity_token_with_a_wrong_part_lets_nobody_in(client, provider, wrong):
    a_linked_person()
    provider.claims = wrong
    provider.userinfo = {"sub": "7"}
    assert visit(client).status_code == 422
    assert not is_open(client)


@pytest.mark.parametrize("missing", ["nonce", "id_token", "exp"])
def test_an_identity_token_that_lacks_a_part_lets_nobody_in(client, provider, missing):
    a_linked_person()
    provider.leaves_out = missing
    assert visit(client).status_code == 422
    assert not is_open(client)


def test_a_token_signed_with_another_key_lets_nobody_in(client, provider):
    a_linked_person()
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert visit(client).status_code == 422
    assert not is_open(client)


def test_an_answer_to_a_question_of_another_browser_lets_nobody_in(client, provider):
    a_linked_person()
    answer = visit(client, bend=lambda address: address.replace("state=", "state=x"))
    assert answer.status_code == 422
    assert not is_open(client)


def test_an_answer_counts_once(client, provider):
    a_linked_person()
    kept = []
    visit(client, bend=lambda address: kept.append(address) or address)
    client.post("/en/sign-out/")
    assert arrive(client, kept[0].replace("http://testserver", "")).status_code == 422
    assert not is_open(client)


def test_somebody_who_changes_their_mind_comes_back_to_the_sign_in_page(client, provider):
    answer = visit(client, bend=lambda address: address.replace("code=", "error=access_denied&was="))
    assert answer.status_code == 422
    assert "did not confirm who you are" in answer.content.decode()


def test_a_provider_that_does_not_answer_is_told_on_our_page(client, settings):
    with running() as provider:
        _use(settings, provider)
    answer = arrive(client, "/en/sign-in/provider/")
    assert answer.status_code == 422
    assert "did not confirm who you are" in answer.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_button_bears_the_providers_name(client, provider, language):
    assert NAMES[language] in client.get(f"/{language}/sign-in/").content.decode()


def test_without_a_provider_there_is_neither_button_nor_page(client):
    assert "/sign-in/provider/" not in client.get("/en/sign-in/").content.decode()
    for path in ("/en/sign-in/provider/", "/sign-in/provider/callback/"):
        assert client.get(path).status_code == 404


def test_nobody_is_led_away_from_our_pages(client, provider):
    a_linked_person()
    assert visit(client, "/en/sign-in/provider/?next=https://evil.example/")["Location"] == "/en/"


def test_linking_needs_proof(client, provider):
    person = a_person()
    give_factor(person)
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    assert client.get("/en/me/provider/")["Location"].startswith("/en/me/prove/")


def test_a_provider_that_is_not_reached_by_https_stops_the_start(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "http://provider.example.kz")
    with pytest.raises(SettingMissing, match="https"):
        identity_provider()
    monkeypatch.setenv("OIDC_ISSUER", "https://provider.example.kz/")
    with pytest.raises(SettingMissing, match="OIDC_CLIENT_ID"):
        identity_provider()
    monkeypatch.setenv("OIDC_CLIENT_ID", "ifi")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "quiet")
    monkeypatch.setenv("OIDC_NAME_EN", "The provider")
    found = identity_provider()
    assert (found.issuer, found.names["kk"]) == ("https://provider.example.kz", "The provider")
    assert "quiet" not in repr(found)
