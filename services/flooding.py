"""How much one person may send: so many messages a minute, so many new tickets a day. Danger always passes.

Counted on the person's own row, which the same unit has read already: one UPDATE, shared by all replicas, and no more
rows however much is sent.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.community import dangers_in
from domain.refusal import Refusal
from storage.models import Person
from storage.unit_of_work import UnitOfWork

MINUTE = timedelta(minutes=1)
PRESSES_PER_MESSAGE = 3
"""Buttons are pressed faster than sentences are typed."""


class Heard(StrEnum):
    """Is what came still read? The first one too many is answered with a sentence, the others of its minute not."""

    WELCOME = "welcome"
    TOO_MUCH = "too_much"
    NOT_AGAIN = "not_again"


def hear(work: UnitOfWork, person: Person, words: str, at: datetime) -> Heard:
    """Count a message by the time Telegram gives it, so that what piled up in an outage is not taken for a flood."""
    most = work.community.messages_per_minute
    _begin_minute(person, at)
    if most and person.said >= most and dangers_in(words, work.community):
        return Heard.WELCOME
    person.said += 1
    return _heard(person.said, most)


def feel(work: UnitOfWork, person: Person) -> Heard:
    """Count a press."""
    most = work.community.messages_per_minute * PRESSES_PER_MESSAGE
    _begin_minute(person, work.now)
    person.pressed += 1
    return _heard(person.pressed, most)


def _begin_minute(person: Person, at: datetime) -> None:
    if person.minute_began is None or at - person.minute_began >= MINUTE:
        person.minute_began, person.said, person.pressed = at, 0, 0


def _heard(count: int, most: int) -> Heard:
    if not most or count <= most:
        return Heard.WELCOME
    return Heard.TOO_MUCH if count == most + 1 else Heard.NOT_AGAIN


def count_filing(work: UnitOfWork, person: Person, *, draft_ends: datetime) -> None:
    """One more ticket of this person today, or the refusal; the draft stays. Not asked about danger and records."""
    today, most = work.local_day(), work.community.new_tickets_per_day
    if person.filed_on != today:
        person.filed_on, person.filed = today, 0
    if most and person.filed >= most:
        hours = int((draft_ends - work.now).total_seconds() // 3600)
        raise Refusal("refused-too-many-tickets", most=most, hours=hours)
    person.filed += 1
