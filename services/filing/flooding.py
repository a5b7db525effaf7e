"""How much one person may send: so many messages a minute, so many new tickets a day. Danger always passes.

Counted on the person's own row, which the same unit has read already: shared by all replicas, no more rows however
much is sent, and written for everybody at once when the unit ends.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.refusal import Refusal
from storage.models import Person
from storage.people.people import Tally
from storage.unit_of_work import UnitOfWork

MINUTE = timedelta(minutes=1)
PRESSES_PER_MESSAGE = 3
"""Buttons are pressed faster than sentences are typed."""


class Heard(StrEnum):
    """Is what came still read? The first one too many is answered with a sentence, the others of its minute are not."""

    WELCOME = "welcome"
    TOO_MUCH = "too_much"
    NOT_AGAIN = "not_again"


def hear(work: UnitOfWork, person: Person, words: str, at: datetime) -> Heard:
    """Count a message by the time its channel gives it, so that what piled up in an outage is not taken for a flood."""
    most, tally = work.community.messages_per_minute, _this_minute(work, person, at)
    if most and tally.said >= most and any(seen.now for seen in work.community.sightings(words)):
        return Heard.WELCOME
    work.people.keep_tally(person, replace(tally, said=tally.said + 1))
    return _heard(tally.said + 1, most)


def feel(work: UnitOfWork, person: Person) -> Heard:
    """Count a press."""
    most, tally = work.community.messages_per_minute * PRESSES_PER_MESSAGE, _this_minute(work, person, work.now)
    work.people.keep_tally(person, replace(tally, pressed=tally.pressed + 1))
    return _heard(tally.pressed + 1, most)


def shows_again(work: UnitOfWork, person: Person) -> bool:
    """May what they are asked be shown once more? Once in a minute: whoever asks for help over and over reads that."""
    tally = work.people.tally(person)
    work.people.keep_tally(person, replace(tally, shown_again=True))
    return not tally.shown_again


def _this_minute(work: UnitOfWork, person: Person, at: datetime) -> Tally:
    tally = work.people.tally(person)
    if tally.minute_began is None or abs(at - tally.minute_began) >= MINUTE:  # ahead: a clock has been put back
        return replace(tally, minute_began=at, said=0, pressed=0, shown_again=False)
    return tally


def _heard(count: int, most: int) -> Heard:
    if not most or count <= most:
        return Heard.WELCOME
    return Heard.TOO_MUCH if count == most + 1 else Heard.NOT_AGAIN


def count_filing(work: UnitOfWork, person: Person, *, draft_ends: datetime) -> None:
    """One more ticket of this person today, or the refusal; the draft stays. Not asked about danger and records."""
    today, most = work.local_day(), work.community.new_tickets_per_day
    tally = work.people.tally(person)
    filed = tally.filed if tally.filed_on == today else 0
    if most and filed >= most:
        hours = int((draft_ends - work.now).total_seconds() // 3600)
        raise Refusal("refused-too-many-tickets", most=most, hours=hours)
    work.people.keep_tally(person, replace(tally, filed_on=today, filed=filed + 1))
