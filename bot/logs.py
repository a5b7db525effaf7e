"""How the log is written: a line per event, for people or as JSON. Of an error its class and its place, no values."""

import logging

import structlog
from structlog.types import EventDict, WrappedLogger

from bot.settings import LogFormat
from handlers.door import frames_of

NOISY = ("aiohttp.access", "apscheduler", "alembic", "httpx")


def log_to_stderr(level: int = logging.INFO, form: LogFormat = LogFormat.PLAIN) -> None:
    """Never a token, an address, a name or a text: whoever logs sees to it, and tracebacks are cut down here."""
    render = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form is LogFormat.JSON
        else structlog.processors.LogfmtRenderer(key_order=["time", "level", "logger", "event"])
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_values, render],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A traceback holds the values it failed on; its class and frames are enough."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"], event["at"] = type(error).__name__, frames_of(error)
    return event
