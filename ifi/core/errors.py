"""One base for every error that a person may have to read.

An error carries a code and parameters; the sentence is made at the edge, in the reader's language
(`ifi.portal.sentences` for pages, the command line for terminals).
"""


class IfiError(Exception):
    """Something a person can mend: `code` names it, `parameters` say where and what."""

    code = "error"

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(f"{self.code}: {parameters}" if parameters else self.code)


class NotAllowed(IfiError):
    """The person may not do this. Parameters: permission."""

    code = "not_allowed"
