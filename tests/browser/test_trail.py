"""The trail as an auditor reads it."""

import base64

import pytest

from ifi.accounts.rights import Role
from ifi.audit.heads import publish_head
from ifi.audit.models import Record
from ifi.audit.sequencing import sequence
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, screenshot
from tests.sign_in import open_for
from tests.trail.conftest import LOADER, a_bin, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def right(settings, tmp_path):
    from datetime import date
    from decimal import Decimal

    from ifi.registry import services
    from ifi.registry.services import Names, RightFields

    settings.AUDIT_FOLDER = tmp_path / "audit"
    settings.AUDIT_KEYS = (base64.b64encode(bytes(range(32))).decode(),)
    organisation = services.create_organisation(
        bin=a_bin(1), names=Names(kk="«Көктас» ЖШС", ru="ТОО «Көктас»", en="Koktas LLP"), by=LOADER
    )
    fields = RightFields(kind="contract", number="1734", concluded_on=date(2005, 5, 5), authority="energy")
    made = services.create_right(fields=fields, regime="kz.hydrocarbons", by=LOADER)
    services.set_holders(right_id=made.pk, holders=[(organisation.pk, Decimal(1))], on=None, by=LOADER)
    services.end_right(right_id=made.pk, on=date(2030, 12, 31), by=LOADER)
    sequence()
    publish_head()
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_trail_are_accessible_and_fit(page_in, right, language, width):
    auditor = person("auditor", Role.AUDITOR)
    number = Record.objects.get(event="registry.right_ended").pk
    pages = {
        "trail": "trail/",
        "trail-history": f"trail/of/right/{right.pk}/",
        "trail-act": f"trail/{number}/",
        "trail-heads": "trail/heads/",
    }
    page = page_in(language, "trail/heads/", width=width)
    open_for(page, auditor)
    for name, path in pages.items():
        page.goto(f"{page.url.split(f'/{language}/')[0]}/{language}/{path}")
        assert page.locator("h1").is_visible()
        assert_accessible(page)
        assert_fits(page)
        screenshot(page, f"{name}-{language}-{width}")
