"""The operator's verbs: `ifi db`, `ifi setup`, `ifi run`, `ifi manage`. Operators are told in English."""

from ifi.config.commands.database import db
from ifi.config.commands.managing import manage
from ifi.config.commands.preparing import setup
from ifi.config.commands.running import run

__all__ = ["db", "manage", "run", "setup"]
