"""When the registry's holders change, by whatever way, the open duties of the right go to whoever answers for them."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from django.urls import reverse

from ifi.accounts.models import User
from ifi.accounts.rights import Permission, Program, Role
from ifi.core.errors import NotAllowed
from ifi.intake.kinds import CellType, CheckContext, CommitContext, kind_named
from ifi.intake.models import ImportRun
from ifi.obligations.models import Duty, DutyBalance
from ifi.obligations.services.duties import follow_rights
from ifi.registry.services import Names, create_organisation, set_holders, transfer_right
from tests.obligations.portfolio import Office, a_right

pytestmark = pytest.mark.django_db
REGISTRAR = Program("registrar", Permission.REGISTRY_EDIT)
WHOLE = Decimal(1)


@pytest.fixture
def office():
    """A right with a closed year (2023) and two open ones."""
    office = Office(a_right(), today=date(2026, 5, 1)).open(2023, 2024, 2025)
    for year in office.duties:
        office.declare(year, "1 000")
    office.close(2023)
    return office


@pytest.fixture
def buyer():
    return create_organisation(bin="200340000001", names=Names(ru="ТОО «Покупатель»"), by=REGISTRAR)


def the_seller(office):
    return office.right.holders.get().organisation_id


def users_by_year():
    found = dict(Duty.objects.values_list("year", "organisation_id"))
    assert dict(DutyBalance.objects.values_list("year", "organisation_id")) == found
    return found


def test_a_transfer_moves_open_years_and_leaves_closed_ones(office, buyer):
    seller = the_seller(office)
    parties = {"from_organisation_id": seller, "to_organisation_id": buyer.pk}
    transfer_right(right_id=office.right.pk, **parties, on=date(2023, 9, 1), by=REGISTRAR)
    assert users_by_year() == {2023: seller, 2024: buyer.pk, 2025: buyer.pk}


def test_holders_entered_on_the_page_of_the_registry_move_open_years(client, office, buyer):
    seller = the_seller(office)
    officer = User.objects.create_user("officer@example.kz", name="O", roles=[Role.OFFICER], authority="energy")
    client.force_login(officer)
    entered = {"bin_1": buyer.bin, "share_1": "100", "on": "01.02.2025"}
    answer = client.post(reverse("registry:holders", args=[office.right.pk]), entered)
    assert answer.status_code == 302
    assert users_by_year() == {2023: seller, 2024: seller, 2025: buyer.pk}


def test_an_officer_of_another_authority_moves_nothing(client, office, buyer):
    before = users_by_year()
    client.force_login(User.objects.create_user("o@example.kz", name="O", roles=[Role.OFFICER], authority="industry"))
    entered = {"bin_1": buyer.bin, "share_1": "100", "on": "01.02.2025"}
    assert client.post(reverse("registry:holders", args=[office.right.pk]), entered).status_code == 403
    assert users_by_year() == before


def test_an_imported_register_moves_open_years(office, buyer):
    seller = the_seller(office)
    kind = kind_named("rights")
    types = {CellType.DECIMAL: pl.Decimal(30, 10), CellType.DATE: pl.Date}
    schema = {"row": pl.Int64} | {column.name: types.get(column.type, pl.String) for column in kind.columns}
    row = {"row": 2, "is_good": True, "kind": "contract", "number": office.right.number, "concluded": "01.07.2018"}
    row |= {"bin": buyer.bin, "holder_since": date(2024, 3, 1), "holder_ru": "ТОО «Покупатель»"}
    frame = pl.DataFrame([row], schema=schema | {"is_good": pl.Boolean}, orient="row")
    by, on = Program("importer", Permission.REGISTRY_EDIT, Permission.IMPORT), date(2026, 5, 1)
    checked = kind.check(frame, CheckContext(on=on, by=by))
    kind.commit(checked.frame, CommitContext(ImportRun(), by, on, lambda done: None))
    assert users_by_year() == {2023: seller, 2024: buyer.pk, 2025: buyer.pk}


def test_a_larger_partner_takes_the_open_years_over(office, buyer):
    seller = the_seller(office)
    shares = [(seller, Decimal("0.4")), (buyer.pk, Decimal("0.6"))]
    set_holders(right_id=office.right.pk, holders=shares, on=date(2025, 1, 1), by=REGISTRAR)
    assert users_by_year()[2025] == buyer.pk


def test_nobody_without_the_registry_moves_duties(office):
    with pytest.raises(NotAllowed):
        follow_rights(right_ids=[office.right.pk], by=Program("clerk", Permission.DUTY_ASSESS))
