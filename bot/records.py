"""What is written down of every update and every send: a line of the log and a count. Numbers, nobody's words."""

import logging

from bot.channel import Delivery, Fate
from bot.metrics import SEND_SECONDS, SENDS, TOLD_SECONDS, UPDATE_SECONDS, UPDATES
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


def note_send(taken: Taken, delivery: Delivery, age: float) -> None:
    """A channel has taken a message, or not; `age` of the message in seconds."""
    SENDS.labels(delivery.fate).inc()
    SEND_SECONDS.observe(delivery.seconds)
    if delivery.fate is Fate.SENT:
        TOLD_SECONDS.observe(age)
    facts = {
        "outbox": taken.id,
        "person": taken.person_id,
        "ticket": ticket_of(taken),
        "method": delivery.method,
        "outcome": delivery.fate.value,
        "ms": round(delivery.seconds * 1000),
    }
    log.info("send", extra=facts)


def ticket_of(taken: Taken) -> int | None:
    """The ticket a message is about."""
    ticket_id: int | None = getattr(taken.notice, "ticket_id", None)
    return ticket_id
