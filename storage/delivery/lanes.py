"""Lanes: one row per account that holds order, pace and lease together.

SKIP LOCKED over the messages alone puts them out of order; over their lanes it does not, and a backlog of
thousands costs nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, bindparam, case, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from storage.models import LaneRow
from storage.sql.among import among
from storage.sql.store import Store, literally, table_of
from storage.sql.upsert import upsert

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_REST = timedelta(minutes=10)
"""No lane rests longer, whatever the reason, nor is leased for longer. What lies further ahead was written by a clock
that has been put right since, and counts as now."""

LaneKey = tuple[int, bool]
"""An account, and whether it is the lane of its broadcasts, which stands behind the interactive one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a lane goes on whose lease, with its `fence`, is given back: from when it may be asked, how many of its
    messages are done."""

    lane: LaneKey
    ready_at: datetime
    fence: int
    done: int
    message: int | None = None
    """The message that has left."""
    asked: Sequence[Sequence[str]] = ()
    """Its buttons as label and data; none when it asks nothing."""


_LANE = table_of(LaneRow)
_THIS = (_LANE.c.account_id == bindparam("account"), _LANE.c.broadcast == bindparam("cast"))

_NOW = bindparam("now", type_=_LANE.c.ready_at.type)
_FAR = bindparam("far", type_=_LANE.c.ready_at.type)
_READY = (
    select(_LANE.c.account_id, _LANE.c.broadcast)
    .where(
        _LANE.c.pending > literally(0),
        or_(_LANE.c.ready_at <= _NOW, _LANE.c.ready_at > _FAR),
        or_(_LANE.c.leased_until <= _NOW, _LANE.c.leased_until > _FAR),
    )
    .order_by(_LANE.c.broadcast, _LANE.c.ready_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def _lease_of(some: Select[int, bool]) -> ReturningUpdate[int, bool, int, datetime]:
    ready = some.subquery("ready")
    return (
        update(_LANE)
        .where(_LANE.c.account_id == ready.c.account_id, _LANE.c.broadcast == ready.c.broadcast)
        .values(leased_until=bindparam("until"), fence=_LANE.c.fence + 1)
        .returning(_LANE.c.account_id, _LANE.c.broadcast, _LANE.c.fence, _LANE.c.ready_at)
    )


_LEASE = _lease_of(_READY)
_LEASE_INTERACTIVE = _lease_of(_READY.where(_LANE.c.broadcast.is_(False)))
_FENCES = (
    select(_LANE.c.account_id, _LANE.c.broadcast, _LANE.c.fence, _LANE.c.pending)
    .where(among(_LANE.c.account_id, "accounts"))
    .order_by(_LANE.c.account_id, _LANE.c.broadcast)
    .with_for_update()
)
_MOVE = (
    update(_LANE)
    .where(*_THIS)
    .values(
        pending=_LANE.c.pending - bindparam("done"),
        ready_at=bindparam("ready"),
        leased_until=LONG_AGO,
        fence=_LANE.c.fence + 1,
    )
)
_MESSAGE = bindparam("message", type_=_LANE.c.last_message.type)
_NEWEST = func.coalesce(_LANE.c.last_message, 0) <= _MESSAGE
_SETTLE = _MOVE.values(
    last_message=case((_NEWEST, _MESSAGE), else_=_LANE.c.last_message),
    asked=case((_NEWEST, bindparam("buttons", type_=_LANE.c.asked.type)), else_=_LANE.c.asked),
)
"""The same for a lane one of whose messages has left. An edited older message is not the newest one."""
_SETTLE_ONE = _SETTLE.where(_LANE.c.fence == bindparam("held")).returning(_LANE.c.pending)
_STOP = update(_LANE).where(*_THIS).values(pending=0, leased_until=LONG_AGO, fence=_LANE.c.fence + 1)
_FILL = upsert(
    LaneRow,
    lambda lanes: lanes.on_conflict_do_update(
        index_elements=["account_id", "broadcast"], set_={"pending": _LANE.c.pending + lanes.excluded.pending}
    ),
)
_SET = upsert(
    LaneRow,
    lambda lanes: lanes.on_conflict_do_update(
        index_elements=["account_id", "broadcast"], set_={"pending": lanes.excluded.pending}
    ),
)


class Lanes(Store):
    """The lanes within one unit of work. Several at once are always written in order of account: no deadlock."""

    def fill(self, counts: Mapping[LaneKey, int]) -> None:
        """So many more messages wait in these lanes."""
        if counts:
            self._write(_FILL[self._dialect], _rows(counts))

    def hold(self, lanes: Collection[LaneKey]) -> None:
        """Keep everybody else from these lanes until the unit ends, in whatever order they are written to then."""
        self.fill(dict.fromkeys(lanes, 0))

    def lease(self, limit: int, until: datetime, *, broadcasts: bool = True) -> dict[LaneKey, int]:
        """Lease up to so many lanes that have something and may be asked now; interactive ones first (or alone), with
        their fences."""
        given = {"now": self._now, "far": self._now + LONGEST_REST, "most": limit, "until": until}
        rows = list(self._read(_LEASE if broadcasts else _LEASE_INTERACTIVE, given))
        rows.sort(key=lambda row: (row.broadcast, row.ready_at))
        return {(row.account_id, row.broadcast): row.fence for row in rows}

    def move(self, lanes: Sequence[tuple[LaneKey, datetime]]) -> None:
        """Give leased lanes back until then; like a lease, that counts the fence up, so that an earlier lease settles
        nothing."""
        if rows := [{**_key(lane), "done": 0, "ready": ready_at} for lane, ready_at in sorted(lanes)]:
            self._write(_MOVE, rows)

    def settle(self, lanes: Sequence[Settled]) -> dict[LaneKey, int]:
        """Give back those whose lease still holds, with what has left remembered as the newest message of its account.
        None rests for longer than `LONGEST_REST`: its message may have been paced by a clock that was wrong.

        Returns them, with how many messages wait there.
        """
        latest = self._now + LONGEST_REST
        lanes = [replace(one, ready_at=latest) if one.ready_at > latest else one for one in lanes]
        if len(lanes) == 1:
            return self._settle_one(lanes[0])
        found = self._read(_FENCES, {"accounts": sorted({one.lane[0] for one in lanes})}).all() if lanes else []
        standing = {(row.account_id, row.broadcast): row for row in found}
        held = [one for one in lanes if one.lane in standing and standing[one.lane].fence == one.fence]
        if held:
            self._write(_SETTLE, [_settled(one) for one in sorted(held, key=lambda one: one.lane)])
        return {one.lane: standing[one.lane].pending - one.done for one in held}

    def _settle_one(self, one: Settled) -> dict[LaneKey, int]:
        """One alone needs no order, and is asked for its fence by the statement itself."""
        left = self._read(_SETTLE_ONE, {**_settled(one), "held": one.fence}).scalar()
        return {one.lane: left} if left is not None else {}

    def last_asked(self, account_id: int) -> list[tuple[str, str]]:
        """The buttons under the newest message to that account, as label and data, in the order they are read."""
        found = select(_LANE.c.last_message, _LANE.c.asked).where(_LANE.c.account_id == account_id)
        newest = max(self._session.execute(found), key=lambda row: row.last_message or 0, default=None)
        return [(label, data) for label, data in newest.asked or ()] if newest is not None else []

    def stop(self, lanes: Sequence[LaneKey]) -> None:
        """Nothing waits there any more, and what is on its way from there settles nothing."""
        if lanes:
            self._write(_STOP, [_key(lane) for lane in sorted(lanes)])

    def set_pending(self, counts: Mapping[LaneKey, int]) -> None:
        """Exactly so many messages wait in these lanes."""
        self._write(_SET[self._dialect], _rows(counts))

    def end_leases(self) -> None:
        """At the start of the only courier: whoever held a lease is gone; what it had in flight is sent again."""
        ended = update(_LANE).where(_LANE.c.pending > 0).values(leased_until=LONG_AGO, fence=_LANE.c.fence + 1)
        self._write(ended)
        latest = self._now + LONGEST_REST  # later than that only a clock that was wrong can have written
        self._write(update(_LANE).where(_LANE.c.ready_at > latest).values(ready_at=self._now))

    def clock_put_back(self, lease: timedelta) -> None:
        """An hour has come again: what rests until later rests no more, and no lease lasts longer than one made now."""
        self._write(update(_LANE).where(_LANE.c.ready_at > self._now).values(ready_at=self._now))
        latest = self._now + lease
        self._write(update(_LANE).where(_LANE.c.leased_until > latest).values(leased_until=latest))

    def next_ready(self) -> datetime | None:
        """When the next lane that has something becomes ready."""
        later = func.max if self._dialect == "sqlite" else func.greatest
        nearest = select(func.min(later(_LANE.c.ready_at, _LANE.c.leased_until)))
        soonest: datetime | None = self._session.scalar(nearest.where(_LANE.c.pending > literally(0)))
        return soonest

    def pending(self) -> int:
        """How many messages wait in all lanes."""
        waiting = select(func.coalesce(func.sum(_LANE.c.pending), 0)).where(_LANE.c.pending > literally(0))
        return self._session.scalar(waiting) or 0


def _key(lane: LaneKey) -> dict[str, object]:
    return {"account": lane[0], "cast": lane[1]}


def _settled(one: Settled) -> dict[str, object]:
    buttons = list(one.asked) or None
    return {**_key(one.lane), "done": one.done, "ready": one.ready_at, "message": one.message, "buttons": buttons}


def _rows(counts: Mapping[LaneKey, int]) -> list[dict[str, object]]:
    return [
        {
            "account_id": account_id,
            "broadcast": broadcast,
            "pending": many,
            "ready_at": LONG_AGO,
            "leased_until": LONG_AGO,
            "fence": 0,
        }
        for (account_id, broadcast), many in sorted(counts.items())
    ]
