"""Sending what was kept: one joined message a day to one person, at the earliest hour of whatever they are.

Who holds a post reads it in the morning message (services/digest/mornings.py); whoever has only a line there gets that
message for it. Drawn late: what has ended meanwhile is in none of them.
"""

from datetime import datetime, timedelta

from domain.matters.asks import UNANSWERED
from domain.matters.bundles import (
    BundledLine,
    BundleReader,
    budget_of,
    may_have_one,
    next_bundle_at,
    readers_of,
    to_tell,
)
from domain.notices.ask_notices import AskCard
from domain.notices.bundle_notices import Bundle
from domain.notices.notice import Notice
from domain.notices.notices import Letter, Morning
from domain.vocabulary import Grade
from services.matters.ask_clock import note_reached
from services.matters.ask_steps import people_of
from services.matters.bundle_lines import still_holds
from services.matters.bundling import budget_for
from services.parts import MAX_BATCH
from services.telling.digest_days import awaiting_digest
from services.telling.unasked import has_room_for_bundle, unasked
from storage.digest.periods import Periods
from storage.matters.asks import Asks
from storage.matters.bundles import Bundles
from storage.models import BundleLine, Person
from storage.unit_of_work import UnitOfWork

DUE_ASKS = "asks-due"


def send_bundles(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """Whoever's lines are due gets them, or they wait for the next hour at which there is room; returns how many people
    were looked at. Who is to read a digest first gets them with what follows that."""
    if work.is_night():
        return 0
    people = work.store(Bundles).people_due(limit, without=awaiting_digest(work))
    for person in people:
        _send(work, person)
    return len(people)


def _send(work: UnitOfWork, person: Person) -> None:
    readers = readers_of(work.directory, person.id, work.now)
    holds_post, today = BundleReader.STEWARD in readers, work.local_day()
    calendar, budget = work.community.calendar(), budget_of(readers)
    told = [] if holds_post else work.store(Bundles).told_on(person.id, calendar.zone)
    comes = not (holds_post and person.morning_of == today) and may_have_one(budget, work.now, told, calendar)
    if not comes or not work.accounts.reachable(person.id):
        put_off(work, person.id)
        return
    lines = _due_lines(work, person)
    if not lines:
        return
    if holds_post:
        person.morning_of = today
        _mark(work, lines)
        work.tell(Letter(person.id, Morning(bundle=lines[0].id)))
    elif has_room_for_bundle(work, person.id):
        _mark(work, lines)
        work.tell(unasked(work, Letter(person.id, _message(lines)), Grade.P3))
    else:
        put_off(work, person.id)


def _message(lines: list[BundleLine]) -> Notice:
    """A single new ask is its card itself."""
    only = lines[0] if len(lines) == 1 else None
    if only is not None and only.kind is BundledLine.ASK_NEW and only.ask_id is not None:
        return AskCard(only.ask_id)
    return Bundle(lines[0].id)


def put_off(work: UnitOfWork, person_id: int) -> None:
    """What is due waits for the next bundle."""
    at = next_bundle_at(work.now, budget_for(work, person_id), work.community.calendar())
    for line in work.store(Bundles).due_of(person_id):
        line.due_at = at


def take_lines(work: UnitOfWork, person: Person) -> int | None:
    """What is due for somebody, told from now on with a message of theirs: one of its lines; None: there is nothing."""
    lines = _due_lines(work, person)
    _mark(work, lines)
    return lines[0].id if lines else None


def _due_lines(work: UnitOfWork, person: Person) -> list[BundleLine]:
    """What still holds, in order; the rest is dropped."""
    due = work.store(Bundles).due_of(person.id)
    lines = [line for line in to_tell(due, work.now) if still_holds(work, line, person)]
    over = [line for line in due if line not in lines]
    for line in over:
        _pass_on(work, line)
    work.store(Bundles).drop(over)
    return lines


def _pass_on(work: UnitOfWork, line: BundleLine) -> None:
    """A new ask that nobody has read goes to whoever has the seat now."""
    ask = work.store(Asks).get(line.ask_id) if line.kind is BundledLine.ASK_NEW and line.ask_id is not None else None
    if ask is None or ask.reached_at is not None or ask.state not in UNANSWERED:
        return
    for person_id in people_of(work, ask):
        if person_id != line.person_id:
            about = {"ask_id": ask.id, "matter_id": None, "ticket_id": None, "body_id": None}
            work.store(Bundles).keep(person_id, BundledLine.ASK_NEW, about, work.now, None)


def _mark(work: UnitOfWork, lines: list[BundleLine]) -> None:
    for line in lines:
        line.told_at = work.now


def remind_of_due_asks(work: UnitOfWork) -> int:
    """Once each working day, before anybody's bundle: what is to be answered or done today stands in the bundles of
    whoever is asked. What is overdue is not called again (spec: R5, at most twice)."""
    calendar, today = work.community.calendar(), work.local_day()
    periods = work.store(Periods)
    if not calendar.is_working_day(today) or periods.done(DUE_ASKS, [str(today)]):
        return 0
    if not periods.once(DUE_ASKS, str(today)):
        return 0
    ends = datetime.combine(today + timedelta(days=1), datetime.min.time(), calendar.zone)
    due = work.store(Bundles).asks_due_before(ends)
    for ask in due:
        for person_id in people_of(work, ask) if ask.reached_at is not None else ():
            at = datetime.combine(today, budget_for(work, person_id).at, calendar.zone)
            if ask.next_step_at is not None and at < ask.next_step_at:
                about = {"ask_id": ask.id, "matter_id": None, "ticket_id": None, "body_id": ask.to_body_id}
                work.store(Bundles).keep(person_id, BundledLine.ASK_DUE, about, at, ask.next_step_at)
    return len(due)


def bundle_reached(work: UnitOfWork, notice: Bundle | Morning) -> None:
    """It has arrived: from now on runs the time to answer what was new in it."""
    line_id = notice.line_id if isinstance(notice, Bundle) else notice.bundle
    for line in work.store(Bundles).of_bundle(line_id) if line_id is not None else ():
        if line.kind is BundledLine.ASK_NEW and line.ask_id is not None:
            note_reached(work, AskCard(line.ask_id))
