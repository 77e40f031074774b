"""What an editor fills in: the words in three languages, topics, object, day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ifi.core import targets
from ifi.news.models import NewsVersion
from ifi.news.rules import LANGUAGES, Content, Text
from ifi.news.topics import TOPICS
from ifi.pages.forms import DayField

_KINDS = {
    "right": _("Subsoil right"),
    "organisation": _("Organisation"),
}


def _kinds() -> list[tuple[str, Any]]:
    """Kinds of object that some room can show."""
    return [
        ("", _("Nothing in particular")),
        *((code, label) for code, label in _KINDS.items() if code in targets.kinds()),
    ]


def _limit(field: str) -> int | None:
    found: int | None = getattr(NewsVersion._meta.get_field(field), "max_length", None)
    return found


class NewsForm(forms.Form):
    """One version of an item. What is missing for publication is said when the item is made ready, not before."""

    title_kk = forms.CharField(label=_("Title in Kazakh"), max_length=_limit("title_kk"))
    summary_kk = forms.CharField(
        label=_("Summary in Kazakh"), max_length=_limit("summary_kk"), required=False,
        widget=forms.Textarea({"rows": 3}), help_text=_("One or two sentences, for lists and letters"),
    )  # fmt: skip
    body_kk = forms.CharField(label=_("Text in Kazakh"), required=False, widget=forms.Textarea({"rows": 10}))
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=_limit("title_ru"), required=False)
    summary_ru = forms.CharField(
        label=_("Summary in Russian"), max_length=_limit("summary_ru"), required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    body_ru = forms.CharField(label=_("Text in Russian"), required=False, widget=forms.Textarea({"rows": 10}))
    title_en = forms.CharField(label=_("Title in English"), max_length=_limit("title_en"), required=False)
    summary_en = forms.CharField(
        label=_("Summary in English"), max_length=_limit("summary_en"), required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    body_en = forms.CharField(label=_("Text in English"), required=False, widget=forms.Textarea({"rows": 10}))
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=list(TOPICS.items()), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Those who follow a topic are told when the item is published"),
    )  # fmt: skip
    about_kind = forms.ChoiceField(label=_("Object that it is about"), choices=_kinds, required=False)
    about_key = forms.CharField(
        label=_("Number of the object"), max_length=60, required=False,
        help_text=_("The number in the address of its page"),
    )  # fmt: skip
    event_on = DayField(
        label=_("Day for calendars"), required=False,
        help_text=_("Such as the last day of a call; leave empty where there is none"),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            if name[-3:] in {f"_{code}" for code in LANGUAGES}:
                field.widget.attrs["lang"] = name[-2:]  # for spelling and for those who listen to the page

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("about_kind")) != bool(cleaned.get("about_key")):
            self.add_error("about_key", ValidationError(_("Give both the kind of object and its number."), code="half"))
        return cleaned

    def content(self) -> Content:
        """What was filled in, as a value."""
        cleaned = self.cleaned_data
        words = ("title", "summary", "body", "correction")
        texts = {code: Text(*(cleaned.get(f"{word}_{code}", "") for word in words)) for code in LANGUAGES}
        return Content(
            texts,
            tuple(cleaned["topics"]),
            cleaned["about_kind"],
            cleaned["about_key"],
            event_on=cleaned["event_on"],
        )


class CorrectionForm(NewsForm):
    """The same for a published item: the reader is told what was corrected."""

    correction_kk = forms.CharField(label=_("What was corrected, in Kazakh"), max_length=_limit("correction_kk"))
    correction_ru = forms.CharField(label=_("What was corrected, in Russian"), max_length=_limit("correction_ru"))
    correction_en = forms.CharField(
        label=_("What was corrected, in English"), max_length=_limit("correction_en"), required=False
    )


def initial_of(content: Content, version: int) -> dict[str, object]:
    """What the form shows of a stored version."""
    shown: dict[str, object] = {
        f"{word}_{code}": getattr(content.texts[code], word)
        for code in LANGUAGES
        for word in ("title", "summary", "body")
    }
    about = {"about_kind": content.about_kind, "about_key": content.about_key}
    return {**shown, **about, "topics": content.topics, "event_on": content.event_on, "seen_version": version}
