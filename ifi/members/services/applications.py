"""How the first person of an organisation proves authority, and how an officer decides on it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from ifi.accounts.models import User
from ifi.accounts.rights import Actor, OrganisationRole, Permission, Program, check_may
from ifi.core.errors import NotAllowed
from ifi.core.identifiers import belongs_to_person
from ifi.core.targets import Target
from ifi.members import letters
from ifi.members.errors import (
    ApplicationUnknown,
    ApplicationWaits,
    HasAdministrator,
    MemberAlready,
    NameNeeded,
    OwnApplication,
    ReasonNeeded,
    TooManyApplications,
)
from ifi.members.models import Application, Membership
from ifi.members.queries import is_own_application
from ifi.members.rules import OPEN_APPLICATIONS, ApplicationState, Way, check_application_step, signing_ends
from ifi.members.services.telling import deciders, keep, tell, tell_person
from ifi.members.services.writing import begin_membership, give, has_administrator, held_by, present_membership
from ifi.notices.services import Person
from ifi.registry.models import Organisation
from ifi.registry.services.organisations import (
    Names,
    check_codes,
    create_organisation,
    locked_organisation,
    parse_number,
)
from ifi.signing.models import SignableDocument, Signature
from ifi.signing.rules import Standing
from ifi.signing.services import prepare_document, withdraw_document

AUTHORITY = "members.authority"  # the kind of document that is signed
_REGISTRAR = Program("members", Permission.REGISTRY_EDIT)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an application says about the organisation: its number and, where it is not registered, name and kind."""

    bin: str
    names: Names = field(default_factory=Names)
    kind: str = ""


def apply_by_letter(*, applied: Applied, letter: Iterable[bytes], by: User, on: date) -> Application:
    """Ask to act for an organisation, with a letter of authority as proof.

    Raises NotAllowed, NumberMalformed, CheckDigitWrong, NameNeeded, MemberAlready, ApplicationWaits,
    TooManyApplications, LetterTooLarge, LetterNotReadable, LetterActive.
    """
    if not by.is_active:
        raise NotAllowed(permission="sign_in")
    number = parse_number(applied.bin)
    organisation = Organisation.objects.filter(bin=number).first()
    _check_may_apply(number, organisation, applied, by, on)
    kept = letters.keep(letter)
    try:
        with transaction.atomic(), _waits_once(number):
            application = Application.objects.create(
                person=by,
                bin=number,
                organisation=organisation,
                **_said(applied, organisation),
                way=Way.LETTER.value,
                letter=kept.number,
                letter_type=kept.kind,
                letter_size=kept.size,
                letter_sha256=kept.sha256,
                submitted_on=on,
            )
            _keep("members.application_sent", application, by, on)
            _tell_deciders(application, by, on)
            return application
    except BaseException:
        letters.forget(kept.number)
        raise


@transaction.atomic
def apply_by_signature(*, applied: Applied, by: User, on: date) -> SignableDocument:
    """Ask to act for an organisation whose certificate one holds: the document to sign with it.

    Only for an organisation without an administrator; later people are invited. Raises as `apply_by_letter`, and
    HasAdministrator.
    """
    if not by.is_active:
        raise NotAllowed(permission="sign_in")
    number = parse_number(applied.bin)
    organisation = Organisation.objects.filter(bin=number).first()
    _check_may_apply(number, organisation, applied, by, on)
    if organisation and has_administrator(organisation.pk, on):
        raise HasAdministrator
    with _waits_once(number), transaction.atomic():
        application = Application.objects.create(
            person=by,
            bin=number,
            organisation=organisation,
            **_said(applied, organisation),
            way=Way.SIGNATURE.value,
            submitted_on=on,
        )
    _keep("members.application_sent", application, by, on)
    content = {
        "statement": "acts_for_organisation",
        "bin": number,
        "person": by.pk,
        "person_name": by.name,
        "application": application.pk,
    }
    about = Target.of("application", application.pk)
    return prepare_document(AUTHORITY, content, about=about, by=by, on=on, sign_until=signing_ends(on))


def join_by_signature(signature: Signature, *, by: Actor, on: date) -> None:
    """Called with a verified signature whose certificate bears the BIN: the applicant becomes an administrator.

    Raises ApplicationUnknown, StepNotPossible, HasAdministrator; the signature is undone then.
    """
    application = _locked(int(signature.document.about_key))
    check_application_step(ApplicationState(application.state), ApplicationState.APPROVED)
    organisation = Organisation.objects.filter(bin=application.bin).first() or _registered(application, _REGISTRAR)
    locked_organisation(organisation.pk)
    if has_administrator(organisation.pk, on):
        raise HasAdministrator
    make_administrator(organisation.pk, application.person_id, given_by=None, on=on)
    application.organisation, application.signature = organisation, str(signature.pk)
    application.state, application.decided_on = ApplicationState.APPROVED.value, on
    application.save()
    _keep("members.joined_by_signature", application, by, on)


@transaction.atomic
def approve_application(*, application_id: int, by: Actor, on: date) -> Membership:
    """The person becomes an administrator of the organisation, which is registered now if it was not.

    Raises NotAllowed, ApplicationUnknown, StepNotPossible, OwnApplication.
    """
    application = _to_decide(application_id, ApplicationState.APPROVED, by, on)
    organisation = Organisation.objects.filter(bin=application.bin).first() or _registered(application, by)
    membership = make_administrator(organisation.pk, application.person_id, given_by=getattr(by, "pk", None), on=on)
    application.organisation = organisation
    _decide(application, ApplicationState.APPROVED, by, on)
    _keep("members.application_approved", application, by, on)
    tell_person("members.application_approved", organisation.pk, application.person_id, by=by, on=on)
    return membership


@transaction.atomic
def refuse_application(*, application_id: int, reason: str, by: Actor, on: date) -> Application:
    """Raises NotAllowed, ApplicationUnknown, StepNotPossible, OwnApplication, ReasonNeeded."""
    application = _to_decide(application_id, ApplicationState.REFUSED, by, on)
    application.reason = reason.strip()
    if not application.reason:
        raise ReasonNeeded
    _decide(application, ApplicationState.REFUSED, by, on)
    _keep("members.application_refused", application, by, on)
    tell(
        "members.application_refused",
        application.organisation_id,
        [Person(application.person_id)],
        by=by,
        on=on,
        name="" if application.organisation_id else application.written_name,
        application=str(application.pk),
    )
    return application


@transaction.atomic
def withdraw_application(*, application_id: int, by: User, on: date) -> Application:
    """Raises ApplicationUnknown, NotAllowed, StepNotPossible."""
    application = _locked(application_id)
    if application.person_id != by.pk:
        raise NotAllowed(permission="own")
    _withdraw(application, by, on)
    withdraw_document(about=Target.of("application", application.pk), by=by, on=on)
    return application


def end_unsigned(document: SignableDocument, end: Standing, *, by: Actor, on: date) -> None:
    """Called when the time to sign ran out: the application waits no more, so that a new one can be made."""
    application = _locked(int(document.about_key))
    if ApplicationState(application.state) is ApplicationState.SUBMITTED:
        _withdraw(application, by, on)


def _withdraw(application: Application, by: Actor, on: date) -> None:
    check_application_step(ApplicationState(application.state), ApplicationState.WITHDRAWN)
    application.state = ApplicationState.WITHDRAWN.value
    application.decided_on = on
    application.save(update_fields=["state", "decided_on"])
    _keep("members.application_withdrawn", application, by, on)


@transaction.atomic
def open_letter(*, application_id: int, by: Actor, on: date) -> Application:
    """The letter is about to be read, which is recorded: it holds personal data. Raises ApplicationUnknown, NotAllowed.

    One's own letter opens without a record.
    """
    application = Application.objects.filter(pk=application_id, letter__isnull=False).first()
    if application is None:
        raise ApplicationUnknown
    if application.person_id != getattr(by, "pk", None):
        check_may(by, Permission.MEMBERS_DECIDE)
        _keep("members.letter_read", application, by, on)
    return application


def make_administrator(organisation_id: int, person_id: int, *, given_by: int | None, on: date) -> Membership:
    """A new member as administrator, or the role for one who is a member already."""
    locked_organisation(organisation_id)
    membership = present_membership(organisation_id, person_id, on)
    if membership is None:
        return begin_membership(
            organisation_id=organisation_id,
            person_id=person_id,
            roles=[OrganisationRole.ADMIN],
            begun_by=given_by,
            on=on,
        )
    if OrganisationRole.ADMIN not in held_by(membership, on):
        give(membership, [OrganisationRole.ADMIN], given_by=given_by, on=on)
    return membership


def _check_may_apply(number: str, organisation: Organisation | None, applied: Applied, by: User, on: date) -> None:
    waiting = Application.objects.filter(person=by, state=ApplicationState.SUBMITTED.value)
    if waiting.filter(bin=number).exists():
        raise ApplicationWaits(bin=number)
    if waiting.count() >= OPEN_APPLICATIONS:
        raise TooManyApplications(limit=OPEN_APPLICATIONS)
    if organisation is None and applied.names == Names():
        raise NameNeeded
    check_codes("organisation_kinds", applied.kind)
    membership = present_membership(organisation.pk, by.pk, on) if organisation else None
    if membership and OrganisationRole.ADMIN in held_by(membership, on):
        raise MemberAlready


def _said(applied: Applied, organisation: Organisation | None) -> dict[str, str]:
    """Names and kind are kept only for an organisation that is not registered."""
    if organisation is not None:
        return {}
    columns = applied.names.columns()
    return {name: columns[name] for name in ("name_kk", "name_ru", "name_en")} | {"kind": applied.kind}


@contextmanager
def _waits_once(number: str) -> Iterator[None]:
    """Two sent at the same moment are one: the database holds the key."""
    try:
        yield
    except IntegrityError as error:
        if "application_waits_once" not in str(error):
            raise
        raise ApplicationWaits(bin=number) from error


def _keep(event: str, application: Application, by: Actor, on: date) -> None:
    target = Target.of("application", application.pk)
    parameters = {} if belongs_to_person(application.bin) else {"bin": application.bin}
    keep(event, target, organisation_id=application.organisation_id, by=by, on=on, parameters=parameters)


def _tell_deciders(application: Application, by: Actor, on: date) -> None:
    tell(
        "members.application_received",
        application.organisation_id,
        deciders(),
        by=by,
        on=on,
        name="" if application.organisation_id else application.written_name,
        application=str(application.pk),
    )


def _locked(application_id: int) -> Application:
    row = Application.objects.select_for_update().filter(pk=application_id).first()
    if row is None:
        raise ApplicationUnknown
    return row


def _to_decide(application_id: int, then: ApplicationState, by: Actor, on: date) -> Application:
    check_may(by, Permission.MEMBERS_DECIDE)
    application = _locked(application_id)
    check_application_step(ApplicationState(application.state), then)
    if is_own_application(application, by=by, on=on):
        raise OwnApplication
    return application


def _registered(application: Application, by: Actor) -> Organisation:
    names = Names(application.name_kk, application.name_ru, application.name_en)
    kinds = [application.kind] if application.kind else []
    source = f"application {application.pk}"
    return create_organisation(bin=application.bin, names=names, kinds=kinds, source=source, by=by)


def _decide(application: Application, then: ApplicationState, by: Actor, on: date) -> None:
    application.state = then.value
    application.decided_by_id = getattr(by, "pk", None)
    application.decided_on = on
    application.save()
    withdraw_document(about=Target.of("application", application.pk), by=by, on=on)
