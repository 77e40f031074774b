"""How a form of the registry is answered: one service, and a refusal in the words of the reader beside the form."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from ifi.accounts.rights import Permission, check_may
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say_error
from ifi.law import sentences as law_sentences
from ifi.law.errors import LawError
from ifi.pages.answering import answer_form
from ifi.registry.errors import OrganisationUnknown, RightUnknown
from ifi.registry.shown import language

# code of a refusal → the field that it is about; the others stand above the form
_FIELDS = {
    "registry.organisation_exists": "bin",
    "registry.right_unnumbered": "number",
    "registry.dates_out_of_order": "ends_on",
    "registry.later_change_exists": "on",
    "registry.another_value_then": "on",
    "registry.one_code_only": "value",
    "registry.regime_unknown": "regime",
    "law.own_term_unreadable": "value",
}


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    **context: object,
) -> HttpResponse:
    """Show the form; when it is sent and in order, `act` does the deed and says where to go.

    Anyone who may not edit the registry is turned away before the form is shown.
    """
    check_may(request.user, Permission.REGISTRY_EDIT)

    def known() -> str:
        try:
            return act()
        except (OrganisationUnknown, RightUnknown) as error:
            raise gone(error) from error

    return answer_form(request, form, known, "registry/form.html", context, fields=_FIELDS, say=_said)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with the form, even if it is nothing; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def _said(error: IfiError) -> str:
    return law_sentences.say_error(error, language()) if isinstance(error, LawError) else say_error(error)


def gone(error: Exception) -> Exception:
    """A record that is not there is a page that is not there."""
    return error if isinstance(error, NotAllowed) else Http404(str(error))
