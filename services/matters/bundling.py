"""Lines for somebody's next bundle, in place of a message of their own."""

from collections.abc import Sequence
from datetime import datetime

from domain.matters.bundles import (
    NEVER_MUTED,
    AtOnce,
    Budget,
    BundledLine,
    budget_of,
    comes_at_once,
    next_bundle_at,
    readers_of,
)
from domain.refusal import Refusal
from storage.matters.bundles import Bundles
from storage.models import BundleLine, Person, Ticket
from storage.unit_of_work import UnitOfWork

ASKED_AT_ONCE = "asked at once "


def bundle(
    work: UnitOfWork,
    person_id: int,
    kind: BundledLine,
    *,
    ask_id: int | None = None,
    matter_id: int | None = None,
    ticket_id: int | None = None,
    body_id: int | None = None,
    not_after: datetime | None = None,
) -> None:
    """Keep a line for their next bundle; one of the same kind about the same thing that waits is not doubled. After
    `not_after` it is too late, and never told; what they do not want to be reminded of is not kept."""
    due_at = next_bundle_at(work.now, budget_for(work, person_id), work.community.calendar())
    if not_after is not None and not_after <= due_at:
        return
    about = {"ask_id": ask_id, "matter_id": matter_id, "ticket_id": ticket_id, "body_id": body_id}
    work.store(Bundles).keep(person_id, kind, about, due_at, not_after)


def budget_for(work: UnitOfWork, person_id: int) -> Budget:
    """Theirs now, whatever they are."""
    return budget_of(readers_of(work.directory, person_id, work.now))


def ask_at_once(work: UnitOfWork, person_id: int) -> bool:
    """Does a new ask reach them by itself: on a working day, between the beginning of its hours and their end (the
    pause at noon does not keep it back), while it is not too many today? It counts from now on; else it waits for their
    next bundle."""
    calendar, today = work.community.calendar(), work.local_day()
    hours = calendar.segments(today)
    if not hours or not hours[0][0] <= work.now.astimezone(calendar.zone).time() < hours[-1][1]:
        return False
    readers = readers_of(work.directory, person_id, work.now)
    return comes_at_once(readers, AtOnce.NEW_ASK, work.counters.up(f"{ASKED_AT_ONCE}{today} {person_id}"))


def waits_until(work: UnitOfWork, ask_id: int, people: Sequence[int]) -> datetime | None:
    """When the first of them reads a new ask with a bundle; None where one of them has it, or nobody is asked."""
    first = [
        next((line.due_at for line in work.store(Bundles).waiting(person_id) if line.ask_id == ask_id), None)
        for person_id in people
    ]
    return min((at for at in first if at is not None), default=None) if None not in first else None


def bundle_for_reporter(work: UnitOfWork, ticket: Ticket) -> None:
    """The reporter reads with the day's joined message who was asked for help with theirs, and how that stands then;
    whoever handles it themselves, or reported it from no chat, does not."""
    if ticket.reporter_id is not None and ticket.reporter_id != ticket.assignee_id:
        bundle(work, ticket.reporter_id, BundledLine.TICKET_ASKED, ticket_id=ticket.id)


def mute_line(work: UnitOfWork, line_id: int, *, by: Person) -> BundleLine:
    """«不再提醒»: nothing more of this kind about this thing to this person."""
    line = work.store(Bundles).own(line_id, by.id)
    if line is None or line.kind in NEVER_MUTED:
        raise Refusal("bundles-refused-unknown")
    line.muted_at = line.muted_at or work.now
    work.store(Bundles).drop_waiting_like(line)
    return line


def unmute_line(work: UnitOfWork, line_id: int, *, by: Person) -> BundleLine:
    """«还是提醒我»"""
    line = work.store(Bundles).own(line_id, by.id)
    if line is None:
        raise Refusal("bundles-refused-unknown")
    line.muted_at = None
    return line
