"""What every piece of the cluster shares: how it tells the operator, and how it stops."""

from collections.abc import Callable

Say = Callable[[str], None]


class ClusterError(Exception):
    """The cluster cannot be had; the text says what is wrong and what to do."""
