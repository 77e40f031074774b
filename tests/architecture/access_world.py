"""A small world for the walk: two organisations alike in everything, and a reader of each role who belongs to one.

`own` are objects of the reader's organisation or of the reader, `foreign` those of the other, `colleague` those of
another person of the reader's organisation.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ifi.accounts.acting import Acting
from ifi.accounts.models import User
from ifi.accounts.rights import OrganisationRole, Permission, Program, Role
from ifi.audit.heads import publish_head
from ifi.audit.sequencing import sequence
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.intake.kinds import no_problems
from ifi.intake.models import ImportProgress, ImportRun
from ifi.law.facts import Channel
from ifi.members import letters
from ifi.members.models import Application, Delegation, Invitation, Membership
from ifi.members.services import AUTHORITY
from ifi.members.services.writing import begin_membership
from ifi.members.tokens import token_of
from ifi.news.calendar.services import make_feed
from ifi.news.models import CalendarFeed, NewsItem
from ifi.news.services import make_ready, publish_news, write_news
from ifi.notices import links
from ifi.notices.models import Delivery
from ifi.notices.services import Person, announce
from ifi.obligations.services.performances import NewPerformance, enter_performances
from ifi.registry.models import Organisation
from ifi.signing.models import SignableDocument, Signature, SignerCertificate
from ifi.signing.services import prepare_document
from tests.news.conftest import content as news_content
from tests.obligations.portfolio import OFFICE, Office, a_right
from tests.obligations.scene import named

PUBLIC = "public"
READERS = (PUBLIC, *Role, *OrganisationRole)


@dataclass(frozen=True)
class Objects:
    """What the addresses of one side name, and for which of them the reader is `oneself`."""

    organisation: Organisation
    is_own_organisation: bool
    is_oneself: bool
    office: Office
    year: int
    performance: int
    term: int
    membership: int
    other_membership: int
    delegation: int
    invitation: Invitation
    application: int
    run: uuid.UUID
    document: uuid.UUID
    news: int
    person: int
    factor: int
    act: int
    notice: int
    calendar: CalendarFeed


@dataclass(frozen=True)
class House:
    """An organisation with everything it has; `canaries`: hidden field → what stands in it here and nowhere else."""

    organisation: Organisation
    office: Office
    performance: int
    term: int
    invitation: Invitation
    admin: User
    canaries: dict[str, str]


@dataclass(frozen=True)
class World:
    reader: User | None
    sides: dict[str, Objects]
    ours: House  # the reader's, where the role is one in an organisation
    theirs: House
    is_member: bool


def a_world(role: str) -> World:
    """The reader of the role with both sides; for a role in an organisation a colleague's too."""
    ours, theirs = _a_house(1), _a_house(2)
    reader = None if role == PUBLIC else _a_reader(role, ours)
    is_member = role in list(OrganisationRole)
    sides = {"foreign": _objects(theirs, _a_person("stranger"), is_own=False, reader=reader)}
    if reader is not None:
        sides["own"] = _objects(ours, reader, is_own=is_member, reader=reader)
    if is_member:
        sides["colleague"] = _objects(ours, _a_person("colleague"), is_own=True, reader=reader)
    publish_head()
    return World(reader, sides, ours, theirs, is_member)


def _a_reader(role: str, house: House) -> User:
    if role in list(Role):
        return _a_person("reader", role)
    reader = _a_person("reader")
    _join(house.organisation, reader, OrganisationRole(role))
    return reader


def _a_person(name: str, *roles: str) -> User:
    return User.objects.create(email=f"{name}@example.kz", name=name.capitalize(), roles=list(roles), language="en")


def _join(organisation: Organisation, person: User, *roles: OrganisationRole) -> Membership:
    since = timezone.localdate() - timedelta(days=1)
    return begin_membership(organisation_id=organisation.pk, person_id=person.pk, roles=roles, begun_by=None, on=since)


_BASES = {1: "123 456 789.01", 2: "987 654 321.01"}
_LEGACY_BASES = {1: "777 000 111.00", 2: "888 000 222.00"}  # one per cent of them is due
_SHARES = {1: "0.7123", 2: "0.8345"}


def _a_house(number: int) -> House:
    name = "AB"[number - 1]
    organisation = named(f"«Кәсіпорын {name}» ЖШС", f"ТОО «Завод {name}»", f"Plant {name} LLP")  # its number is an IIN
    office = Office(a_right("kz.solid_minerals", holder=organisation, penalty_rate="0.37"), date(2025, 3, 1)).open(
        2024, 2025
    )
    office.right.holders.update(share=_SHARES[number])
    office.declare(2024, _BASES[number])
    performance = _a_payment(office, number)
    office.close(2024, on=date(2026, 6, 1))
    legacy = Office(a_right("kz.legacy_contract", holder=organisation), date(2025, 3, 1)).open(2024)
    legacy.declare(2024, _LEGACY_BASES[number])
    term = office.right.terms.create(
        parameter="rate", value="0.01", clause=f"канарейка-тармақ-{number}", validity="[2020-01-01,)"
    )
    admin = _a_person(f"canary-admin-{number}")
    membership = _join(organisation, admin, OrganisationRole.ADMIN)
    membership.attorney_document = f"канарейка-сенімхат-{number}"
    membership.save()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=f"invited{name}@example.kz".lower(),
        roles=["viewer"],
        language="en",
        invited_by=admin,
        invited_on=timezone.localdate(),
        last_day=timezone.localdate() + timedelta(days=3),
    )
    assert office.balance(2024).penalty > 0, "else the canary of the penalty is nothing"
    canaries = {
        "own_term": term.clause,
        "share": f"{Decimal(_SHARES[number]) * 100:.2f}",
        "iin": organisation.bin,
        "base": _BASES[number],
        "performance": f"канарейка-төлем-{number}",
        "penalty": str(office.balance(2024).penalty),
        "legacy_figures": str(legacy.balance(2024).due),
        "email": admin.email,
        "power_of_attorney": membership.attorney_document,
    }
    return House(organisation, office, performance, term.pk, invitation, admin, canaries)


def _a_payment(office: Office, number: int) -> int:
    """An accepted payment; its title is what nobody else may read."""
    given = NewPerformance(
        uid=uuid.uuid4(),
        duty_id=office.duties[2024],
        channel=Channel.KZ_PERFORMER,
        amount=Decimal("500000.10"),
        paid_on=date(2024, 6, 30),
        title=f"канарейка-төлем-{number}",
    )
    (performance,) = enter_performances(performances=[given], by=OFFICE, on=office.today).ids
    office.accept(performance, "500000.10")
    return performance


def _objects(house: House, person: User, *, is_own: bool, reader: User | None) -> Objects:
    """The house's objects with those of one person in it; whoever is no member of it yet becomes one."""
    is_oneself = reader is not None and person.pk == reader.pk
    membership = Membership.objects.filter(organisation=house.organisation, person=person).first()
    if membership is None and (is_own or not is_oneself):
        membership = _join(house.organisation, person, OrganisationRole.ENGINEER)
    admin = Membership.objects.get(person=house.admin)
    held = membership or admin
    held.attorney_document = house.canaries["power_of_attorney"]
    held.save()
    application = _an_application(person)
    return Objects(
        organisation=house.organisation,
        is_own_organisation=is_own,
        is_oneself=is_oneself,
        office=house.office,
        year=2024,
        performance=house.performance,
        term=house.term,
        membership=held.pk,
        other_membership=admin.pk,
        delegation=_a_delegation(held, admin).pk,
        invitation=house.invitation,
        application=application.pk,
        run=_a_run(person).pk,
        document=_a_document(application).pk,
        news=_some_news().pk,
        person=person.pk,
        factor=_a_factor(person).pk,
        act=_an_act(person, held),
        notice=_a_notice(person).pk,
        calendar=make_feed(by=person, on=timezone.localdate()),
    )


def _a_delegation(lender: Membership, borrower: Membership) -> Delegation:
    today = timezone.localdate()
    if lender.pk == borrower.pk:
        colleague = _a_person(f"stand-in{lender.pk}")
        borrower = _join(lender.organisation, colleague, OrganisationRole.VIEWER)
    return Delegation.objects.create(
        lender=lender, borrower=borrower, roles=["engineer"], since=today, until=today + timedelta(days=2)
    )


def _an_application(person: User) -> Application:
    letter = letters.keep([b"%PDF-1.7\n%%EOF\n"])
    return Application.objects.create(
        person=person,
        bin="070340005042",
        name_kk="«Жаңа зауыт» ЖШС",
        way="letter",
        letter=letter.number,
        letter_type=letter.kind,
        letter_size=letter.size,
        submitted_on=timezone.localdate(),
    )


def _a_run(person: User) -> ImportRun:
    """A run whose file was refused: its pages, files and acts are there all the same."""
    run = ImportRun.objects.create(
        kind="performances",
        state=ImportRun.State.UPLOADED,
        file_name="a.csv",
        path=f"imports/{person.pk}/original.csv",
        size=1,
        sha256="0" * 64,
        uploaded_by=person,
        checked_at=timezone.now(),
    )
    ImportProgress.objects.create(run=run)
    folder = Path(settings.MEDIA_ROOT) / "imports" / str(run.pk)
    folder.mkdir(parents=True)
    (folder / "annotated.csv").write_text("a")
    no_problems().write_parquet(folder / "problems.parquet")
    return run


def _a_document(application: Application) -> SignableDocument:
    """A document of the applicant's, signed."""
    person, today, now = application.person, timezone.localdate(), timezone.now()
    target = Target.of("application", application.pk)
    content = {
        "statement": "acts_for_organisation",
        "bin": application.bin,
        "person": person.pk,
        "person_name": person.name,
        "application": application.pk,
    }
    document = prepare_document(AUTHORITY, content, about=target, by=person, on=today)
    digest = f"{application.pk:064d}"
    signature = Signature.objects.create(
        document=document,
        certificate_sha256=digest,
        cms=b"",
        cms_sha256="0" * 64,
        is_attached=False,
        algorithm="",
        judged_at=now,
        verifier="test",
        verifier_version="1",
        rules_version=1,
        verified_at=now,
        accepted_on=today,
    )
    SignerCertificate.objects.create(
        signature=signature, sha256=digest, content=b"", serial="1", valid_from=now, valid_until=now
    )
    return document


def _some_news() -> NewsItem:
    editor, on = Program("editor", Permission.NEWS_EDIT), timezone.localdate()
    item = write_news(content=news_content(), by=editor, on=on)
    make_ready(number=item.pk, by=editor, on=on)
    return publish_news(number=item.pk, by=editor, on=on)


def _a_factor(person: User) -> Authenticator:
    return Authenticator.objects.create(user=person, type="totp", data={"secret": "unused"})


def _an_act(person: User, on_whom: Membership) -> int:
    """What the person did for the organisation, with its place in the tree."""
    person.acting = Acting(on_whom.organisation_id, frozenset())
    target = Target.of("membership", on_whom.pk)
    with transaction.atomic():
        number = record("members.roles_changed", target, by=person, on=timezone.localdate())
    sequence()
    return number


def _a_notice(person: User) -> Delivery:
    with transaction.atomic():
        announce(
            "members.roles_changed",
            about=None,
            to=[Person(person.pk)],
            parameters={"organisation": "A"},
            by=Program("test"),
            on=timezone.localdate(),
        )
    return Delivery.objects.filter(person=person, channel="page").latest("pk")


def calendar_token(objects: Objects) -> str:
    return links.token_of(links.Purpose.CALENDAR, objects.calendar.handle)


def invitation_token(objects: Objects) -> str:
    return token_of(objects.invitation.number)
