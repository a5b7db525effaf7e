"""What time does to announcements: their copies are queued in small batches, counted when all have left, and told."""

from dataclasses import replace
from datetime import timedelta

from domain.matters.rounds import RoundOutcome
from domain.notices.notices import Letter
from domain.vocabulary import Grade
from services.parts import MAX_BATCH
from services.telling.unasked import send_unasked, unasked
from storage.delivery.delivered import Delivered
from storage.matters.rounds import Rounds
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from subjects.announcements.notices import Announcement, AnnouncementScreen
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import Outcome, Stage, Urgency
from subjects.announcements.service.announcing import Takers, drop
from subjects.announcements.service.doorsteps import ask_stewards
from subjects.announcements.store import Announcements

REASONS = {
    OutboxState.UNDELIVERED: "stopped",
    OutboxState.SET_ASIDE: "refused",
    OutboxState.DROPPED: "withdrawn",
}
_WAITING = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.HELD)


def queue_copies(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The next people of one announcement that is due, never at an hour its urgency keeps quiet. Returns how many
    were looked at; each call is a short transaction of its own, so that a report's answer never waits for it."""
    urgencies = [urgency for urgency in Urgency if work.quiet_until(urgency.grade) is None]
    row = work.store(Announcements).due_to_queue(urgencies)
    if row is None:
        return 0
    if row.stage is Stage.PLANNED:
        row.stage = Stage.QUEUING
        ask_stewards(work, row)
    takers = Takers(work, row)
    below = takers.reach.below(work.directory)
    people = work.store(Announcements).neighbours(below, takers.holders, after=row.cursor, limit=limit)
    told_at = work.accounts.told_at([one.person_id for one in people])
    for one in people:
        row.cursor = one.person_id
        if not takers.take(one.person_id, one.home):
            continue
        if one.unreachable:
            row.unreachable += 1
        elif one.muted and row.urgency is Urgency.ORDINARY:
            row.muted += 1
        else:
            letter = unasked(work, Letter(one.person_id, Announcement(row.id)), row.urgency.grade)
            work.outbox.add(told_at[one.person_id] or 0, letter, broadcast=True)
    if len(people) < limit or (row.expires_at is not None and row.expires_at <= work.now):
        row.stage = Stage.SENDING
    return max(1, len(people))


def end_announcements(work: UnitOfWork) -> int:
    """The author of what is all delivered, stopped or past its time reads what became of it. Returns how many."""
    ended = 0
    for row in work.store(Announcements).due_to_lapse():
        lead = "announcements-lapsed" if row.stage is Stage.AWAITING else "announcements-too-late"
        row.stage, row.ended_at = Stage.CANCELLED, work.now
        _tell(work, row, lead)
        ended += 1
    for row in work.store(Announcements).due_to_end():
        outcome = count(work, row)
        if outcome.waiting:
            continue
        lead = "announcements-result-stopped" if row.stage is Stage.CANCELLED else "announcements-result"
        row.stage = Stage.DONE if row.stage is Stage.SENDING else row.stage
        row.ended_at = work.now
        row.result = work.store(Announcements).kept(outcome)
        _tell(work, row, lead)
        ended += 1
    return ended


def _tell(work: UnitOfWork, row: AnnouncementRow, lead: str) -> None:
    send_unasked(work, Letter(row.author_id, AnnouncementScreen(row.id, lead=lead)), Grade.P3)


def count(work: UnitOfWork, row: AnnouncementRow) -> Outcome:
    """What became of its copies so far; of one that has ended, as it was when it did."""
    walked = work.store(Announcements).rounds_of(row)
    told, asked = sum(one.done_at is not None for one in walked), len(walked)
    doors = work.store(Rounds).outcomes([one.id for one in walked]) if walked else {}
    told_of, of_doors = doors.get(RoundOutcome.TOLD, 0), sum(doors.values())
    if row.result is not None:
        kept = work.store(Announcements).result(row.result)
        return replace(kept, told_at_doors=told, asked_at_doors=asked, doors_told=told_of, doors=of_doors)
    copies = work.store(Delivered).copies(row.id)
    why = [(word, n) for state, word in REASONS.items() if (n := copies.get(state, 0))]
    why += [(word, n) for word, n in (("gone", row.unreachable), ("muted", row.muted)) if n]
    waiting = sum(copies.get(state, 0) for state in _WAITING)
    return Outcome(copies.get(OutboxState.SENT, 0), waiting, tuple(why), told, asked, told_of, of_doors)


def drop_old_drafts(work: UnitOfWork) -> int:
    """What was begun and not sent goes after the hours that drafts are kept; returns how many."""
    old = work.store(Announcements).drafts_before(work.now - timedelta(hours=work.community.draft_hours))
    for row in old:
        drop(work, row)
    return len(old)
