"""What a working day begins with: one message to everybody who has something due, overdue or waiting."""

from datetime import date

from domain.notices.notices import CalendarMissing, Letter, Morning
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.time.quiet import MORNING
from domain.vocabulary import Role
from services.matters.bundle_sending import take_lines
from services.parts import MAX_BATCH
from services.posts.posts import office_of
from services.telling.digest_days import after_the_digest, awaiting_digest
from storage.digest.periods import Periods
from storage.models import Person
from storage.settings.calendar import DeclaredDays
from storage.unit_of_work import UnitOfWork

WARNS_FROM_MONTH = 11
"""From 1 November the office is told when next year's moved days are missing."""


def send_mornings(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """Once each working day from 08:30, to everybody who answers for open tickets; returns how many were looked at.
    Who is to read a digest first gets it with that."""
    now = work.now.astimezone(work.community.terms.calendar.zone)
    if now.time() < MORNING or not work.community.terms.calendar.is_working_day(now.date()) or work.is_night():
        return 0
    people = work.people.due_for_morning(now.date(), limit, without=awaiting_digest(work))
    for person in people:
        person.morning_of = now.date()
        work.tell(Letter(person.id, Morning(bundle=take_lines(work, person))))
    return len(people)


def warn_of_missing_year(work: UnitOfWork) -> int:
    """From 1 November, once: next year's moved days are not known, so promises across it may be wrong."""
    today = work.local_day()
    year = today.year + 1
    if today.month < WARNS_FROM_MONTH or work.is_night() or work.store(DeclaredDays).knows(year):
        return 0
    told = office_of(work, Role.OFFICE) or office_of(work, Role.SECRETARY)
    if any(after_the_digest(work, person_id, work.now) > work.now for person_id in told):
        return 0
    if not told or not work.store(Periods).once("calendar-warning", str(year)):
        return 0
    work.tell(*(Letter(person_id, CalendarMissing(year)) for person_id in told))
    return len(told)


def declare_day(work: UnitOfWork, day: date, *, works: bool, by: Person | None) -> None:
    """A day off or a working day, against the packaged days or beyond them. Promises already given stand."""
    if by is not None and not work.may(by, Right.SET_DAYS):
        raise Refusal("refused-needs-office")
    if day <= work.local_day():
        raise Refusal("refused-date-past")
    work.store(DeclaredDays).set_day(day, works=works, by_id=by.id if by else None)
