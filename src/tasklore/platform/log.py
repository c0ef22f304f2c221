"""Structured logs: one JSON object a line on standard output, and three rotated files where asked for.

The event is a constant in the past tense, the values are fields. Ids are logged, never objects, tokens,
prompts or passages.
"""

import contextlib
import json
import logging
import logging.handlers
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from .config import PlatformConfig

_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}
_FILE_BYTES: Final = 10_000_000
_FILES_KEPT: Final = 5


class _Files:
    """Copies of each line in api.log, error.log (warnings up) and slow_queries.log."""

    def __init__(self, folder: Path, api_log: str = "api.log") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._api = _rotating(folder / api_log)
        self._error = _rotating(folder / "error.log")
        self._slow = _rotating(folder / "slow_queries.log")

    def write(self, event: str, level: int, line: bytes) -> None:
        record = logging.LogRecord("tasklore", level, "", 0, line.decode(), None, None)
        self._api.handle(record)
        if level >= logging.ERROR:
            self._error.handle(record)
        if event == "slow_query":
            self._slow.handle(record)


def _rotating(path: Path) -> logging.handlers.RotatingFileHandler:
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


class _Stream:
    """A stream that may be closed or full: the service goes on without its log."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, line: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._file.write(line)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._file.flush()


class _Output:
    """The last step of a log call: bytes to standard output, and to the files."""

    def __init__(self, files: _Files | None) -> None:
        self._files = files
        self._stream = sys.stdout.buffer

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> bytes:
        try:
            line = orjson.dumps(event, default=str)
        except TypeError:  # half a surrogate, or an integer beyond 64 bits
            line = json.dumps(event, default=str).encode()
        if self._files is not None:
            self._files.write(str(event.get("event")), _LEVELS.get(str(event.get("level")), 20), line)
        return line


def set_up(config: PlatformConfig, *, to_stderr: bool = False) -> None:
    """Configures structlog, and sends the standard library's loggers the same way.

    `to_stderr` keeps standard output free for what a command prints.
    """
    level = _LEVELS[config.log_level.lower()]
    stream = sys.stderr if to_stderr else sys.stdout
    files = None
    if config.log_file is not None:
        files = _Files(config.log_file.parent, config.log_file.name)
    elif config.log_dir is not None:
        files = _Files(config.log_dir)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    pretty = config.log_format == "console" or (config.log_format == "auto" and stream.isatty() and files is None)
    if pretty:
        shared.append(structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback))
        factory: Any = structlog.PrintLoggerFactory(stream)
    else:
        shared += [structlog.processors.format_exc_info, _Output(files)]
        factory = structlog.BytesLoggerFactory(cast(BinaryIO, _Stream(stream.buffer)))
    structlog.configure(
        processors=shared,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=factory,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[_Bridge()], force=True)


class _Bridge(logging.Handler):
    """Sends records of libraries through structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger(record.name)
        message = record.getMessage()
        if record.levelno >= logging.ERROR:
            log.error("library_failed", logger=record.name, message=message, exc_info=record.exc_info)
        else:
            log.warning("library_warned", logger=record.name, message=message)
