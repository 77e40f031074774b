"""How a form is answered: one act; its refusal stands beside the form, in the reader's words."""

from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say_error


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: Mapping[str, object],
    *,
    fields: Mapping[str, str],
    say: Callable[[IfiError], str] = say_error,
) -> HttpResponse:
    """Show the form; when it is sent and in order, `act` does the deed and says where to go.

    `fields`: code of a refusal → the field that it is about; the others stand above the form. NotAllowed passes on.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except NotAllowed:
            raise
        except IfiError as error:
            field = fields.get(error.code)
            form.add_error(field if field in form.fields else None, say(error))
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
