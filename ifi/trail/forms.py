"""What the trail is searched by; all of it stands in the address of the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ifi.audit import events
from ifi.pages.forms import DayField
from ifi.trail.fields import KINDS
from ifi.trail.finding import targets_found
from ifi.trail.people import people_found
from ifi.trail.queries import Selection


class SearchForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of object"), required=False)
    key = forms.CharField(label=_("Its number, BIN or name"), required=False, max_length=100)
    person = forms.CharField(label=_("Name or e-mail of who acted"), required=False, max_length=254)
    event = forms.ChoiceField(label=_("Act"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        anything = ("", _("all"))
        acts = sorted(((code, events.say(code)) for code in events.codes()), key=lambda pair: pair[1])
        self.fields["kind"].choices = [anything, *KINDS.items()]  # type: ignore[attr-defined]
        self.fields["event"].choices = [anything, *acts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("key") and not given.get("kind") and "kind" in given:
            self.add_error("kind", _("Choose the kind of object too."))
        return given

    def selection(self, reader: object) -> Selection | None:
        """What was typed; None where it names nothing that the reader may find, which the form then says."""
        given = self.cleaned_data
        targets = targets_found(given["kind"], given["key"], reader) if given["key"] else ()
        people = people_found(given["person"], reader) if given["person"] else ()
        if given["key"] and not targets:
            self.add_error("key", _("Nothing has this number or name. Check it."))
        if given["person"] and not people:
            self.add_error("person", _("Nobody has this name or address. Check it."))
        return None if self.errors else Selection(targets, people, given["event"], given["since"], given["until"])
