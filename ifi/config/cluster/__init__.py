"""The private PostgreSQL cluster: found, made, started and stopped by the project itself, on a Unix socket only.

What happens is told to the operator through `say`, in English: before there is a database, no reader is known.
"""

from ifi.config.cluster.errors import ClusterError
from ifi.config.cluster.server import is_running, start, stop
from ifi.config.cluster.turns import in_use, keep, release

__all__ = ["ClusterError", "in_use", "is_running", "keep", "release", "start", "stop"]
