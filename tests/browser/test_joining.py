"""The first person of an organisation joins with its certificate, through a stand-in of NCALayer.

The certificate is of our own test authority; the genuine one of the National Certification Authority was not at hand.
"""

from datetime import UTC, datetime

import pytest

from ifi.members.models import Application, Membership
from ifi.registry.models import Organisation
from ifi.signing.models import Signature
from ifi.signing.test_authority import Holder, write_authority
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language, screenshot
from tests.browser.test_members import as_person, press
from tests.browser.test_signing import _press, _sign_as, ncalayer  # noqa: F401  (the stand-in is a fixture)
from tests.members.scene import a_person
from tests.signing.conftest import BIN, OTHER_BIN, make_scene

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = {"kk": "Сынақ адамы", "ru": "Пробный человек", "en": "Test Person"}


@pytest.fixture(scope="module")
def scene():
    return make_scene(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture(autouse=True)
def _test_authority(scene, settings, tmp_path):
    write_authority(tmp_path / "authority", scene.authority)
    settings.SIGNING_ROOTS = str(tmp_path / "authority" / "roots")
    settings.SIGNING_TEST_AUTHORITY = True
    settings.NCALAYER_SECONDS = 2
    settings.MEDIA_ROOT = tmp_path


def look(page, language, name):
    assert_accessible(page)
    assert_fits(page)
    assert_in_language(page, language)
    screenshot(page, name)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_joins_by_the_certificate_and_is_the_administrator_at_once(page_in, ncalayer, scene, language, width):  # noqa: F811
    asked = ncalayer(_sign_as(scene))
    person = a_person(NAMES[language], language=language)
    page = as_person(page_in(language, width=width), person, "me/organisations/join/")
    look(page, language, f"joining-ways-{language}-{width}")
    page.click("main ul a")
    look(page, language, f"joining-form-{language}-{width}")
    page.fill("#id_bin", BIN)
    page.fill("#id_name_kk", "«Қарағанды мысы» ЖШС")
    page.fill("#id_name_ru", "ТОО «Карагандинская медь»")
    page.fill("#id_name_en", "Karaganda Copper LLP")
    page.locator("main form.ifi-form button").click()
    page.wait_for_url("**/signing/*/")
    look(page, language, f"joining-document-{language}-{width}")
    page.click("main a.govuk-button")
    page.wait_for_url("**/sign/")
    look(page, language, f"joining-sign-{language}-{width}")
    _press(page)
    page.wait_for_url("**/signatures/1/")
    look(page, language, f"joining-signed-{language}-{width}")
    page.goto(page.url.split("/signing/")[0] + "/me/organisations/")
    look(page, language, f"joining-joined-{language}-{width}")
    membership = Membership.objects.get()
    assert (membership.person_id, membership.organisation.bin) == (person.pk, BIN)
    assert [row.role for row in membership.roles.all()] == ["admin"]
    assert len(asked) == 1


def test_a_certificate_of_another_organisation_makes_nobody_a_member(page_in, ncalayer, scene):  # noqa: F811
    other = scene.issue(Holder("ӘЛИ ДАНА", "«Басқа» ЖШС", OTHER_BIN, "900202400012"))
    ncalayer(_sign_as(scene, by=other))
    page = as_person(page_in("en", may_fail=True), a_person("Dana"), "me/organisations/join/signature/")
    page.fill("#id_bin", BIN)
    page.fill("#id_name_en", "Copper LLP")
    press(page, "Continue to signing")
    page.click("main a.govuk-button")
    _press(page)
    page.wait_for_selector(".govuk-error-summary")
    assert OTHER_BIN in page.inner_text(".govuk-error-summary")
    assert not Membership.objects.exists()
    assert not Organisation.objects.exists()
    assert not Signature.objects.exists()
    assert Application.objects.get().state == "submitted"
