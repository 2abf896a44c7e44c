"""Log lines for people or programs, without secrets and without a word that a person wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterable
from urllib.parse import quote

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from bot.config import Settings

#: Only these speak at LOG_LEVEL. Libraries tell every request and every row when they are asked to be
#: open, with the token and with what people wrote.
_OURS = ("bot", "core", "storage")
#: What these say is about the connection and the query; other messages may quote what they could not read.
_SPEAKS_OF_ITSELF = ("telegram", "aiohttp", "sqlalchemy", "aiosqlite", "asyncpg", *_OURS)


def set_up(settings: Settings) -> None:
    """One handler for our own lines and for those of the libraries."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacting(_renderer(settings), [_first_line, *before], secrets_of(settings)))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    for name in _OURS:
        logging.getLogger(name).setLevel(settings.log_level)


def secrets_of(settings: Settings) -> list[str]:
    """What must never be read in a log, as it stands and as it looks inside an address."""
    given = [settings.bot_token, settings.webhook_secret, settings.payment_provider_token, settings.notes_key]
    plain = [s.get_secret_value() for s in given if s is not None and s.get_secret_value()]
    if settings.bot_token is not None:
        plain.append(settings.secret)
    password = settings.database_url.get_secret_value().rpartition("@")[0].rpartition(":")[2]
    if password and not password.startswith("//"):
        plain.append(password)
    forms = {form for secret in plain for form in (secret, quote(secret, safe=""), quote(secret))}
    return sorted(forms, key=len, reverse=True)


def without(secrets: Iterable[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The last step, so that nothing comes after it: not even a traceback of a library."""

    def __init__(self, renderer: Processor, foreign: list[Processor], secrets: list[str]) -> None:
        processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return without(self._secrets, super().format(record))


def _renderer(settings: Settings) -> Processor:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


def _first_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Asyncio adds the error as it stands to what it could not hand to anybody."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Tells an exception by where it happened; by its words only where they are not a person's."""
    given = event.pop("exc_info", None)
    error = _error_of(given)
    if error is not None:
        event["exception"] = told(error)
    return event


def _error_of(given: object) -> BaseException | None:
    if given is True:
        return sys.exc_info()[1]
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return given if isinstance(given, BaseException) else None


def told(error: BaseException) -> str:
    """A traceback of this error and of those before it, without locals."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = "".join(traceback.format_tb(seen.__traceback__))
        parts.insert(0, f"{frames}{_named(seen)}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\nthen\n".join(parts)


def _named(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if kind.__module__.partition(".")[0] not in _SPEAKS_OF_ITSELF and not isinstance(error, OSError):
        return name
    # PostgreSQL adds the row that it refused on a line of its own.
    said = [line for line in str(error).splitlines() if not line.startswith("DETAIL")]
    return f"{name}: {' '.join(said)[:500]}"
