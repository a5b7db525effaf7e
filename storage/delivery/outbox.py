"""The outbox: what is to be told, kept as facts, in order per account; taken with a lease and marked when sent."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from domain.notices.notice import Notice
from domain.notices.notices import Letter
from domain.vocabulary import Grade
from storage.delivery.delivered import OVER
from storage.delivery.lanes import LaneKey, Settled
from storage.delivery.notices import NoticeBook
from storage.delivery.sweeping import WAITS, Sweeping
from storage.models import Account, LaneRow, OutboxRow
from storage.models.delivery import OutboxState
from storage.sql.among import among, among_found
from storage.sql.collecting import Collected, Undo, together
from storage.sql.store import literally, table_of

_OUTBOX, _LANE, _ACCOUNT = table_of(OutboxRow), table_of(LaneRow), table_of(Account)
_COLUMNS = [column for column in _OUTBOX.c if column.name not in ("dedupe", "state", "sent_at", "message_id", "error")]

_WHERE = [
    select(column).where(_ACCOUNT.c.id == _OUTBOX.c.account_id).scalar_subquery().label(column.name)
    for column in (_ACCOUNT.c.channel, _ACCOUNT.c.address)
]
"""Brought along by the statement that takes: none is asked besides."""

_QUEUE = insert(_OUTBOX)
_TWINS = select(_OUTBOX.c.dedupe).where(
    among(_OUTBOX.c.dedupe, "keys"), _OUTBOX.c.state == literally(OutboxState.WAITING)
)
_HEADS = select(
    select(_OUTBOX.c.id)
    .where(_OUTBOX.c.account_id == _LANE.c.account_id, _OUTBOX.c.broadcast == _LANE.c.broadcast, WAITS)
    .order_by(_OUTBOX.c.id)
    .limit(1)
    .scalar_subquery()
).where(among(_LANE.c.account_id, "accounts"), _LANE.c.broadcast == bindparam("cast"))
_TAKE = (
    update(_OUTBOX)
    .where(
        among_found(_OUTBOX.c.id, _HEADS),
        WAITS,  # still, when somebody who dropped it held its row
        _OUTBOX.c.not_before.is_(None) | (_OUTBOX.c.not_before <= bindparam("now", type_=_OUTBOX.c.not_before.type)),
    )
    .values(state=OutboxState.SENDING, tries=_OUTBOX.c.tries + 1)
    .returning(*_COLUMNS, *_WHERE)
)
"""The first waiting message of each of these lanes; asked when they are leased, so that it is theirs."""
_EARLY = select(_OUTBOX.c.account_id, _OUTBOX.c.not_before).where(among_found(_OUTBOX.c.id, _HEADS))
_ENDED = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("row"))
    .values(state=bindparam("to"), sent_at=bindparam("at"), message_id=bindparam("message"), error=bindparam("why"))
)
_EMPTIED = _ENDED.values(facts={})
"""What has left keeps the ids of what it told, and no words that somebody typed or is called by."""
_AGAIN = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("row"))
    .values(tries=_OUTBOX.c.tries - bindparam("uncounted"), error=bindparam("why"))
)


_HELD_BACK = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("row"))
    .values(state=OutboxState.HELD, not_before=bindparam("until"), tries=_OUTBOX.c.tries - 1)
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message taken from the head of its lane, under a lease. `address` in its `channel` is where the account is;
    `notice` None: its facts cannot be read."""

    id: int
    account_id: int
    channel: str
    address: str
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

    @property
    def lane(self) -> LaneKey:
        return self.account_id, self.broadcast


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a taken message. `again`: it stays at the head of its lane and is tried once more. Held again:
    it leaves its lane until `held_until`. `others`: what was sent with it, when it is an album."""

    taken: Taken
    state: OutboxState
    ready_at: datetime
    message_id: int | None = None
    error: str | None = None
    again: bool = False
    counts: bool = True
    held_until: datetime | None = None
    others: Sequence[int] = ()


def _taken(row: Row[tuple[object, ...]], fence: int, notice: Notice | None) -> Taken:
    return Taken(
        row.id,
        row.account_id,
        row.channel or "",
        row.address or "",
        row.broadcast,
        fence,
        row.person_id,
        notice,
        row.edits,
        row.reply_to,
        row.tries,
        row.created_at,
        row.keeps_quiet,
    )


class Outbox(Sweeping):
    """The outbox within one unit of work."""

    def __init__(self, session: Session, now: datetime, notices: NoticeBook) -> None:
        super().__init__(session, now, notices)
        self._new: Collected[dict[str, object]] = Collected(self._queue)
        self.filled: Collection[LaneKey] = ()
        """Lanes that this unit has written to."""

    def add(self, account_id: int, letter: Letter, *, broadcast: bool = False) -> None:
        """Queue a letter for an account. A redraw that already waits there is not queued twice."""
        notice = letter.notice
        facts = self._notices.facts_of(notice)
        self._new.add(
            {
                "account_id": account_id,
                "broadcast": broadcast,
                "person_id": letter.to or None,
                "kind": type(notice).__name__,
                "facts": facts,
                "edits": letter.edits,
                "reply_to": letter.reply_to,
                "announcement_id": getattr(notice, "announcement_id", None) if broadcast else None,
                "dedupe": f"{account_id}:{type(notice).__name__}:{facts}" if notice.redraws else None,
                "created_at": self._now,
                "not_before": letter.held_until or letter.not_before,
                "keeps_quiet": letter.keeps_quiet,
                "state": OutboxState.HELD if letter.held_until else OutboxState.WAITING,
                "tries": 0,
            }
        )

    def mark(self) -> Undo:
        return together(self._new.mark(), super().mark())

    def write(self) -> None:
        """Insert what was queued, lanes last and in order of account: short locks, no deadlock."""
        self.sweep([(int(str(row["account_id"])), bool(row["broadcast"])) for row in self._new])
        self._new.write()

    def _queue(self, queued: Sequence[dict[str, object]]) -> None:
        if rows := self._without_waiting_twins(queued):
            self._write(_QUEUE, rows)
            lanes = ((int(str(r["account_id"])), bool(r["broadcast"])) for r in rows if r["state"] != OutboxState.HELD)
            self.filled = counts = Counter(lanes)
            self._lanes.fill(counts)

    def _without_waiting_twins(self, queued: Sequence[dict[str, object]]) -> Sequence[dict[str, object]]:
        keys = {str(row["dedupe"]) for row in queued if row["dedupe"] is not None and row["edits"] is None}
        if not keys:
            return queued
        waiting = set(self._read(_TWINS, {"keys": list(keys)}).scalars())
        rows: list[dict[str, object]] = []
        for row in queued:
            if row["dedupe"] is None or row["edits"] is not None:
                rows.append(row)
            elif row["dedupe"] not in waiting:
                waiting.add(str(row["dedupe"]))
                rows.append(row)
        return rows

    def take(self, limit: int, *, lease: timedelta, broadcasts: bool = True) -> list[Taken]:
        """Take the heads of up to `limit` ready lanes, interactive ones first (or alone), and mark them as being
        sent."""
        leased = self._lanes.lease(limit, self._now + lease, broadcasts=broadcasts)
        taken: list[Taken] = []
        for broadcast in (False, True):
            accounts = [one for one, cast in leased if cast is broadcast]
            heads = self._heads(accounts, broadcast=broadcast) if accounts else {}
            for one in filter(heads.__contains__, accounts):
                row = heads[one]
                taken.append(_taken(row, leased[one, broadcast], self._notices.notice_of(row.kind, row.facts)))
            if without := [one for one in accounts if one not in heads]:
                self._pass_over(without, broadcast=broadcast)
        return taken

    def _heads(self, accounts: Sequence[int], *, broadcast: bool) -> dict[int, Row[tuple[object, ...]]]:
        asked = {"accounts": accounts, "cast": broadcast, "now": self._now}
        return {row.account_id: row for row in self._read(_TAKE, asked)}

    def _pass_over(self, accounts: Sequence[int], *, broadcast: bool) -> None:
        """Lanes whose first message has to wait are asked again when its time comes, and where it was just dropped, at
        once for the next one. Where nothing waits any more, all was dropped."""
        found = self._read(_EARLY, {"accounts": accounts, "cast": broadcast})
        early = {one: due or self._now for one, due in found}
        self._lanes.move([((one, broadcast), due) for one, due in early.items()])
        self._lanes.stop([(one, broadcast) for one in accounts if one not in early])

    def settle(self, results: Sequence[Sent]) -> bool:
        """Write down what became of taken messages. A lease that has ended, or was settled before, settles nothing.

        Returns whether anything is left in these lanes.
        """
        first = {result.taken.lane: result for result in reversed(results)}
        left = self._lanes.settle(
            [
                Settled(
                    lane,
                    result.ready_at,
                    fence=result.taken.fence,
                    done=0 if result.again else 1,
                    message=result.message_id,
                    asked=result.taken.asked,
                )
                for lane, result in first.items()
            ]
        )
        ended: list[dict[str, object]] = []
        emptied: list[dict[str, object]] = []
        again: list[dict[str, object]] = []
        held: list[dict[str, object]] = []
        for result in (first[lane] for lane in left):
            taken = result.taken
            if result.state is OutboxState.HELD:
                held.append({"row": taken.id, "until": result.held_until})
            elif result.again:
                again.append({"row": taken.id, "uncounted": 0 if result.counts else 1, "why": result.error})
            else:
                wordy = taken.notice is not None and taken.notice.carries_words and result.state in OVER
                (emptied if wordy else ended).append(
                    {
                        "row": taken.id,
                        "to": result.state,
                        "at": self._now,
                        "message": result.message_id,
                        "why": result.error,
                    }
                )
        if ended:
            self._write(_ENDED, ended)
        if emptied:
            self._write(_EMPTIED, emptied)
        if again:
            self._write(_AGAIN, again)
        if held:
            self._write(_HELD_BACK, held)
        return any(left.values())

    def waits_for(self, account_id: int) -> bool:
        """Does anything wait to be told there?"""
        pending = select(LaneRow.pending).where(LaneRow.account_id == account_id, LaneRow.broadcast.is_(False))
        return bool(self._session.scalar(pending) or any(row["account_id"] == account_id for row in self._new))

    def depth(self) -> int:
        """How many messages wait."""
        return self._lanes.pending()

    def unknown_kinds(self) -> dict[str, int]:
        """How many messages wait or are held whose kind no subject of this program names, by that kind."""
        waiting = select(_OUTBOX.c.kind, func.count()).where(
            _OUTBOX.c.state.in_([literally(state) for state in (OutboxState.WAITING, OutboxState.HELD)])
        )
        found = self._session.execute(waiting.group_by(_OUTBOX.c.kind))
        return {kind: n for kind, n in found if not self._notices.knows(kind)}
