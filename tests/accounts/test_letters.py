"""Joining, forgotten passwords and new addresses: by a letter whose link is good once and not for long."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils.translation import override

from ifi.accounts.errors import EmailTaken, LinkSpent
from ifi.accounts.letters import LETTERS, send_letter
from ifi.accounts.models import EmailLink, User
from ifi.accounts.rights import Permission, Program
from ifi.accounts.services import links
from ifi.accounts.services.people import create_person
from tests.accounts.conftest import a_person
from tests.accounts.letters import committed, letters_to, link_in, told_of
from tests.sign_in import PASSWORD, Client

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ADMINISTRATOR = Program("tests", Permission.ACCOUNTS_EDIT)
OTHER = "another quiet sentence"
FORM = {"email": "new@example.kz", "name": "Жаңа Адам", "language": "kk", "consent": "on"}


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def send(path, data=None, by=client):
        with committed(django_capture_on_commit_callbacks):
            return by.post(path, data or {})

    return send


def follow(client, path):
    """Open the link of a letter; the page after it has no secret in its address."""
    answer = client.get(path)
    assert answer["Location"].endswith("/link/")
    return client.get(answer["Location"])


def test_somebody_joins_with_name_agreement_and_the_letters_link(client, post):
    assert "new@example.kz" in post("/kk/sign-up/", FORM).content.decode()
    assert not User.objects.exists()
    page = follow(client, link_in(mail.outbox[0]))
    assert page.status_code == 200
    assert post("/kk/link/", {"password": OTHER}).status_code == 200
    person = User.objects.get()
    assert (person.email, person.name, person.language, person.roles) == ("new@example.kz", "Жаңа Адам", "kk", [])
    assert person.consented_at is not None
    assert post("/kk/sign-in/", {"email": person.email, "password": OTHER}).status_code == 302


def test_without_agreement_there_is_no_account(post):
    answer = post("/kk/sign-up/", {**FORM, "consent": ""})
    assert answer.status_code == 422
    assert mail.outbox == []


def test_joining_can_be_closed(client, settings):
    settings.SIGN_UP_OPEN = False
    assert client.get("/en/sign-up/").status_code == 404
    assert "/sign-up/" not in client.get("/en/sign-in/").content.decode()


@pytest.mark.parametrize("path", ["/en/sign-up/", "/en/sign-in/forgotten/"])
def test_the_page_says_the_same_of_an_address_that_has_an_account_and_of_one_that_has_none(post, person, path):
    known, unknown = (post(path, {**FORM, "email": email}) for email in (person.email, "nobody@example.kz"))
    assert known.status_code == unknown.status_code == 200
    words = [answer.content.decode().split("<main")[1] for answer in (known, unknown)]
    assert words[0].replace(person.email, "@") == words[1].replace("nobody@example.kz", "@")


def test_who_has_an_account_learns_so_by_letter_only(post, person):
    post("/en/sign-up/", {**FORM, "email": person.email})
    assert [letter.subject for letter in letters_to(person.email)] == ["You already have an account"]
    assert not EmailLink.objects.exists()


def test_a_forgotten_password_is_replaced_and_every_session_ends(client, post, person):
    theirs = Client()
    theirs.force_login(person)
    post("/en/sign-in/forgotten/", {"email": person.email.upper()})
    path = link_in(mail.outbox[0])
    follow(client, path)
    assert post("/en/link/", {"password": "short"}).status_code == 422
    assert post("/en/link/", {"password": OTHER}).status_code == 200
    assert User.objects.get().check_password(OTHER)
    assert theirs.get("/en/me/").status_code == 302
    assert told_of(person) == ["security.password_changed"]
    assert follow(client, path).status_code == 410


def test_the_letter_does_not_get_past_the_second_factor(client, post, administrator):
    post("/en/sign-in/forgotten/", {"email": administrator.email})
    follow(client, link_in(mail.outbox[0]))
    post("/en/link/", {"password": OTHER})
    assert client.get("/en/me/").status_code == 302
    answer = post("/en/sign-in/", {"email": administrator.email, "password": OTHER})
    assert answer["Location"] == "/en/sign-in/second-factor/"


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 410)])
def test_the_link_for_a_password_is_good_for_half_an_hour(client, post, person, minutes, status):
    with time_machine.travel(NOW, tick=False) as clock:
        post("/en/sign-in/forgotten/", {"email": person.email})
        clock.shift(timedelta(minutes=minutes))
        assert follow(client, link_in(mail.outbox[0])).status_code == status


def test_a_newer_letter_makes_the_older_one_worthless(client, post, person):
    for _ in range(2):
        post("/en/sign-in/forgotten/", {"email": person.email})
    assert [follow(client, link_in(letter)).status_code for letter in mail.outbox] == [410, 200]


def test_opening_a_link_uses_nothing_up_and_no_secret_is_kept(client, post, person):
    post("/en/sign-in/forgotten/", {"email": person.email})
    path = link_in(mail.outbox[0])
    assert [follow(client, path).status_code for _ in range(3)] == [200, 200, 200]
    secret = path.rstrip("/").rpartition("/")[2]
    assert len(secret) == 43  # 256 bits
    assert secret not in str(EmailLink.objects.values().get())


def test_a_disabled_person_gets_no_letter_and_an_old_link_opens_nothing(client, post, person):
    post("/en/sign-in/forgotten/", {"email": person.email})
    User.objects.update(is_active=False)
    assert follow(client, link_in(mail.outbox[0])).status_code == 410
    post("/en/sign-in/forgotten/", {"email": person.email})
    assert len(mail.outbox) == 1


def test_an_address_gets_only_so_many_letters_and_the_page_does_not_tell(post, person):
    answers = {
        post("/en/sign-in/forgotten/", {"email": person.email}, Client(REMOTE_ADDR=f"10.0.0.{number}")).status_code
        for number in range(9)
    }
    assert answers == {200}
    assert len(mail.outbox) == 5


def test_one_network_address_is_told_to_wait(post):
    answers = [post("/en/sign-in/forgotten/", {"email": f"a{number}@example.kz"}) for number in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0


def test_an_invited_person_sets_their_own_password(client, post, administrator):
    client.force_login(administrator)
    form = {"email": "Invited@example.kz", "name": "Invited", "language": "ru", "roles": ["analyst"], "authority": ""}
    assert post("/en/people/invite/", form).status_code == 302
    invited = User.objects.get(email="invited@example.kz")
    assert not invited.has_usable_password()
    assert mail.outbox[0].subject == "Вас приглашают в систему «Инновации для индустрии»"
    other = Client()
    follow(other, link_in(mail.outbox[0]))
    assert post("/ru/link/", {"password": OTHER}, other).status_code == 200
    assert post("/en/people/invite/", form).status_code == 422  # the address is taken


def test_two_who_join_with_one_address_do_not_both_get_it(django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks):
        links.ask_to_join(email="new@example.kz", name="A", language="en", address="10.0.0.1", now=NOW)
    create_person(email="new@example.kz", password=None, name="B")
    secret = link_in(mail.outbox[0]).rstrip("/").rpartition("/")[2]
    with pytest.raises(EmailTaken):
        links.set_password_by_link(secret=secret, password=OTHER, now=NOW)


def test_a_link_opens_only_what_it_is_for(person, django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks):
        links.ask_new_address(person=person, email="other@example.kz", by=person, now=NOW)
    secret = link_in(letters_to("other@example.kz")[0]).rstrip("/").rpartition("/")[2]
    with pytest.raises(LinkSpent):
        links.set_password_by_link(secret=secret, password=OTHER, now=NOW)


def test_a_new_address_counts_once_its_letter_was_opened_and_the_old_one_is_told(client, post, person):
    client.force_login(person)
    post("/en/me/address/", {"email": "other@example.kz"})
    assert User.objects.get().email == person.email
    assert told_of(person) == ["security.address_asked"]
    page = follow(client, link_in(letters_to("other@example.kz")[0]))
    assert page.status_code == 200
    assert User.objects.get().email == person.email
    assert post("/en/link/").status_code == 200
    assert User.objects.get().email == "other@example.kz"
    assert told_of(person)[-1] == "security.address_changed"


def test_an_address_of_somebody_else_cannot_be_taken_over(client, post, person):
    other = a_person(email="other@example.kz")
    client.force_login(person)
    post("/en/me/address/", {"email": other.email})
    assert [letter.subject for letter in letters_to(other.email)] == ["You already have an account"]
    assert not EmailLink.objects.exists()


SENSITIVE = (
    "me/password/",
    "me/address/",
    "me/second-factor/application/",
    "me/second-factor/passkey/",
    "me/second-factor/recovery-codes/",
)


@pytest.mark.parametrize("path", SENSITIVE)
def test_who_signed_in_long_ago_shows_again_who_they_are_before_a_change(client, post, person, path):
    with time_machine.travel(datetime.now(UTC)) as clock:
        client.force_login(person)
        assert client.get(f"/en/{path}").status_code in {200, 302}
        clock.shift(timedelta(minutes=11))
        for answer in (client.get(f"/en/{path}"), client.post(f"/en/{path}", {"password": OTHER, "email": "o@e.kz"})):
            assert answer["Location"].startswith("/en/me/prove/")
        assert post("/en/me/prove/", {"password": "wrong"}).status_code == 422
        answer = post("/en/me/prove/", {"password": PASSWORD, "next": f"/en/{path}"})
        assert answer["Location"] == f"/en/{path}"
        assert not client.get(f"/en/{path}").get("Location", "").startswith("/en/me/prove/")
    assert mail.outbox == []


def test_changing_the_password_ends_other_sessions_and_not_this_one(client, post, person):
    other = Client()
    for one in (client, other):
        one.force_login(person)
        one.get("/en/me/")
    assert post("/en/me/password/", {"current": PASSWORD, "password": OTHER})["Location"] == "/en/me/?done=password"
    assert client.get("/en/me/").status_code == 200
    assert other.get("/en/me/").status_code == 302
    assert told_of(person) == ["security.password_changed"]


def test_changing_the_password_needs_the_present_one_where_there_is_one(client, post, person):
    client.force_login(person)
    for current in ("", "wrong"):
        assert post("/en/me/password/", {"current": current, "password": OTHER}).status_code == 422
    assert not User.objects.get().check_password(OTHER)
    User.objects.update(password="!")
    client.force_login(User.objects.get())
    assert post("/en/me/password/", {"password": OTHER}).status_code == 302
    assert User.objects.get().check_password(OTHER)


def test_guessing_the_present_password_there_is_slowed_down_too(client, post, person):
    client.force_login(person)
    guesses = [post("/en/me/password/", {"current": "wrong", "password": OTHER}) for _ in range(6)]
    assert [answer.status_code for answer in guesses] == [422] * 5 + [429]
    assert int(guesses[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("code", sorted(LETTERS))
def test_every_letter_is_whole_in_every_language(code, language, django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks):
        send_letter(code, email="a@example.kz", language=language, link="LINK", device="Firefox")
    letter = mail.outbox[0]
    assert "\n" not in letter.subject
    assert "{" not in letter.body
    with override("en"):
        assert (letter.subject == str(LETTERS[code].subject)) == (language == "en")


def test_a_mail_server_that_does_not_answer_stops_nobody(settings, person, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with committed(django_capture_on_commit_callbacks):
        links.ask_password(email=person.email, address="10.0.0.1", now=NOW)
    assert EmailLink.objects.count() == 1
