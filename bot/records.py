"""What is written down of every update and every send: a line of the log and a count. Numbers, nobody's words."""

import logging

from bot.metrics import SEND_SECONDS, SENDS, TOLD_SECONDS, UPDATE_SECONDS, UPDATES
from bot.telegram.api import Means
from handlers.door import HandledUpdate
from storage.delivery.inbox import Waiting
from storage.delivery.outbox import Taken

log = logging.getLogger(__name__)


def note_update(row: Waiting, answered: HandledUpdate, seconds: float) -> None:
    """An update was answered and committed; `seconds` since it was begun."""
    UPDATES.labels(answered.outcome).inc()
    UPDATE_SECONDS.observe(seconds)
    facts = {
        "update": row.number,
        "person": answered.person_id,
        "ticket": answered.ticket_id,
        "outcome": answered.outcome,
        "ms": round(seconds * 1000),
    }
    log.info("update", extra=facts)


def note_send(taken: Taken, method: str, what: Means, seconds: float, age: float) -> None:
    """Telegram has answered a call, or not; `seconds` for the call, `age` of the message."""
    SENDS.labels(what).inc()
    SEND_SECONDS.observe(seconds)
    if what is Means.SENT:
        TOLD_SECONDS.observe(age)
    facts = {
        "outbox": taken.id,
        "person": taken.person_id,
        "ticket": ticket_of(taken),
        "method": method,
        "outcome": what.value,
        "ms": round(seconds * 1000),
    }
    log.info("send", extra=facts)


def ticket_of(taken: Taken) -> int | None:
    """The ticket a message is about."""
    ticket_id: int | None = getattr(taken.notice, "ticket_id", None)
    return ticket_id
