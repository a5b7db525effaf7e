"""When what nobody asked for at this moment may reach somebody: not at night, not too often, and after the digest."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.notices.notices import Letter
from domain.time.quiet import MORNING
from domain.vocabulary import Grade
from services.parts import MAX_BATCH
from services.telling.digest_days import after_the_digest, awaiting_digest
from storage.delivery.held import Held
from storage.unit_of_work import UnitOfWork

UNASKED = "unasked "
MAX_DELAY_DAYS = 4
"""What somebody must hear waits no longer than that for a morning on which they hear little."""
MAX_UNASKED_A_DAY = 2
"""Unasked messages a day to one person beside new tickets; what is over waits for the morning message."""


def may_remind(work: UnitOfWork, person_id: int, grade: Grade) -> bool:
    """At most two unasked messages a day to one person; on a working day the morning's is one of them. What comes up at
    night is heard in the morning, and counts on that day."""
    day = _may_ring_at(work, person_id, grade).astimezone(work.community.calendar().zone).date()
    return _has_room(work, person_id, day)


def _has_room(work: UnitOfWork, person_id: int, day: date) -> bool:
    """Is one more unasked message on that day not too many? It counts from now on."""
    most = MAX_UNASKED_A_DAY - int(work.community.calendar().is_working_day(day))
    return work.counters.up(f"{UNASKED}{day} {person_id}") <= most


def when_there_is_room(work: UnitOfWork, person_id: int, grade: Grade) -> datetime:
    """When somebody may hear what they must hear, however much they have heard: now, or on the first morning on which
    it is not too much. Danger is never too much."""
    zone, at = work.community.calendar().zone, _may_ring_at(work, person_id, grade)
    days = [at.astimezone(zone).date() + timedelta(days=days) for days in range(MAX_DELAY_DAYS)]
    if grade is Grade.P0 or _has_room(work, person_id, days[0]):
        return at
    day = next((day for day in days[1:] if _has_room(work, person_id, day)), days[-1])
    return datetime.combine(day, MORNING, zone)


def has_room_for_bundle(work: UnitOfWork, person_id: int) -> bool:
    """May somebody without a morning message have their one joined message today? On a working day it is the one set
    apart for the morning, on any other it counts among the two."""
    today = work.local_day()
    return work.community.calendar().is_working_day(today) or _has_room(work, person_id, today)


def tell_when_there_is_room(work: UnitOfWork, letter: Letter, grade: Grade) -> None:
    """What somebody must hear, but need not hear now: it counts, and waits for a morning on which it is not too
    much."""
    at = when_there_is_room(work, letter.to, grade)
    work.tell(replace(letter, held_until=at if at > work.now else None, keeps_quiet=grade))


def send_unasked(work: UnitOfWork, letter: Letter, grade: Grade) -> None:
    """The same for what is about no ticket: the grade says whose quiet time it keeps."""
    work.tell(unasked(work, letter, grade))


def unasked(work: UnitOfWork, letter: Letter, grade: Grade) -> Letter:
    """The letter, held until it may ring."""
    if grade is Grade.P0:
        return letter
    allowed = _may_ring_at(work, letter.to, grade)
    return replace(letter, held_until=allowed if allowed > work.now else None, keeps_quiet=grade)


def _may_ring_at(work: UnitOfWork, person_id: int, grade: Grade) -> datetime:
    """Now, or when the night and the digest are over."""
    return after_the_digest(work, person_id, work.quiet_until(grade) or work.now)


def release_held(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """What waited for a morning is sent by day, each grade at its hour, even if the program was away that morning;
    what waits for a digest waits on. Returns how many."""
    grades = [grade for grade in Grade if work.quiet_until(grade) is None]
    if Grade.P1 not in grades:
        return 0
    waiting = work.accounts.of_people(awaiting_digest(work))
    return work.store(Held).release(grades, limit, without=[account.id for account in waiting])


def release_overdue(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """Nothing is held for ever: by day, what should have left an hour ago leaves, whatever it waits for (a digest that
    cannot be made). Returns how many; in good order there are none."""
    if work.quiet_until(Grade.P3) is not None:
        return 0
    return work.store(Held).release_overdue(limit)
