"""Log lines as JSON objects, the same from our code, from libraries and from the web server."""

from collections.abc import Sequence

import structlog
from structlog.typing import Processor

from ifi.config.masking import mask_line

ALWAYS: Sequence[Processor] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
)


def json_formatter() -> structlog.stdlib.ProcessorFormatter:
    """A formatter for the standard library's handlers; letters stay as they are."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_line,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=ALWAYS,
    )


def configure() -> None:
    """Lead structlog's loggers through the standard library's, so that one setting rules both."""
    structlog.configure(
        processors=[
            *ALWAYS,
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def settings(level: str) -> dict[str, object]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": json_formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "procrastinate.blueprints": {"level": "WARNING"},
            "procrastinate.periodic": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},  # it logs addresses, and the bot's token is part of them
            "httpcore": {"level": "WARNING"},
            "psycopg.pool": {"level": "ERROR"},  # each failed try; the request or command that fails says it once
        },
    }
