"""How the log is written: a line per event, for people or as JSON. Of an error its class and its place, no values."""

import logging

import structlog
from structlog.types import EventDict

from bot.settings import LogFormat
from handlers.door import frames_of

NOISY = ("aiohttp.access", "apscheduler", "alembic", "httpx")
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message"}


def log_to_stderr(level: int = logging.INFO, form: LogFormat = LogFormat.PLAIN) -> None:
    """Never a token, an address, a name or a text: whoever logs sees to it, and tracebacks are cut down here."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Line(form))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # no line shows them
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


class _Line(logging.Formatter):
    """A record as a line, written by structlog's renderers. Its own way there took twice the time, twice an update."""

    def __init__(self, form: LogFormat) -> None:
        super().__init__()
        self._stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
        self._render = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if form is LogFormat.JSON
            else structlog.processors.LogfmtRenderer(key_order=["time", "level", "logger", "event"])
        )

    def format(self, record: logging.LogRecord) -> str:
        event: EventDict = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
        event.update((key, value) for key, value in vars(record).items() if key not in _OF_EVERY_RECORD)
        if record.exc_info and (error := record.exc_info[1]) is not None:
            event["error"], event["at"] = type(error).__name__, frames_of(error)  # a traceback holds values
        return str(self._render(None, "", self._stamp(None, "", event)))
