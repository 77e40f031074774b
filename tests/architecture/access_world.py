"""A small world for the walk: two organisations alike in everything, and a reader of each role who belongs to one.

`own` are objects of the reader's organisation or of the reader, `foreign` those of the other, `colleague` those of
another person of the reader's organisation.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import OrganisationRole, Role
from ifi.intake.models import ImportProgress, ImportRun
from ifi.members import letters
from ifi.members.models import Application, Delegation, Invitation, Membership
from ifi.members.services import AUTHORITY
from ifi.members.services.writing import begin_membership
from ifi.members.tokens import token_of
from ifi.obligations.models import Duty, Performance
from ifi.registry.models import Organisation
from ifi.signing.canonical import canonical_bytes
from ifi.signing.models import SignableDocument, Signature, SignerCertificate
from tests.obligations.portfolio import Office, a_right
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


@dataclass(frozen=True)
class World:
    reader: User | None
    sides: dict[str, Objects]


@dataclass(frozen=True)
class _House:
    organisation: Organisation
    office: Office
    performance: int
    term: int
    invitation: Invitation
    admin: User


def a_world(role: str) -> World:
    """The reader of the role with both sides; for a role in an organisation a colleague's too."""
    ours, theirs = _a_house("A"), _a_house("B")
    reader = None if role == PUBLIC else _a_reader(role, ours)
    is_member = role in list(OrganisationRole)
    sides = {"foreign": _objects(theirs, _a_person("stranger"), is_own=False, reader=reader)}
    if reader is not None:
        sides["own"] = _objects(ours, reader, is_own=is_member, reader=reader)
    if is_member:
        sides["colleague"] = _objects(ours, _a_person("colleague"), is_own=True, reader=reader)
    return World(reader, sides)


def _a_reader(role: str, house: _House) -> User:
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


def _a_house(name: str) -> _House:
    organisation = named(f"«Кәсіпорын {name}» ЖШС", f"ТОО «Завод {name}»", f"Plant {name} LLP")
    office = Office(a_right("kz.solid_minerals", holder=organisation), date(2025, 3, 1)).open(2024, 2025)
    office.declare(2024, "123 456 789.01")
    office.perform(2024, "500 000.10")
    term = office.right.terms.create(parameter="rate", value="0.012", validity="[2020-01-01,)", is_confirmed=False)
    admin = _a_person(f"admin{name}".lower())
    _join(organisation, admin, OrganisationRole.ADMIN)
    performance = Performance.objects.get(duty__right=office.right)
    today = timezone.localdate()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=f"invited{name}@example.kz".lower(),
        roles=["viewer"],
        language="en",
        invited_by=admin,
        invited_on=today,
        last_day=today + timedelta(days=3),
    )
    return _House(organisation, office, performance.pk, term.pk, invitation, admin)


def _objects(house: _House, person: User, *, is_own: bool, reader: User | None) -> Objects:
    """The house's objects with those of one person in it; whoever is no member of it yet becomes one."""
    is_oneself = reader is not None and person.pk == reader.pk
    membership = Membership.objects.filter(organisation=house.organisation, person=person).first()
    if membership is None and (is_own or not is_oneself):
        membership = _join(house.organisation, person, OrganisationRole.ENGINEER)
    admin = Membership.objects.get(person=house.admin)
    held = membership or admin
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
        document=_a_signed_document(application).pk,
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


def _a_signed_document(application: Application) -> SignableDocument:
    """As if its applicant had signed it: what is verified is told elsewhere."""
    document = SignableDocument.objects.create(
        kind=AUTHORITY,
        about_kind="application",
        about_key=str(application.pk),
        content=canonical_bytes({"bin": application.bin, "person": application.person_id}),
        sha256="0" * 64,
        prepared_by=application.person,
        prepared_on=timezone.localdate(),
    )
    now = timezone.now()
    signature = Signature.objects.create(
        document=document,
        certificate_sha256="0" * 64,
        cms=b"0",
        cms_sha256="0" * 64,
        is_attached=False,
        algorithm="SHA-256, RSA 2048",
        judged_at=now,
        verifier="in_process",
        verifier_version="0",
        rules_version=1,
        verified_at=now,
        accepted_by=application.person,
        accepted_on=timezone.localdate(),
    )
    SignerCertificate.objects.create(
        signature=signature,
        sha256="0" * 64,
        content=b"0",
        serial="0",
        issuer="Test",
        name="Test",
        valid_from=now,
        valid_until=now,
    )
    return document


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
    return run


def invitation_token(objects: Objects) -> str:
    return token_of(objects.invitation.number)


def duty_of(objects: Objects) -> Duty:
    return Duty.objects.get(right=objects.office.right, year=objects.year)
