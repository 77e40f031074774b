"""How a form of this room is answered: one service; its refusal stands beside the form, in the reader's words."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say_error
from ifi.members.errors import ApplicationUnknown, DelegationUnknown, InvitationUnknown, MembershipUnknown
from ifi.pages.answering import answer_form

_GONE = (ApplicationUnknown, MembershipUnknown, DelegationUnknown, InvitationUnknown)
# code of a refusal → the field that it is about; the others stand above the form
_FIELDS = {
    "members.application_waits": "bin",
    "members.has_administrator": "bin",
    "members.name_needed": "name_kk",
    "members.letter_too_large": "letter",
    "members.letter_not_readable": "letter",
    "members.letter_active": "letter",
    "members.member_already": "email",
    "members.invitation_waits": "email",
    "members.powers_are_lent": "roles",
    "members.roles_needed": "roles",
    "members.not_own_role": "roles",
    "members.last_administrator": "roles",
    "members.not_signatory_capable": "roles",
    "members.not_to_oneself": "borrower",
    "members.delegation_dates": "since",
    "members.delegation_overlaps": "since",
    "person.email_taken": "name",
    "password.weak": "password",
}


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str = "members/form.html",
    **context: object,
) -> HttpResponse:
    """Show the form; when it is sent and in order, `act` does the deed and says where to go."""
    return answer_form(request, form, act, template, context, fields=_FIELDS)


def done(request: HttpRequest, act: Callable[[], object], back: str) -> HttpResponse:
    """An act without a form of its own; where things have moved on meanwhile, a page says so."""
    try:
        act()
    except NotAllowed:
        raise
    except _GONE as error:
        raise Http404(str(error)) from error
    except IfiError as error:
        return render(request, "members/refused.html", {"text": say_error(error), "back": back}, status=422)
    return redirect(back)


def gone(error: IfiError) -> Http404:
    return Http404(str(error))
