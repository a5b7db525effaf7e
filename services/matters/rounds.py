"""Rounds: opened for somebody, walked point by point, put right, handed on half done (spec: collective.md 2.5)."""

from collections.abc import Sequence
from datetime import datetime

from domain.community import Community
from domain.matters.rounds import RoundKind, RoundOutcome, is_walked, may_put_right, takes
from domain.refusal import Refusal
from services.parts import Keeps
from storage.matters.rounds import Rounds
from storage.models import Person, RoundPoint, RoundRow
from storage.unit_of_work import UnitOfWork


def open_round(
    work: UnitOfWork, kind: RoundKind, person_id: int, closes_at: datetime, points: Sequence[tuple[int, int | None]]
) -> RoundRow:
    """`points`: place and household of the register, or the place alone; in the order in which one walks."""
    return work.store(Rounds).add(kind, person_id, closes_at, points)


def may_walk(work: UnitOfWork, row: RoundRow, person: Person) -> bool:
    """Whose round it is, while they hold a post and it has not closed."""
    theirs = row.by_person_id == person.id and row.closes_at > work.now
    return theirs and bool(work.directory.posts_of(person.id, work.now))


def locked_round(work: UnitOfWork, round_id: int, by: Person) -> RoundRow:
    """For changing; Refusal where it is not theirs to walk (any more)."""
    row = work.store(Rounds).lock(round_id)
    if row is None or not may_walk(work, row, by):
        raise Refusal("refused-old-button")
    return row


def note_outcome(work: UnitOfWork, point_id: int, outcome: RoundOutcome, *, by: Person) -> RoundPoint:
    """One press at one door. What is settled stays as it is, once the time for putting it right is over."""
    point = _locked_point(work, point_id, by)
    row = work.store(Rounds).get(point.round_id)
    before = None if may_put_right(point.entered_at, work.now) else point.outcome
    if row is not None and outcome is not point.outcome and takes(row.kind, before, outcome):
        point.outcome, point.entered_at = outcome, work.now
        _see_whether_walked(work, row)
    return point


def put_right(work: UnitOfWork, point_id: int, *, by: Person) -> RoundPoint:
    """〔按错了〕 within a quarter of an hour: as if nobody had been there."""
    point = _locked_point(work, point_id, by)
    row = work.store(Rounds).get(point.round_id)
    if row is None or not may_put_right(point.entered_at, work.now):
        raise Refusal("matters-refused-round-late")
    point.outcome = point.entered_at = row.done_at = None
    return point


def note_rest(work: UnitOfWork, round_id: int, outcome: RoundOutcome, *, by: Person) -> None:
    """«都告诉到了»: every point that nothing was entered for."""
    row = locked_round(work, round_id, by)
    for point in work.store(Rounds).points(row.id):
        if point.outcome is None:
            point.outcome, point.entered_at = outcome, work.now
    _see_whether_walked(work, row)


def hand_on(row: RoundRow, person_id: int) -> None:
    """To somebody else, with what has been walked already."""
    row.by_person_id = person_id


def _locked_point(work: UnitOfWork, point_id: int, by: Person) -> RoundPoint:
    store = work.store(Rounds)
    known = store.point(point_id)
    if known is None:
        raise Refusal("refused-old-button")
    locked_round(work, known.round_id, by)
    point = store.point(point_id)
    if point is None:
        raise Refusal("refused-old-button")
    return point


def _see_whether_walked(work: UnitOfWork, row: RoundRow) -> None:
    work.session.flush()
    if row.done_at is None and is_walked([point.outcome for point in work.store(Rounds).points(row.id)]):
        row.done_at = work.now


# What is kept of whoever walked


def _mine(work: UnitOfWork, person: Person) -> object:
    return [
        {"kind": row.kind, "at": row.opened_at.isoformat(), "done": row.done_at.isoformat() if row.done_at else None}
        for row in work.store(Rounds).of_person(person.id)
    ]


def _forget(work: UnitOfWork, person: Person) -> None:
    work.store(Rounds).forget(person.id)


def _days(community: Community) -> int:
    return community.keep_rounds_days


ROUNDS_KEPT = Keeps(
    "rounds",
    _mine,
    _forget,
    _days,
    lambda work, before: work.store(Rounds).count_named(before),
    lambda work, before: work.store(Rounds).empty_names(before),
)
