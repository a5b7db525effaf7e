"""Who reads the digest, which weeks' digests are due, and what waits behind one: it is its reader's first message."""

from datetime import datetime, timedelta

from domain.time.limits import Calendar
from domain.time.weeks import Week
from domain.vocabulary import HeldAs, Role
from storage.digest.digests import Digests
from storage.digest.periods import Periods
from storage.unit_of_work import UnitOfWork

JOB = "digest"
MAX_MISSED_WEEKS = 8
"""Weeks that are made up for after an outage."""

RIGHT_AFTER = timedelta(minutes=2)
"""What waited for the digest comes so much later by itself, if the digest could not be made."""


def due_weeks(work: UnitOfWork, calendar: Calendar) -> list[Week]:
    """Weeks that are over, whose morning has come, and whose digest was not sent; oldest first."""
    first = work.store(Digests).first_filed()
    if first is None:
        return []
    begun, this = Week.of(first, calendar.zone), Week.of(work.now, calendar.zone)
    weeks = [week for back in range(MAX_MISSED_WEEKS, 0, -1) if (week := this.later(-back)) >= begun]
    weeks = [week for week in weeks if week.due(calendar) <= work.now]
    done = work.store(Periods).done(JOB, [str(week) for week in weeks]) if weeks else set()
    return [week for week in weeks if str(week) not in done]


def digest_readers(work: UnitOfWork) -> list[int]:
    """Of each secretary's post whoever can be reached: the main holders or who stands in for them, else the deputies.
    When all are away and nobody stands in, it goes to them where they are: it is to be read, not to be done."""
    found: dict[int, None] = {}
    for post in work.directory.with_role(Role.SECRETARY):
        here = next(filter(None, (work.directory.acting(post.id, one, work.now) for one in HeldAs)), None)
        away = (h.person_id for one in HeldAs for h in work.directory.holders(post.id, one, work.now))
        found.update(dict.fromkeys(here or filter(work.directory.reachable, away)))
    return list(found)


def awaiting_digest(work: UnitOfWork) -> list[int]:
    """Whose digest is due and not sent yet: nothing that waited comes before it."""
    return digest_readers(work) if due_weeks(work, work.community.calendar()) else []


def after_the_digest(work: UnitOfWork, person_id: int, at: datetime) -> datetime:
    """`at`, or just after the digest that this person is to read first: that day's, or one that is late."""
    if person_id not in digest_readers(work):
        return at
    calendar = work.community.calendar()
    week = Week.of(at, calendar.zone).later(-1)
    due, first = week.due(calendar), work.store(Digests).first_filed()
    if due.astimezone(calendar.zone).date() > at.astimezone(calendar.zone).date():
        return at
    if first is None or week < Week.of(first, calendar.zone) or work.store(Periods).done(JOB, [str(week)]):
        return at
    return max(due, at) + RIGHT_AFTER
