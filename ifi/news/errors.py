"""What the room of news refuses."""

from ifi.core.errors import IfiError


class NewsUnknown(IfiError):
    """There is no such item. Parameters: number."""

    code = "news.unknown"


class StepNotPossible(IfiError):
    """The step may not be taken in this state. Parameters: state, step."""

    code = "news.step_not_possible"


class TextMissing(IfiError):
    """Texts that publication needs are missing. Parameters: languages."""

    code = "news.text_missing"


class CorrectionMissing(IfiError):
    """A published item is changed without saying what changed. Parameters: languages."""

    code = "news.correction_missing"


class TopicMissing(IfiError):
    """An item is published under no topic."""

    code = "news.topic_missing"


class ObjectUnknown(IfiError):
    """What the item is about is not there, or is not public. Parameters: kind, key."""

    code = "news.object_unknown"


class NewsChanged(IfiError):
    """Somebody else saved the item in the meantime."""

    code = "news.changed"
