"""An organisation gets its people: a letter, an officer's approval, an invitation, roles, and leaving."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from ifi.accounts.models import User
from ifi.accounts.rights import OrganisationRole, Role
from ifi.members import services
from ifi.members.models import Application, Invitation, Membership
from ifi.members.tokens import token_of
from ifi.registry.services import Names
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, screenshot
from tests.members.scene import PDF, a_person, acting, an_organisation, member_of, new_bin
from tests.sign_in import PASSWORD, open_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


def as_person(page: Page, user: User, path: str = "me/organisations/") -> Page:
    open_for(page, user)
    host = "/".join(page.url.split("/")[:3])
    page.goto(f"{host}/{user.language}/{path}")
    return page


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def test_from_a_letter_to_leaving(page_in, tmp_path):
    organisation = an_organisation("«Қарағанды мысы» ЖШС")
    newcomer, officer = a_person("Aigul Seitova"), a_person("Officer", Role.OFFICER)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)

    page = as_person(page_in("en", may_fail=True), newcomer)  # what is refused at the end is answered so
    assert "You act for no organisation yet" in page.inner_text("main")
    follow(page, "Join an organisation")
    page.fill("#id_bin", organisation.bin)
    page.set_input_files("#id_letter", str(letter))
    press(page, "Send the application")
    page.wait_for_url("**/applications/*/")
    assert "An officer reads the letter and decides." in page.inner_text("main")

    desk = as_person(page_in("en"), officer, "applications/")
    follow(desk, "«Қарағанды мысы» ЖШС")
    with desk.expect_download() as download:
        follow(desk, "Download the letter")
    assert download.value.suggested_filename == f"letter-{Application.objects.get().pk}.pdf"
    press(desk, "Approve the application")
    assert "Approved" in desk.inner_text("main").capitalize() or "approved" in desk.inner_text("main")

    as_person(page, newcomer)
    assert "You act for «Қарағанды мысы» ЖШС" in page.inner_text(".ifi-strip--acting")
    follow(page, "People")
    follow(page, "Invite a person")
    page.fill("#id_email", "damir@example.kz")
    press(page, "Send the invitation")
    assert "damir@example.kz" in page.inner_text("main")

    colleague = page_in("en", f"invitations/{token_of(Invitation.objects.get().number)}/")
    colleague.fill("#id_name", "Damir Akhmetov")
    colleague.fill("#id_password", PASSWORD)
    colleague.check("#id_consent")
    press(colleague, "Open the account and accept")
    assert "You act for «Қарағанды мысы» ЖШС" in colleague.inner_text(".ifi-strip--acting")

    as_person(page, newcomer, f"organisations/{organisation.pk}/people/")
    follow(page, "Damir Akhmetov")
    follow(page, "Change the roles")
    page.get_by_label("Obligations officer of the enterprise").check()
    press(page, "Save the roles")
    assert "Obligations officer of the enterprise" in page.inner_text("main dl")

    follow(colleague, "Leave the organisation")
    press(colleague, "Leave the organisation")
    assert "You act for no organisation yet" in colleague.inner_text("main")

    as_person(page, newcomer)
    follow(page, "Leave the organisation")
    press(page, "Leave the organisation")
    assert "Make somebody else an administrator first." in page.inner_text("main")
    assert Membership.objects.filter(until=None).count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_fit_and_are_accessible(page_in, language, settings):
    organisation = an_organisation("«Қарағанды мысы» ЖШС")
    on = timezone.localdate()
    admin = member_of(organisation, OrganisationRole.ADMIN, person=a_person("Сынақ әкімшісі", language=language), on=on)
    other = member_of(organisation, OrganisationRole.VIEWER, person=a_person("Дамир Ахметов"), on=on)
    admin = acting(admin, organisation, on)

    services.invite(
        organisation_id=organisation.pk,
        email="invited.with.a.long.address@example.kz",
        roles=[OrganisationRole.ENGINEER],
        language=language,
        by=admin,
        on=on,
    )
    membership = Membership.objects.get(person=other)
    services.delegate(borrower_id=membership.pk, roles=[OrganisationRole.ADMIN], since=on, last_day=on, by=admin, on=on)
    officer = a_person("Officer", Role.OFFICER, language=language)
    applied = services.Applied(new_bin(), Names(ru="ТОО «Новый завод»"))
    waiting = services.apply_by_letter(applied=applied, letter=[PDF], by=other, on=on)
    token = token_of(Invitation.objects.get().number)
    pages = {
        "organisations": (admin, "me/organisations/"),
        "join": (admin, "me/organisations/join/"),
        "people": (admin, f"organisations/{organisation.pk}/people/"),
        "invite": (admin, f"organisations/{organisation.pk}/people/invite/"),
        "member": (admin, f"people/members/{membership.pk}/"),
        "lend": (admin, "me/organisations/lend/"),
        "application": (officer, f"applications/{waiting.pk}/"),
        "applications": (officer, "applications/"),
        "invitation": (None, f"invitations/{token}/"),
        "access": (None, "about/access/"),
    }
    for width in WIDTHS:
        for name, (person, path) in pages.items():
            page = page_in(language, "about/contacts/", width=width)
            if person is not None:
                as_person(page, person, path)
            else:
                page.goto(re.sub(r"about/contacts/$", path, page.url))
            assert page.locator("h1").count() == 1, (name, page.inner_text("body")[:200])
            assert_accessible(page)
            assert_fits(page)
            screenshot(page, f"members-{name}-{language}-{width}")
            page.close()
