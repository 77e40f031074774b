"""What people choose about notices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ifi.notices.catalogue import Channel
from ifi.notices.queries import TopicLine
from ifi.notices.rules import Mode
from ifi.notices.sentences import CHANNEL_NAMES, MODE_NAMES

WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]
LANGUAGES = [(code, format_html('<span lang="{}">{}</span>', code, name)) for code, name in settings.LANGUAGES]
_ON_OR_OFF = ((Mode.NOW, pgettext_lazy("notices", "Show")), (Mode.OFF, MODE_NAMES[Mode.OFF]))
_ALL = tuple(MODE_NAMES.items())


class TimesForm(forms.Form):
    """When digests come, and the language of everything that is sent."""

    hour = forms.TypedChoiceField(label=_("Hour of digests, Almaty time"), choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("Day of weekly digests"), choices=WEEKDAYS, coerce=int)
    language = forms.ChoiceField(label=_("Language of messages"), choices=LANGUAGES, widget=forms.RadioSelect)


class PreferencesForm(TimesForm):
    """One choice for each topic and channel: fields named `topic__channel`."""

    def __init__(
        self, *args: Any, lines: Sequence[TopicLine], public: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if not line.topic.is_security]
        for line in self.lines:
            for channel in Channel:
                self.fields[self.name(line, channel)] = forms.ChoiceField(
                    choices=_ON_OR_OFF if channel is Channel.PAGE else _ALL,
                    label=f"{line.topic.label}: {CHANNEL_NAMES[channel]}",
                    initial=line.modes[channel],
                )
        self.fields["followed"] = followed_field(public, label=_("Public topics that you follow"), required=False)

    @staticmethod
    def name(line: TopicLine, channel: Channel) -> str:
        return f"{line.topic.code}__{channel}"

    def rows(self) -> list[tuple[TopicLine, list[tuple[Any, forms.BoundField]]]]:
        """For the table: a topic with its controls, each with the name of its channel."""
        return [
            (line, [(CHANNEL_NAMES[channel], self[self.name(line, channel)]) for channel in Channel])
            for line in self.lines
        ]

    def modes(self) -> dict[tuple[str, Channel], Mode]:
        return {
            (line.topic.code, channel): Mode(self.cleaned_data[self.name(line, channel)])
            for line in self.lines
            for channel in Channel
        }


def followed_field(public: Sequence[tuple[str, str]], *, label: Any, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=public,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one topic.")},
    )


class SubscribeForm(forms.Form):
    """Topics, and how they are to come."""

    def __init__(
        self, *args: Any, public: Sequence[tuple[str, str]], channels: Sequence[Channel], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"] = followed_field(public, label=_("What do you want to hear of?"), required=True)
        self.fields["channel"] = forms.ChoiceField(
            label=_("How should it reach you?"),
            choices=[(channel.value, CHANNEL_NAMES[channel]) for channel in channels],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose how it should reach you.")},
        )
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address"),
            help_text=_("Only needed for e-mail. You will get a letter with a link to confirm."),
            required=False,
            max_length=254,
            error_messages={"invalid": _("Enter an e-mail address such as name@example.kz.")},
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        )
        if Channel.EMAIL not in channels:
            del self.fields["email"]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of messages"),
            choices=LANGUAGES,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose a language.")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("channel") == Channel.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter your e-mail address."))
        return cleaned


class SubscriptionForm(TimesForm):
    """A subscriber's own page."""

    mode = forms.ChoiceField(
        label=_("When should it reach you?"),
        choices=[(mode, name) for mode, name in MODE_NAMES.items() if mode is not Mode.OFF],
        widget=forms.RadioSelect,
    )

    field_order = ["topics", "mode", "hour", "weekday", "language"]

    def __init__(self, *args: Any, public: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"] = followed_field(public, label=_("Topics that you follow"), required=True)
        self.order_fields(self.field_order)
