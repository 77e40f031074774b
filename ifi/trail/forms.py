"""What the trail is searched by; all of it stands in the address of the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ifi.audit import events
from ifi.core.targets import Target
from ifi.pages.forms import DayField
from ifi.trail.fields import KINDS
from ifi.trail.queries import Selection


class SearchForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of object"), required=False)
    key = forms.CharField(label=_("Its number"), required=False, max_length=100)
    email = forms.CharField(label=_("E-mail of the person who acted"), required=False, max_length=254)
    event = forms.ChoiceField(label=_("Act"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        anything = ("", _("all"))
        acts = sorted(((code, events.say(code)) for code in events.codes()), key=lambda pair: pair[1])
        self.fields["kind"].choices = [anything, *KINDS.items()]  # type: ignore[attr-defined]
        self.fields["event"].choices = [anything, *acts]  # type: ignore[attr-defined]

    def selection(self, person: int | None) -> Selection:
        """What was typed; `person` is who the address belongs to."""
        given = self.cleaned_data
        target = Target(given["kind"], given["key"].strip()) if given["kind"] and given["key"].strip() else None
        return Selection(target, person, given["event"], given["since"], given["until"])
