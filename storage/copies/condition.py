"""How the tables stand: what waits and for how long, what was set aside, when what was last done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from domain.vocabulary import State
from storage.delivery.held import OVERDUE
from storage.delivery.inbox import SET_ASIDE, WAITS
from storage.digest.periods import Periods
from storage.models import InboxRow, LaneRow, OutboxRow, Ticket
from storage.models.delivery import OutboxState
from storage.sql.store import literally, table_of
from storage.unit_of_work import UnitOfWork

TICK = "tick"
BACKUP = "backup"
STARTED = "started"
"""Jobs in `periodic_run` of which only the last time counts."""
CLOCK, AHEAD, BACK = "clock", "ahead", "back"
"""When the machine's clock was moved, and which way."""

_OUTBOX, _LANE = table_of(OutboxRow), table_of(LaneRow)
OUT_SET_ASIDE = _OUTBOX.c.state == literally(OutboxState.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Condition:
    """Numbers of rows, and ages in seconds."""

    inbox_waiting: int
    inbox_oldest: float
    inbox_set_aside: int
    outbox_waiting: int
    outbox_oldest: float
    outbox_set_aside: int
    outbox_overdue: int
    courier_lag: float
    ticks: Mapping[str, float]
    ticks_ahead: float
    """For how long it will be before the last tick was done: the clock has been put back."""
    started: float | None
    started_first: float | None
    clock_moved: Mapping[str, float]
    """How long ago the clock was moved, by which way."""


def read_condition(work: UnitOfWork) -> Condition:
    """Cheap, however much is stored: every question has an index."""
    session = work.session

    def age(when: datetime | None) -> float:
        return max(0.0, (work.now - when).total_seconds()) if when is not None else 0.0

    def count(rows: type[InboxRow | OutboxRow], which: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(rows).where(which)) or 0

    held = _OUTBOX.c.state == literally(OutboxState.HELD)
    arrived = session.scalar(select(func.min(InboxRow.received_at)).where(WAITS))
    unsent = select(func.min(OutboxRow.created_at)).where(_OUTBOX.c.state < literally(OutboxState.SENT))
    might_leave = (
        unsent.join(LaneRow, (LaneRow.account_id == OutboxRow.account_id) & (LaneRow.broadcast == OutboxRow.broadcast))
        .where(_LANE.c.pending > literally(0), LaneRow.ready_at <= work.now, LaneRow.leased_until <= work.now)
        .where(~OutboxRow.broadcast, or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= work.now))
    )
    ticked, started = work.store(Periods).last(TICK), work.store(Periods).last(STARTED)
    return Condition(
        inbox_waiting=work.inbox.depth(),
        inbox_oldest=age(arrived),
        inbox_set_aside=count(InboxRow, SET_ASIDE),
        outbox_waiting=work.outbox.depth(),
        outbox_oldest=age(session.scalar(unsent)),
        outbox_set_aside=count(OutboxRow, OUT_SET_ASIDE),
        outbox_overdue=count(OutboxRow, held & (_OUTBOX.c.not_before <= work.now - OVERDUE)),
        courier_lag=age(session.scalar(might_leave)),
        ticks={name: age(at) for name, at in ticked.items()},
        ticks_ahead=max(0.0, *((at - work.now).total_seconds() for at in ticked.values()), 0.0),
        started=age(started["last"]) if "last" in started else None,
        started_first=age(started["first"]) if "first" in started else None,
        clock_moved={which: age(at) for which, at in work.store(Periods).last(CLOCK).items()},
    )


def tickets_by_state(work: UnitOfWork) -> dict[State, int]:
    """Reads every ticket: once a minute is enough."""
    counted = work.session.execute(select(Ticket.state, func.count()).group_by(Ticket.state))
    return dict.fromkeys(State, 0) | {row.state: row[1] for row in counted}
