"""Sign-ins of the demonstration: people who do not exist, with secrets that only the state folder holds."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from ifi.accounts.acting import organisation_roles
from ifi.accounts.models import User
from ifi.accounts.rights import Actor, OrganisationRole, Role
from ifi.accounts.rules import code_of, code_step
from ifi.accounts.services import add_person, make_password, set_password
from ifi.accounts.services.factors import give_totp, make_secret
from ifi.members.services.writing import begin_membership
from ifi.obligations.models import DutyBalance
from ifi.registry.models import Organisation

# e-mail before the @ → role, authority, name. The domain is reserved: no mail can ever reach it.
_DOMAIN = "demo.invalid"
_PEOPLE = {
    "officer.energy": (Role.OFFICER, "energy", "Көрсетілім қызметкері · энергетика"),
    "officer.atomic": (Role.OFFICER, "atomic", "Көрсетілім қызметкері · атом энергиясы"),
    "officer.industry": (Role.OFFICER, "industry", "Көрсетілім қызметкері · өнеркәсіп"),
    "officer.akimat": (Role.OFFICER, "akimat", "Көрсетілім қызметкері · әкімдік"),
    "analyst": (Role.ANALYST, "", "Көрсетілім талдаушысы"),
    "auditor": (Role.AUDITOR, "", "Көрсетілім аудиторы"),
    "administrator": (Role.ADMINISTRATOR, "", "Көрсетілім әкімшісі"),
    "curator": (Role.CURATOR, "", "Көрсетілім кураторы"),
    "centre.editor": (Role.CENTRE_EDITOR, "", "Көрсетілім орталық редакторы"),
    "news.editor": (Role.NEWS_EDITOR, "", "Көрсетілім жаңалықтар редакторы"),
    "expert": (Role.EXPERT, "", "Көрсетілім сарапшысы"),
    "secretary": (Role.SECRETARY, "", "Көрсетілім хатшысы"),
    "council.member": (Role.COUNCIL_MEMBER, "", "Көрсетілім кеңес мүшесі"),
}


# the organisations that they act for
_ONE, _OTHER, _INSTITUTE = range(3)
# e-mail before the @ → name, and in which of those organisations which roles
_MEMBERS: dict[str, tuple[str, dict[int, tuple[OrganisationRole, ...]]]] = {
    "plant.admin": ("Көрсетілім кәсіпорнының әкімшісі", {_ONE: (OrganisationRole.ADMIN,)}),
    "plant.obligations": ("Көрсетілім кәсіпорнының маманы", {_ONE: (OrganisationRole.OBLIGATIONS,)}),
    "plant.signatory": ("Көрсетілім кәсіпорнының басшысы", {_ONE: (OrganisationRole.SIGNATORY,)}),
    "plant.engineer": ("Көрсетілім инженері", {_ONE: (OrganisationRole.ENGINEER,)}),
    "institute.scientist": ("Көрсетілім ғалымы", {_INSTITUTE: (OrganisationRole.SCIENTIST,)}),
    "plant.investor": ("Көрсетілім инвесторы", {_ONE: (OrganisationRole.INVESTOR,)}),
    "plant.viewer": ("Көрсетілім оқырманы", {_ONE: (OrganisationRole.VIEWER,)}),
    "second.admin": ("Екінші көрсетілім кәсіпорнының әкімшісі", {_OTHER: (OrganisationRole.ADMIN,)}),
    "both.plants": (
        "Екі көрсетілім кәсіпорнының маманы",
        {_ONE: (OrganisationRole.VIEWER,), _OTHER: (OrganisationRole.OBLIGATIONS,)},
    ),
}


class SignIn(NamedTuple):
    """`secret` makes the codes of the second factor, where the role needs one."""

    email: str
    password: str
    role: str
    secret: str = ""


def sign_ins() -> list[SignIn]:
    """The demonstration's people with their passwords; empty where there are none or the file is elsewhere."""
    try:
        lines = _file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    kept = [SignIn(*line.split("\t")) for line in lines if line]
    standing = set(User.objects.filter(is_demonstration=True, is_active=True).values_list("email", flat=True))
    return [row for row in kept if row.email in standing]


@transaction.atomic
def add_people(*, by: Actor, on: date) -> None:
    """Add every person with a new password and write the passwords down."""
    made = []
    for name, (role, authority, shown) in _PEOPLE.items():
        email, password = f"{name}@{_DOMAIN}", make_password()
        person = add_person(email=email, name=shown, roles=[role], password=password, by=by, authority=authority)
        person.is_demonstration = True
        person.save(update_fields=["is_demonstration"])
        made.append(SignIn(email, password, role.value, _give_secret(person, by)))
    _write([*made, *_add_members(by=by, on=on)])


def _add_members(*, by: Actor, on: date) -> list[SignIn]:
    """People of the two enterprises with most duties and of an institute, who act for them from `on`, or from today
    where that is to come."""
    since = min(on, timezone.localdate())
    institutes = Organisation.objects.filter(is_demonstration=True, kinds=[Organisation.Kind.RESEARCH_INSTITUTE])
    organisations = (*_most_concerned(2), *institutes.order_by("pk").values_list("pk", flat=True)[:1])
    made = []
    for name, (shown, roles) in _MEMBERS.items():
        email, password = f"{name}@{_DOMAIN}", make_password()
        person = add_person(email=email, name=shown, roles=[], password=password, by=by)
        person.is_demonstration = True
        person.save(update_fields=["is_demonstration"])
        for place, held in roles.items():
            begin_membership(
                organisation_id=organisations[place], person_id=person.pk, roles=held, begun_by=None, on=since
            )
        made.append(SignIn(email, password, _roles_of(person), _give_secret(person, by)))
    return made


def _most_concerned(count: int) -> list[int]:
    owing = DutyBalance.objects.filter(is_demonstration=True).values("organisation_id").annotate(duties=Count("pk"))
    return list(owing.order_by("-duties", "organisation_id").values_list("organisation_id", flat=True)[:count])


def _roles_of(person: User) -> str:
    """Roles of the system, else those in enterprises, each once."""
    held = organisation_roles(person.pk)
    return ", ".join(person.roles or [role.value for role in OrganisationRole if role in held])


@transaction.atomic
def renew_passwords(*, by: Actor) -> None:
    """Give every demonstration person a new password and write the passwords down."""
    made = []
    for person in User.objects.filter(is_demonstration=True, is_active=True).order_by("pk"):
        password = make_password()
        set_password(email=person.email, password=password, by=by)
        made.append(SignIn(person.email, password, _roles_of(person), _give_secret(person, by)))
    _write(made)


def present_code(email: str, *, now: datetime) -> str | None:
    """The code of the second factor that this person would type now; None where this machine holds no secret."""
    secret = next((row.secret for row in sign_ins() if row.email == email.strip().lower()), "")
    return code_of(secret, code_step(now)) if secret else None


def _give_secret(person: User, by: Actor) -> str:
    """A secret for whoever needs a second factor; empty for others."""
    if not person.needs_second_factor:
        return ""
    secret = make_secret()
    give_totp(person=person, secret=secret, by=by)
    return secret


def forget_passwords() -> None:
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.STATE) / "demonstration-sign-ins.txt"


def _write(rows: list[SignIn]) -> None:
    """Readable by the owner alone from its first byte; a file that stood there before is replaced."""
    path = _file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)
    fresh.replace(path)
