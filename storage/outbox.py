"""The outbox and its lanes: what is to be told, in order per chat, taken with a lease and marked when sent.

A lane is one chat's row that holds order, pace and lease together. SKIP LOCKED over the messages alone puts
chats out of order; over the lanes it does not, and a backlog of thousands costs nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import bindparam, case, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from domain.notices import NOTICES, Letter, Notice
from domain.words import Grade
from storage.models import LaneRow, OutboxRow
from storage.models.base import Json
from storage.models.delivery import OutboxState
from storage.store import Store, table_of
from storage.upsert import insert_into

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

_ADAPTERS = {kind: TypeAdapter[Notice](kind) for kind in NOTICES.values()}
"""How each kind of notice is written down and read again."""


_LOST = (OutboxState.UNDELIVERED, OutboxState.SET_ASIDE)
_FORGOTTEN = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.UNDELIVERED)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message taken from the head of its lane, under a lease. `notice` None: its facts cannot be read."""

    id: int
    chat_id: int
    broadcast: bool
    fence: int
    person_id: int | None
    notice: Notice | None
    edits: int | None
    reply_to: int | None
    tries: int
    since: datetime
    keeps_quiet: Grade | None
    asked: Sequence[Sequence[str]] = ()
    """The buttons it leaves with, as label and data; an answer by number finds them again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a taken message. `again`: it stays at the head of its lane and is tried once more. Held again:
    it leaves its lane until `held_until`."""

    taken: Taken
    state: OutboxState
    ready_at: datetime
    message_id: int | None = None
    error: str | None = None
    again: bool = False
    counts: bool = True
    held_until: datetime | None = None


def _taken(row: OutboxRow, fence: int) -> Taken:
    notice: Notice | None = None
    kind = NOTICES.get(row.kind)
    if kind is not None:
        try:
            notice = _ADAPTERS[kind].validate_python(row.facts)
        except ValueError:
            notice = None
    edits, tries = row.edits, row.tries + 1
    return Taken(
        row.id,
        row.chat_id,
        row.broadcast,
        fence,
        row.person_id,
        notice,
        edits,
        row.reply_to,
        tries,
        row.created_at,
        row.keeps_quiet,
    )


class Outbox(Store):
    """The outbox within one unit of work."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._new: list[dict[str, object]] = []

    def add(self, chat_id: int, letter: Letter, *, broadcast: bool = False) -> None:
        """Queue a letter for a chat. A redraw that already waits there is not queued twice."""
        notice = letter.notice
        facts = _ADAPTERS[type(notice)].dump_python(notice, mode="json")
        self._new.append(
            {
                "chat_id": chat_id,
                "broadcast": broadcast,
                "person_id": letter.to or None,
                "kind": type(notice).__name__,
                "facts": facts,
                "edits": letter.edits,
                "reply_to": letter.reply_to,
                "dedupe": f"{chat_id}:{type(notice).__name__}:{facts}" if notice.redraws else None,
                "created_at": self._now,
                "not_before": letter.held_until or letter.not_before,
                "keeps_quiet": letter.keeps_quiet,
                "state": OutboxState.HELD if letter.held_until else OutboxState.WAITING,
                "tries": 0,
            }
        )

    def mark(self) -> int:
        return len(self._new)

    def forget_after(self, mark: int) -> None:
        del self._new[mark:]

    def write(self) -> None:
        """Insert what was queued, lanes last and in order of chat: short locks, no deadlock."""
        rows = self._without_waiting_twins()
        self._new = []
        if not rows:
            return
        self._write(insert(table_of(OutboxRow)), rows)
        counts: dict[tuple[int, bool], int] = {}
        for row in rows:
            if row["state"] != OutboxState.HELD:
                lane = (int(str(row["chat_id"])), bool(row["broadcast"]))
                counts[lane] = counts.get(lane, 0) + 1
        if counts:
            self._fill_lanes(counts)

    def release(self, grades: Collection[Grade], limit: int, *, without: Collection[int] = ()) -> int:
        """Held messages of these grades whose time has come join their lanes, `without` those of some chats; returns
        how many."""
        due = self._session.execute(
            select(OutboxRow.id, OutboxRow.chat_id, OutboxRow.broadcast)
            .where(
                OutboxRow.state == OutboxState.HELD,
                OutboxRow.not_before <= self._now,
                OutboxRow.keeps_quiet.in_(grades),
                OutboxRow.chat_id.not_in(without),
            )
            .order_by(OutboxRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        if not due:
            return 0
        rows = update(table_of(OutboxRow)).where(OutboxRow.id.in_([row.id for row in due]))
        self._write(rows.values(state=OutboxState.WAITING))
        counts: dict[tuple[int, bool], int] = {}
        for row in due:
            lane = (row.chat_id, row.broadcast)
            counts[lane] = counts.get(lane, 0) + 1
        self._fill_lanes(counts)
        return len(due)

    def _fill_lanes(self, counts: Mapping[tuple[int, bool], int]) -> None:
        lanes = insert_into(self._session, LaneRow)
        more = lanes.on_conflict_do_update(
            index_elements=["chat_id", "broadcast"],
            set_={"pending": LaneRow.pending + lanes.excluded.pending},
        )
        values = [
            {
                "chat_id": chat,
                "broadcast": broadcast,
                "pending": n,
                "ready_at": LONG_AGO,
                "leased_until": LONG_AGO,
                "fence": 0,
            }
            for (chat, broadcast), n in sorted(counts.items())
        ]
        self._write(more, values)

    def _without_waiting_twins(self) -> list[dict[str, object]]:
        keys = {str(row["dedupe"]) for row in self._new if row["dedupe"]}
        if not keys:
            return self._new
        waiting = set(
            self._session.scalars(
                select(OutboxRow.dedupe).where(OutboxRow.dedupe.in_(keys), OutboxRow.state == OutboxState.WAITING)
            )
        )
        rows: list[dict[str, object]] = []
        for row in self._new:
            if row["dedupe"] is None or row["edits"] is not None:
                rows.append(row)
            elif row["dedupe"] not in waiting:
                waiting.add(str(row["dedupe"]))
                rows.append(row)
        return rows

    def take(self, limit: int, *, lease: timedelta) -> list[Taken]:
        """Take the heads of up to `limit` ready lanes, interactive ones first, and mark them as being sent."""
        now = self._now
        ready = self._session.execute(
            select(LaneRow.chat_id, LaneRow.broadcast, LaneRow.fence)
            .where(LaneRow.pending > 0, LaneRow.ready_at <= now, LaneRow.leased_until <= now)
            .order_by(LaneRow.broadcast, LaneRow.ready_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        taken: list[Taken] = []
        moved: list[dict[str, object]] = []
        for lane in ready:
            head = self._head(lane.chat_id, lane.broadcast)
            until, leased_until = now, LONG_AGO
            if head is not None and head.not_before is not None and head.not_before > now:
                until = head.not_before
            elif head is not None:
                leased_until = now + lease
                taken.append(_taken(head, lane.fence + 1))
            moved.append(
                {
                    "chat": lane.chat_id,
                    "cast": lane.broadcast,
                    "ready": until,
                    "lease": leased_until,
                    "some": int(head is not None),
                }
            )
        self._move_lanes(moved)
        if taken:
            sending = update(table_of(OutboxRow)).where(OutboxRow.id.in_([one.id for one in taken]))
            self._write(sending.values(state=OutboxState.SENDING, tries=OutboxRow.tries + 1))
        return taken

    def _head(self, chat_id: int, broadcast: bool) -> OutboxRow | None:
        waiting = select(OutboxRow).where(OutboxRow.chat_id == chat_id, OutboxRow.broadcast == broadcast)
        return self._session.scalar(waiting.where(OutboxRow.state < OutboxState.SENT).order_by(OutboxRow.id).limit(1))

    def _move_lanes(self, moved: Sequence[dict[str, object]]) -> None:
        """Lease, hold or empty lanes; an empty one (its messages were dropped) stops being asked."""
        if not moved:
            return
        lanes = table_of(LaneRow)
        here = (lanes.c.chat_id == bindparam("chat")) & (lanes.c.broadcast == bindparam("cast"))
        self._write(
            update(lanes)
            .where(here)
            .values(
                ready_at=bindparam("ready"),
                leased_until=bindparam("lease"),
                fence=lanes.c.fence + 1,
                pending=lanes.c.pending * bindparam("some"),
            ),
            moved,
        )

    def settle(self, results: Sequence[Sent]) -> None:
        """Write down what became of taken messages. A lease that has ended, or was settled before, settles nothing."""
        for result in results:
            taken = result.taken
            lane = (
                update(table_of(LaneRow))
                .where(
                    LaneRow.chat_id == taken.chat_id,
                    LaneRow.broadcast == taken.broadcast,
                    LaneRow.fence == taken.fence,
                )
                .values(
                    ready_at=result.ready_at,
                    leased_until=LONG_AGO,
                    fence=LaneRow.fence + 1,
                    pending=LaneRow.pending - (0 if result.again else 1),
                )
            )
            if result.message_id is not None:
                newest = func.coalesce(LaneRow.last_message, 0) <= result.message_id
                asked = literal(list(taken.asked) or None, Json)
                lane = lane.values(
                    last_message=case((newest, result.message_id), else_=LaneRow.last_message),
                    asked=case((newest, asked), else_=LaneRow.asked),
                )
            if not self._write(lane):
                continue
            row = update(table_of(OutboxRow)).where(OutboxRow.id == taken.id)
            if result.state is OutboxState.HELD:
                values = row.values(state=result.state, not_before=result.held_until, tries=OutboxRow.tries - 1)
            elif result.again:
                tries = OutboxRow.tries if result.counts else OutboxRow.tries - 1
                values = row.values(tries=tries, error=result.error)
            else:
                values = row.values(
                    state=result.state, sent_at=self._now, message_id=result.message_id, error=result.error
                )
            self._write(values)

    def last_asked(self, chat_id: int) -> list[tuple[str, str]]:
        """The buttons under the newest message in that chat, as label and data, in the order they are read."""
        rows = self._session.execute(select(LaneRow.last_message, LaneRow.asked).where(LaneRow.chat_id == chat_id))
        newest = max(rows.all(), key=lambda row: row.last_message or 0, default=None)
        return [(label, data) for label, data in newest.asked or ()] if newest is not None else []

    def drop_chat(self, chat_id: int, why: str) -> list[Taken]:
        """Nothing more can be told there: drop what waits and return it, for whoever must know."""
        rows = self._session.scalars(
            select(OutboxRow).where(OutboxRow.chat_id == chat_id, OutboxRow.state < OutboxState.SENT)
        ).all()
        dropped = [_taken(row, 0) for row in rows]
        if rows:
            gone = update(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows]))
            self._session.execute(gone.values(state=OutboxState.UNDELIVERED, error=why, sent_at=self._now))
        self._empty_lanes(chat_id)
        return dropped

    def _empty_lanes(self, chat_id: int) -> None:
        """Nothing waits there any more, and what is on its way from there settles nothing."""
        lanes = update(LaneRow).where(LaneRow.chat_id == chat_id)
        self._session.execute(lanes.values(pending=0, leased_until=LONG_AGO, fence=LaneRow.fence + 1))

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its lane and what waits in it go to the new number. Done twice, the same."""
        waiting = update(OutboxRow).where(OutboxRow.chat_id == old, OutboxRow.state < OutboxState.SENT)
        self._session.execute(waiting.values(chat_id=new, state=OutboxState.WAITING))
        self._empty_lanes(old)
        for broadcast in (False, True):
            pending = self._session.scalar(
                select(func.count())
                .select_from(OutboxRow)
                .where(
                    OutboxRow.chat_id == new,
                    OutboxRow.broadcast == broadcast,
                    OutboxRow.state < OutboxState.SENT,
                )
            )
            lane = insert_into(self._session, LaneRow).values(
                chat_id=new,
                broadcast=broadcast,
                pending=pending or 0,
                ready_at=LONG_AGO,
                leased_until=LONG_AGO,
                fence=0,
            )
            self._session.execute(
                lane.on_conflict_do_update(index_elements=["chat_id", "broadcast"], set_={"pending": pending or 0})
            )

    def end_leases(self) -> None:
        """At the start of the only courier: whoever held a lease is gone; what he had in flight is sent again."""
        lanes = table_of(LaneRow)
        self._write(update(lanes).where(lanes.c.pending > 0).values(leased_until=LONG_AGO, fence=lanes.c.fence + 1))

    def next_ready(self) -> datetime | None:
        """When the next lane that has something becomes ready."""
        nearest = func.min(
            func.max(LaneRow.ready_at, LaneRow.leased_until)
            if self._session.get_bind().dialect.name == "sqlite"
            else func.greatest(LaneRow.ready_at, LaneRow.leased_until)
        )
        soonest: datetime | None = self._session.scalar(select(nearest).where(LaneRow.pending > 0))
        return soonest

    def gather_held(self, chat_id: int, until: datetime) -> list[Notice]:
        """What is held for one chat until then: taken out of the outbox and returned, for one message instead."""
        held = select(OutboxRow).where(
            OutboxRow.state == OutboxState.HELD, OutboxRow.not_before <= until, OutboxRow.chat_id == chat_id
        )
        rows = self._session.scalars(held.order_by(OutboxRow.id).with_for_update(skip_locked=True)).all()
        if rows:
            gone = update(table_of(OutboxRow)).where(OutboxRow.id.in_([row.id for row in rows]))
            self._write(gone.values(state=OutboxState.DROPPED, error="told in one message", sent_at=self._now))
        return [notice for row in rows if (notice := _taken(row, 0).notice) is not None]

    def undelivered(self, start: datetime, end: datetime) -> int:
        """How many messages of that time reached nobody: the chat was gone, or they were set aside."""
        lost = select(func.count()).where(
            OutboxRow.sent_at >= start, OutboxRow.sent_at < end, OutboxRow.dedupe.is_(None)
        )
        return self._session.scalar(lost.where(OutboxRow.state.in_(_LOST))) or 0

    def depth(self) -> int:
        """How many messages wait."""
        return self._session.scalar(select(func.coalesce(func.sum(LaneRow.pending), 0))) or 0

    def forget_sent(self, before: datetime, limit: int = 500) -> int:
        """Delete what was sent or dropped before that time; returns how many."""
        old = select(OutboxRow.id).where(OutboxRow.state.in_(_FORGOTTEN), OutboxRow.sent_at < before).limit(limit)
        return self._write(delete(OutboxRow).where(OutboxRow.id.in_(old)))
