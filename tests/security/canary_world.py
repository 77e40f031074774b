"""An enterprise whose every text and amount is a canary, and what its acts leave for others to find.

Three kinds of mark, for not everybody is a stranger to each: figures (`CANARY`) are of one authority and of the
organisation itself, terms of instruments (`TERM`) for every officer, people (`MEMBER`) for whoever decides on people.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import OrganisationRole
from ifi.accounts.services.people import create_person
from ifi.audit.models import Record
from ifi.intake import services as intake
from ifi.intake.annotating import annotate_run
from ifi.law.facts import Channel
from ifi.members import services as members
from ifi.members.models import Application, Delegation, Invitation, Membership
from ifi.members.services import Applied
from ifi.members.tokens import token_of
from ifi.news.calendar.services import make_feed
from ifi.notices.models import Delivery
from ifi.obligations.models import Performance
from ifi.obligations.services.performances import ExpenseDocument, NewPerformance, enter_performances
from ifi.registry.services import Names, create_organisation, set_term
from tests.architecture.access_world import _a_document, _some_news
from tests.members.scene import PDF, acting, new_bin
from tests.obligations.portfolio import OFFICE, Office, a_right, money
from tests.obligations.scene import a_reader

YEARS = (2023, 2024)
NOWHERE = UUID(int=0)
FIGURES = ("declare", "perform", "offer", "disallow", "receive", "close", "term")
PEOPLE = ("apply", "approve", "refuse", "invite", "accept", "revoke", "roles", "attorney", "delegate", "leave", "sign")
FILES = ("import", "calendar")
ACTS = (*FIGURES, *PEOPLE, *FILES)
ROLES = (OrganisationRole.ADMIN, OrganisationRole.OBLIGATIONS, OrganisationRole.ENGINEER, OrganisationRole.VIEWER)


class Enterprise:
    """A user of the subsoil under a legacy contract, whose figures are nobody else's business."""

    def __init__(self, letter: str, authority: str) -> None:
        self.letter, self.authority, self.marks = letter, authority, 0
        self.organisation = create_organisation(
            bin=new_bin(),
            names=Names(kk=f"Кен {letter}", ru=f"Руда {letter}", en=f"Ore {letter}"),
            kinds=["subsoil_user"],
            by=OFFICE,
        )
        right = a_right("kz.legacy_contract", holder=self.organisation, authority=authority, rate="0.01")
        self.office = Office(right, date(2025, 6, 1)).open(*YEARS)
        self.officer = a_reader("officer", authority)
        self.on = timezone.localdate()
        self.people: list[User] = []
        self.run = self.document = None
        self.calendar = SimpleNamespace(handle=NOWHERE)
        for act in ("apply", "approve", "invite", "accept", "delegate", "import"):
            self.act(act, 2024, 1)

    def mark(self, kind: str = "CANARY") -> str:
        self.marks += 1
        return f"{kind}-{self.letter}-{self.marks}"

    def act(self, kind: str, year: int, thousands: int) -> None:
        """One act with a mark of this enterprise in every text, and an amount whose odd part, other than all before it,
        stays in each sum and difference of A's: B's are thousands."""
        self.marks += 1
        amount = Decimal(thousands) * 1000 + (Decimal("1.37") * self.marks if self.letter == "A" else 0)
        if kind in FIGURES:
            self._act_on_figures(kind, year, amount)
        else:
            chance = random.Random(thousands)
            getattr(self, f"_{kind}")(chance)

    def _act_on_figures(self, kind: str, year: int, amount: Decimal) -> None:
        office = self.office
        if kind == "declare":
            office.declare(year, amount * 100)
        elif kind in ("perform", "offer", "disallow"):
            self._offer(kind, year, amount, self.mark())
        elif kind == "receive":
            office.receive(year, amount, order=self.mark())
        elif kind == "close" and not office.balance(year).closed_on:
            office.close(year)
        elif kind == "term":
            said = self.mark("TERM")
            set_term(right_id=office.right.pk, parameter="rate", value="0.01", clause=said, quote=said, by=OFFICE)

    def _offer(self, kind: str, year: int, amount: Decimal, mark: str) -> None:
        document = ExpenseDocument("act", mark, date(2024, 3, 1), money(amount))
        offered = NewPerformance(
            uid=uuid4(),
            duty_id=self.office.duties[year],
            channel=Channel.KZ_PERFORMER,
            amount=money(amount),
            paid_on=date(year, 6, 30),
            payment_order=mark,
            title=mark,
            expense=document,
        )
        (pk,) = enter_performances(performances=[offered], by=OFFICE, on=self.office.today).ids
        if kind == "perform":
            self.office.accept(pk, amount)
        elif kind == "disallow":
            self.office.disallow(pk)

    def _person(self) -> User:
        mark = self.mark("MEMBER")
        return create_person(email=f"{mark}@example.kz".lower(), password=None, name=mark, language="en")

    def _apply(self, chance: random.Random) -> None:
        members.apply_by_letter(applied=Applied(self.organisation.bin), letter=[PDF], by=self._person(), on=self.on)

    def _approve(self, chance: random.Random) -> None:
        waits = self._waiting()
        members.approve_application(application_id=waits.pk, by=self.officer, on=self.on)
        self.people.append(waits.person)

    def _refuse(self, chance: random.Random) -> None:
        reason = self.mark("MEMBER")
        members.refuse_application(application_id=self._waiting().pk, reason=reason, by=self.officer, on=self.on)

    def _waiting(self) -> Application:
        rows = Application.objects.filter(bin=self.organisation.bin, state="submitted")
        if not rows:
            self._apply(random.Random(0))
        return rows.latest("pk")

    def _invite(self, chance: random.Random) -> None:
        email = f"{self.mark('MEMBER')}@example.kz".lower()
        self._as_admin(members.invite, email=email, roles=[chance.choice(ROLES)], language="en")

    def _as_admin(self, service, **given):
        return service(organisation_id=self.organisation.pk, by=self.actor(0), on=self.on, **given)

    def _invitation(self) -> Invitation:
        return Invitation.objects.filter(organisation=self.organisation, state="sent").latest("pk")

    def _accept(self, chance: random.Random) -> None:
        if not Invitation.objects.filter(organisation=self.organisation, state="sent"):
            self._invite(chance)
        invitation = self._invitation()
        person = create_person(
            email=invitation.email, password=None, name=invitation.email.partition("@")[0].upper(), language="en"
        )
        members.accept_invitation(token=token_of(invitation.number), by=person, on=self.on)
        self.people.append(person)

    def _revoke(self, chance: random.Random) -> None:
        self._invite(chance)
        members.revoke_invitation(invitation_id=self._invitation().pk, by=self.actor(0), on=self.on)

    def membership(self, place: int) -> Membership:
        return Membership.objects.filter(organisation=self.organisation, person=self.people[place]).latest("pk")

    def _roles(self, chance: random.Random) -> None:
        members.change_roles(
            membership_id=self.membership(-1).pk,
            roles=chance.sample(ROLES, 2),
            by=self.actor(0),
            on=self.on,
        )

    def _attorney(self, chance: random.Random) -> None:
        members.note_attorney_document(
            membership_id=self.membership(-1).pk, document=self.mark("MEMBER"), by=self.actor(0), on=self.on
        )

    def _delegate(self, chance: random.Random) -> None:
        members.delegate(
            borrower_id=self.membership(-1).pk,
            roles=[OrganisationRole.ADMIN],
            since=self.on,
            last_day=self.on + timedelta(days=2),
            by=self.actor(0),
            on=self.on,
        )

    def _leave(self, chance: random.Random) -> None:
        if len(self.people) > 2:
            gone = self.people.pop(chance.randrange(1, len(self.people) - 1) if len(self.people) > 2 else -1)
            row = Membership.objects.filter(organisation=self.organisation, person=gone).latest("pk")
            members.end_membership(membership_id=row.pk, by=self.actor(0), on=self.on)

    def _sign(self, chance: random.Random) -> None:
        self.document = _a_document(Application.objects.filter(person=self.people[0]).latest("pk"))

    def _import(self, chance: random.Random) -> None:
        """A file of the authority's officer, half of it wrong, and its copy with what is wrong."""
        mark, good = self.mark(), self.office.right.number
        lines = [
            "БИН плательщика;Номер контракта;Год;Платёжное поручение;Дата платежа;Сумма",
            f"{self.organisation.bin};{mark};2024;{mark};01.06.2024;10,01",
            f"{self.organisation.bin};{good};2024;{mark};31.02.2024;x{mark}",
        ]
        run, _ = intake.receive_file(
            kind="receipts",
            chunks=["\n".join(lines).encode()],
            file_name=f"{mark}.csv",
            language="en",
            by=self.officer,
            in_background=False,
        )
        intake.check_run(run_id=run.pk, on=self.on)
        annotate_run(run_id=run.pk)
        self.run = run

    def _calendar(self, chance: random.Random) -> None:
        self.calendar = make_feed(by=self.people[0], on=self.on)

    def actor(self, place: int) -> User:
        return acting(self.people[place], self.organisation, self.on)

    def objects(self) -> SimpleNamespace:
        """What addresses name, as `tests.architecture.access_addresses` asks for it."""
        person = self.people[0]
        organisation, pk = self.organisation, lambda row: row.pk if row else 0
        return SimpleNamespace(
            organisation=organisation,
            office=self.office,
            year=2024,
            performance=pk(Performance.objects.filter(duty__right=self.office.right).last()),
            term=pk(self.office.right.terms.last()),
            membership=self.membership(-1).pk,
            delegation=pk(Delegation.objects.filter(lender__organisation=organisation).last()),
            invitation=Invitation.objects.filter(organisation=organisation).last(),
            application=pk(Application.objects.filter(bin=organisation.bin).last()),
            run=self.run.pk if self.run else NOWHERE,
            document=self.document.pk if self.document else NOWHERE,
            news=1,
            person=person.pk,
            factor=0,
            act=pk(Record.objects.filter(organisation=organisation.pk).last()),
            notice=pk(Delivery.objects.filter(person__in=self.people).last()),
            calendar=self.calendar,
        )

    def secrets(self) -> set[str]:
        """Every amount of the enterprise above nought that the database holds, as pages and as files write it."""
        duties = list(self.office.duties.values())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT amount FROM ledger_entry WHERE debit_duty = ANY (%s) UNION "
                "SELECT amount FROM obligations_declaredbase WHERE duty_id = ANY (%s) UNION "
                "SELECT unnest(ARRAY[due, performed, shortfall, received]) FROM "
                "(SELECT *, greatest(outstanding, 0) AS shortfall FROM obligations_dutybalance) AS b "
                "WHERE duty_id = ANY (%s)",
                [duties, duties, duties],
            )
            amounts = {row[0] for row in cursor.fetchall()} - {Decimal("0.00")}
        written = {f"{amount:.2f}" for amount in amounts}
        return written | {text.replace(".", ",") for text in written}


def some_news() -> int:
    return _some_news().pk
