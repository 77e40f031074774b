"""Pages of documents to sign: the list, the document, signing it, and a signature with what proves it."""

from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from ifi.accounts.request_facts import person_of
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say, say_error
from ifi.pages.answering import answer_form
from ifi.signing import queries, services
from ifi.signing.canonical import read_content
from ifi.signing.errors import DocumentUnknown, SignatureRefused
from ifi.signing.forms import RefusalForm, SignatureForm
from ifi.signing.kinds import kind_named
from ifi.signing.models import SignableDocument, Signature
from ifi.signing.rules import ENDS, LARGEST_CMS, Reason, Standing
from ifi.signing.standing import standing_of
from ifi.signing.words import FOR_A_SIGNATURE, STANDING_COLOURS, STANDINGS, holder_role

_MOST_SENT = LARGEST_CMS * 3 // 2 + 64 * 1024  # Base64 of the largest signature, and the form around it


def _document(request: HttpRequest, document_id: UUID) -> SignableDocument:
    try:
        return queries.document_for(document_id, person_of(request))
    except DocumentUnknown as error:
        raise Http404 from error


def _signature(document: SignableDocument, number: int) -> Signature:
    found = queries.signatures_of(document)
    if not 1 <= number <= len(found):
        raise Http404
    return found[number - 1]


@never_cache
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """What one prepared, signed or may sign, newest first."""
    found = queries.documents_of(person_of(request), on=timezone.localdate())
    lines = [
        {"line": line, "state": STANDINGS[line.standing], "colour": STANDING_COLOURS[line.standing]} for line in found
    ]
    return render(request, "signing/documents.html", {"lines": lines})


@never_cache
@require_GET
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What is signed, in human form and as bytes, and who has signed it."""
    found = _document(request, document_id)
    return render(request, "signing/document.html", _context(request, found))


@never_cache
@require_GET
def stored_bytes(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The bytes that are signed, exactly."""
    found = _document(request, document_id)
    headers = {"Content-Disposition": f'attachment; filename="ifi-{found.pk}.json"'}
    return HttpResponse(found.stored, content_type="application/json", headers=headers)


@csrf_exempt  # the token is in the body, which is read only after its length is known; checked by _receive below
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """Signing with NCALayer, and sending a file that was signed elsewhere.

    This page alone may open a connection to NCALayer, which answers on the reader's own computer.
    """
    allowed = csp_update({"connect-src": [settings.NCALAYER_ADDRESS]})
    return allowed(never_cache(lambda request: _sign(request, document_id)))(request)


def _sign(request: HttpRequest, document_id: UUID) -> HttpResponse:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and announced.isdigit() and int(announced) > _MOST_SENT:
        form = SignatureForm(data={})
        form.full_clean()
        form.errors.clear()
        found = _document(request, document_id)
        return _refused(request, found, form, SignatureRefused(Reason.TOO_LARGE, limit=LARGEST_CMS // 1024), 413)
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    response: HttpResponse = _receive(request, document_id)
    return response


@csrf_protect
def _receive(request: HttpRequest, document_id: UUID) -> HttpResponse:
    found = _document(request, document_id)
    if not kind_named(found.kind).may_sign(request.user, found):
        raise NotAllowed(permission="sign")
    if request.method != "POST":
        return _sign_page(request, found, SignatureForm())
    form = SignatureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sign_page(request, found, form, status=422)
    try:
        services.accept_signature(
            found.pk,
            form.cleaned_data["signature"],
            by=person_of(request),
            on=timezone.localdate(),
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except IfiError as error:  # of the signature, or of the act that it would have completed
        return _refused(request, found, form, error, 422)
    return redirect("signing:signature", document_id=found.pk, number=found.signatures.count())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Refuse to sign, with a reason."""
    found = _document(request, document_id)
    if not kind_named(found.kind).may_sign(request.user, found):
        raise NotAllowed(permission="sign")
    form = RefusalForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        services.refuse_to_sign(found.pk, reason=reason, by=person_of(request), on=timezone.localdate())
        return reverse("signing:document", args=[found.pk])

    return answer_form(
        request, form, act, "signing/refuse.html", _context(request, found), fields={"document.reason_needed": "reason"}
    )


def _refused(
    request: HttpRequest, found: SignableDocument, form: SignatureForm, error: IfiError, status: int
) -> HttpResponse:
    """The reason beside the way by which the signature came: the file, or NCALayer."""
    by_script = bool(form.cleaned_data.get("cms"))
    form.add_error(None if by_script else "file", say_error(error))
    return _sign_page(request, found, form, status=status)


def _sign_page(request: HttpRequest, found: SignableDocument, form: SignatureForm, status: int = 200) -> HttpResponse:
    without_key = kind_named(found.kind).without_key
    context = {
        **_context(request, found),
        "without_key": without_key.address(found) if without_key else "",
        "form": form,
        "ncalayer": settings.NCALAYER_ADDRESS,
        "ncalayer_seconds": settings.NCALAYER_SECONDS,
        "ncalayer_usage": FOR_A_SIGNATURE,
        "limit": LARGEST_CMS // 1024,
    }
    return render(request, "signing/sign.html", context, status=status)


@never_cache
@require_GET
def signature(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """One signature: who, when, by which certificate, and what was found."""
    found = _document(request, document_id)
    one = _signature(found, number)
    kind = kind_named(found.kind)
    context = {
        **_context(request, found),
        "signature": one,
        "number": number,
        "role": holder_role(one.certificate.uses),
        "evidence": one.evidence.order_by("position"),
        "next": kind.next_page(found) if kind.next_page else "",
    }
    return render(request, "signing/signature.html", context)


@never_cache
@require_GET
def evidence(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """Everything that is needed to verify the signature later, as one file."""
    found = _document(request, document_id)
    one = _signature(found, number)
    headers = {"Content-Disposition": f'attachment; filename="ifi-{found.pk}-{number}.zip"'}
    archive = services.read_evidence(signature=one, by=person_of(request), on=timezone.localdate())
    return HttpResponse(archive, content_type="application/zip", headers=headers)


def _context(request: HttpRequest, found: SignableDocument) -> dict[str, object]:
    """The document in its human form, which is made from the stored bytes, and its signatures."""
    kind, standing = kind_named(found.kind), standing_of(found, on=timezone.localdate())
    signatures = queries.signatures_of(found)
    may_sign = kind.may_sign(request.user, found)
    waits = standing is Standing.WAITING
    shown = render_to_string(
        kind.template, {"content": read_content(found.stored), "language": get_language()}, request=None
    )
    return {
        "document": found,
        "kind": kind,
        "human": shown,
        "signatures": signatures,
        "expected": kind.expected(found),
        "state": STANDINGS[standing],
        "colour": STANDING_COLOURS[standing],
        "waits": waits,
        "is_complete": standing is Standing.SIGNED,
        "ended": say(ENDS[standing]) if standing in ENDS else "",
        "end": getattr(found, "end", None),
        "may_sign": may_sign,
        "may_refuse": waits and may_sign and found.prepared_by_id != request.user.pk,
        "has_sent_one": any(one.accepted_by_id == request.user.pk for one in signatures),
    }
