"""Where a news item stands, what may be done with it, and what it needs to be published. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LANGUAGES = ("kk", "ru", "en")
REQUIRED = ("kk", "ru")  # without these nothing is published; a missing English text is shown as missing


class State(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What an editor may do with an item."""

    REVISE = "revise"  # a new version of its texts
    MAKE_READY = "make_ready"
    TAKE_BACK = "take_back"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


# state → step → the state after it; a step that is not here is refused
TRANSITIONS: dict[State, dict[Step, State]] = {
    State.DRAFT: {Step.REVISE: State.DRAFT, Step.MAKE_READY: State.READY},
    State.READY: {Step.REVISE: State.DRAFT, Step.TAKE_BACK: State.DRAFT, Step.PUBLISH: State.PUBLISHED},
    State.PUBLISHED: {Step.REVISE: State.PUBLISHED, Step.WITHDRAW: State.WITHDRAWN},
    State.WITHDRAWN: {},
}


def after(state: State, step: Step) -> State | None:
    """The state after the step; None where the step may not be taken."""
    return TRANSITIONS[state].get(step)


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one language; all empty where it is not translated."""

    title: str = ""
    summary: str = ""
    body: str = ""
    correction: str = ""  # what this version changed after publication

    @property
    def is_complete(self) -> bool:
        return bool(self.title and self.summary and self.body)

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.summary or self.body)


@dataclass(frozen=True, slots=True)
class Content:
    """One version of an item. `event_on`: the day of what it tells of, such as the last day of a call."""

    texts: dict[str, Text]
    topics: tuple[str, ...] = ()
    about_kind: str = ""
    about_key: str = ""
    event_on: date | None = None


def languages_missing(content: Content) -> tuple[str, ...]:
    """Languages whose texts must be completed before publication: those required, and a third that was begun."""
    return tuple(
        language
        for language in LANGUAGES
        if not content.texts[language].is_complete and (language in REQUIRED or not content.texts[language].is_empty)
    )


def corrections_missing(content: Content) -> tuple[str, ...]:
    """Languages in which a correction of a published item must be told: all in which the item stands."""
    return tuple(
        language
        for language in LANGUAGES
        if content.texts[language].is_complete and not content.texts[language].correction
    )
