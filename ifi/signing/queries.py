"""Documents and signatures, for those who may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from ifi.accounts.models import User
from ifi.accounts.rights import acts_for
from ifi.core.targets import Shown, Target
from ifi.signing.errors import DocumentUnknown
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument, Signature
from ifi.signing.rules import Standing
from ifi.signing.sight import check_may_see, may_see
from ifi.signing.standing import standing_of

_LISTED = 100


def document_for(document_id: UUID, reader: object) -> SignableDocument:
    """The document, for a party or whoever sees every document. Raises DocumentUnknown or NotAllowed."""
    try:
        document = SignableDocument.objects.get(pk=document_id)
    except SignableDocument.DoesNotExist as error:
        raise DocumentUnknown from error
    check_may_see(reader, document)
    return document


def document_about(about: Target) -> SignableDocument | None:
    """The newest document about the object that the reader's database shows; None where there is none."""
    found = SignableDocument.objects.filter(about_kind=about.kind, about_key=about.key)
    return found.defer("content").order_by("-recorded_at").first()


def signatures_of(document: SignableDocument) -> tuple[Signature, ...]:
    """The valid signatures, first one first, each with its certificate."""
    return tuple(document.signatures.select_related("certificate", "accepted_by").order_by("pk"))


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of a list. `needs_you`: it waits, and the reader may sign it."""

    document: SignableDocument
    title: object
    standing: Standing
    needs_you: bool


def documents_of(person: User, *, on: date) -> tuple[DocumentLine, ...]:
    """What the person, or the organisation they act for, prepared, signed or is to sign, newest first; a hundred."""
    own = Q(prepared_by=person) | Q(people__contains=[person.pk]) | Q(signatures__accepted_by=person)
    organisation = acts_for(person)
    own = own if organisation is None else own | Q(organisation_id=organisation)
    found = SignableDocument.objects.filter(pk__in=SignableDocument.objects.filter(own).values("pk"))
    found = found.select_related("end").order_by("-recorded_at", "pk")[:_LISTED]
    return tuple(_line(document, person, on) for document in found if _is_party(document, person))


def _is_party(document: SignableDocument, person: User) -> bool:
    return kind_named(document.kind).may_see(person, document)


def _line(document: SignableDocument, person: User, on: date) -> DocumentLine:
    kind, standing = kind_named(document.kind), standing_of(document, on=on)
    needs_you = standing is Standing.WAITING and kind.may_sign(person, document)
    return DocumentLine(document, kind.title, standing, needs_you)


def describe(keys: Collection[str], reader: object) -> dict[str, Shown]:
    """How the trail and notices name documents to a reader: those that the reader may see."""
    found = SignableDocument.objects.filter(pk__in=keys).defer("content")
    return {
        str(document.pk): Shown(str(kind_named(document.kind).title), reverse("signing:document", args=[document.pk]))
        for document in found
        if may_see(reader, document)
    }


_ALTERED = """
SELECT 'document', id::text FROM signing_signabledocument WHERE encode(sha256(content), 'hex') <> sha256
UNION ALL SELECT 'signature', id::text FROM signing_signature WHERE encode(sha256(cms), 'hex') <> cms_sha256
UNION ALL SELECT 'certificate', id::text FROM signing_signercertificate WHERE encode(sha256(content), 'hex') <> sha256
UNION ALL SELECT 'evidence', id::text FROM signing_signatureevidence WHERE encode(sha256(content), 'hex') <> sha256
"""


def altered() -> tuple[tuple[str, str], ...]:
    """Stored bytes that no longer fit their digest: what they are and their number. The trail keeps the digests."""
    with connection.cursor() as cursor:
        cursor.execute(_ALTERED)
        return tuple(cursor.fetchall())
