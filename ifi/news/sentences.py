"""What the room of news says to people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ifi.news.rules import State

STATES = {
    State.DRAFT: pgettext_lazy("news", "Draft"),
    State.READY: pgettext_lazy("news", "Ready to publish"),
    State.PUBLISHED: pgettext_lazy("news", "Published"),
    State.WITHDRAWN: pgettext_lazy("news", "Withdrawn"),
}
LANGUAGE_NAMES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}

SENTENCES = {
    "news.unknown": _("There is no news item with the number {number}. Look for it in the list."),
    "news.step_not_possible": _(
        "This cannot be done with the item as it stands now. Open it again and look at its state."
    ),
    "news.text_missing": _("Complete title, summary and text in these languages: {languages}."),
    "news.correction_missing": _("Say what was corrected in these languages: {languages}."),
    "news.topic_missing": _("Choose at least one topic."),
    "news.object_unknown": _("There is no public page of this object. Check the kind and the number."),
    "news.changed": _("Somebody else has saved this item since you opened it. Open it again and repeat your changes."),
}


def say_state(code: str) -> str:
    """A state by its code, as the trail keeps it."""
    return str(STATES[State(code)])
