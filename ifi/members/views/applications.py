"""Applications to act for an organisation: for those who decide, and for whoever applied."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import Permission, may
from ifi.core.sentences import say
from ifi.core.targets import Target
from ifi.members import letters, queries, services
from ifi.members.errors import ApplicationUnknown, OwnApplication
from ifi.members.forms import RefusalForm
from ifi.members.models import Application
from ifi.members.rules import ApplicationState
from ifi.members.views.answering import answer, done, gone
from ifi.members.views.own import shown_application
from ifi.members.words import APPLICATION_STATES
from ifi.signing.queries import document_about


@never_cache
@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first; or those that were decided."""
    wanted = request.GET.get("state", "")
    state = ApplicationState(wanted) if wanted in list(ApplicationState) else ApplicationState.SUBMITTED
    rows = queries.applications(state=state, by=person_of(request))
    context = {
        "rows": [shown_application(row) for row in rows],
        "state": state,
        "states": APPLICATION_STATES.items(),
    }
    return render(request, "members/applications.html", context)


@never_cache
@require_GET
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    row, person = _application(request, application_id), person_of(request)
    decides = may(person, Permission.MEMBERS_DECIDE)
    barred = decides and queries.is_own_application(row, by=person, on=timezone.localdate())
    context = {
        **shown_application(row),
        "is_own": row.person_id == person.pk,
        "decides": decides,
        "barred": say(OwnApplication.code) if barred else "",
        "kind": queries.kind_name(row.kind),
        "document": None if row.letter else document_about(Target.of("application", row.pk)),
    }
    return render(request, "members/application.html", context)


@never_cache
@require_GET
def letter(request: HttpRequest, application_id: int) -> FileResponse:
    """The letter, as an attachment under a neutral name."""
    try:
        row = services.open_letter(application_id=application_id, by=person_of(request), on=timezone.localdate())
    except ApplicationUnknown as error:
        raise gone(error) from error
    assert row.letter is not None, "chosen so"
    path = letters.path_of(row.letter)
    if not path.exists():
        raise Http404
    name = f"letter-{row.pk}.{row.letter_type}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=letters.TYPES[row.letter_type])


@require_POST
def approve(request: HttpRequest, application_id: int) -> HttpResponse:
    return done(
        request,
        lambda: services.approve_application(
            application_id=application_id, by=person_of(request), on=timezone.localdate()
        ),
        reverse("members:application", args=[application_id]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, application_id: int) -> HttpResponse:
    """Refuse with a reason."""
    row = _application(request, application_id)
    if queries.is_own_application(row, by=person_of(request), on=timezone.localdate()):
        return redirect("members:application", application_id=application_id)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    back = reverse("members:application", args=[application_id])

    def act() -> str:
        services.refuse_application(
            application_id=application_id,
            reason=form.cleaned_data["reason"],
            by=person_of(request),
            on=timezone.localdate(),
        )
        return back

    caption = shown_application(row)["name"]
    return answer(request, form, act, title=_("Refuse the application"), caption=caption, action=_("Refuse"), back=back)


@require_POST
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    return done(
        request,
        lambda: services.withdraw_application(
            application_id=application_id, by=person_of(request), on=timezone.localdate()
        ),
        reverse("members:mine"),
    )


def _application(request: HttpRequest, application_id: int) -> Application:
    try:
        return queries.application(application_id=application_id, by=person_of(request))
    except ApplicationUnknown as error:
        raise gone(error) from error
