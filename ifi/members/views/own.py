"""For whom one acts: the list, the choice, and joining another organisation."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import acts_for
from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES
from ifi.core.identifiers import record_number
from ifi.core.sentences import say_error
from ifi.intake.uploads import LimitedUpload, is_too_large
from ifi.members import letters, queries, services
from ifi.members.acting import choose, standings_here
from ifi.members.errors import LetterTooLarge
from ifi.members.forms import JoinForm, SignatureForm
from ifi.members.models import Application
from ifi.members.rules import ApplicationState, Way
from ifi.members.services import Applied
from ifi.members.views.answering import answer
from ifi.members.words import APPLICATION_COLOURS, APPLICATION_STATES, WAITS_FOR_SIGNATURE, WAYS


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations one acts for, with one's roles in them, and one's applications."""
    held = standings_here(request)
    names = queries.organisation_names([one.organisation_id for one in held])
    applications = queries.own_applications(by=person_of(request))
    context = {
        "organisations": [
            {
                "standing": one,
                "name": names.get(one.organisation_id, ""),
                "held": role_names(one.held),
                "lent": role_names(one.lent - one.held),
                "is_present": one.organisation_id == acts_for(request.user),
            }
            for one in held
        ],
        "acts_for_one": acts_for(request.user) is not None,
        "applications": [shown_application(row) for row in applications],
    }
    return render(request, "members/mine.html", context)


@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another organisation from now on; an empty choice = only for oneself."""
    choose(request, record_number(request.POST.get("organisation")) or 0)
    return redirect("members:mine")


@csrf_exempt  # the token is in the body, which is read only after its length is known; checked by receive below
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Apply with a letter of authority."""
    if request.method == "POST" and is_too_large(request, letters.LIMIT):
        form = JoinForm(data={})
        form.full_clean()
        form.errors.clear()
        form.add_error("letter", say_error(LetterTooLarge(limit=letters.LIMIT_MB)))
        return render(request, "members/join.html", {"form": form}, status=413)
    request.upload_handlers = [LimitedUpload(request, letters.LIMIT), TemporaryFileUploadHandler(request)]
    response: HttpResponse = _receive(request)
    return response


@csrf_protect
def _receive(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST, request.FILES) if request.method == "POST" else JoinForm()

    def act() -> str:
        entered = form.cleaned_data
        application = services.apply_by_letter(
            applied=Applied(entered["bin"], form.names(), entered["kind"]),
            letter=entered["letter"].chunks(),
            by=person_of(request),
            on=timezone.localdate(),
        )
        return reverse("members:application", args=[application.pk])

    return answer(request, form, act, "members/join.html")


@require_http_methods(["GET", "HEAD", "POST"])
def join_by_signature(request: HttpRequest) -> HttpResponse:
    """Apply with the organisation's own certificate: what is to be signed is prepared, and signing is the next page."""
    form = SignatureForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        entered = form.cleaned_data
        document = services.apply_by_signature(
            applied=Applied(entered["bin"], form.names(), entered["kind"]),
            by=person_of(request),
            on=timezone.localdate(),
        )
        return reverse("signing:document", args=[document.pk])

    return answer(
        request,
        form,
        act,
        title=_("Join with the organisation's electronic signature"),
        text=_("The certificate must bear the organisation's BIN. You become its administrator at once."),
        action=_("Continue to signing"),
        back=reverse("members:join"),
    )


def role_names(roles: object) -> list[object]:
    return [name for role, name in ORGANISATION_ROLE_NAMES.items() if role in roles]  # type: ignore[operator]


def shown_application(row: Application) -> dict[str, object]:
    state = ApplicationState(row.state)
    waits_for_signature = state is ApplicationState.SUBMITTED and row.way == Way.SIGNATURE.value
    return {
        "application": row,
        "name": queries.organisation_name(row.organisation_id) if row.organisation_id else row.name_in(get_language()),
        "state": WAITS_FOR_SIGNATURE if waits_for_signature else APPLICATION_STATES[state],
        "colour": APPLICATION_COLOURS[state],
        "way": WAYS[Way(row.way)],
        "waits": state is ApplicationState.SUBMITTED,
    }
