"""What acts on runs refuse."""

from ifi.core.errors import IfiError


class RunUnknown(IfiError):
    """There is no such run, or it is another person's."""

    code = "import.run_unknown"


class RunCancelled(IfiError):
    """The user cancelled the run while it was under way; nothing of it is stored."""

    code = "import.cancelled"


class RunNotReady(IfiError):
    """The run is in a state in which this cannot be done. Parameters: state."""

    code = "import.not_ready"


class RowsRejected(IfiError):
    """Rows were rejected, so nothing can be imported. Parameters: rows."""

    code = "import.rows_rejected"


class ImportFailed(IfiError):
    """It went wrong for a reason that the user cannot mend; nothing of the run is stored."""

    code = "import.failed"
