"""The inbox: updates written down before their channel is told that they arrived, crossed off when handled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, delete, exists, func, select, tuple_, update
from sqlalchemy.orm import Session

from storage.models import InboxRow
from storage.models.delivery import InboxState
from storage.people.accounts import ChannelAddress
from storage.sql.among import among, among_found
from storage.sql.collecting import Collected, Undo
from storage.sql.errors import AlreadyHandled, NotFirst
from storage.sql.store import Store, literally, table_of
from storage.sql.upsert import upsert

_KEEP = upsert(InboxRow, lambda rows: rows.on_conflict_do_nothing(index_elements=["channel", "number"]))

TAKING_UP_LOCK = 20260702
"""The lock under which PostgreSQL lets one process at a time take updates up."""
_INBOX = table_of(InboxRow)
_ALONE = select(func.pg_advisory_xact_lock(TAKING_UP_LOCK))
_OTHERS = _INBOX.alias("others")
WAITS = _INBOX.c.state == literally(InboxState.WAITING)
_COLUMNS = (_INBOX.c.id, _INBOX.c.channel, _INBOX.c.number, _INBOX.c.address, _INBOX.c.body, _INBOX.c.tries)
_FOUND = select(*_COLUMNS).where(WAITS).order_by(_INBOX.c.id).limit(bindparam("most"))
_BUSY = select(_OTHERS.c.channel, _OTHERS.c.address).where(
    _OTHERS.c.state == literally(InboxState.WAITING), _OTHERS.c.owner != bindparam("owner", type_=_INBOX.c.owner.type)
)
_FREE = _FOUND.where(_INBOX.c.owner.is_(None), tuple_(_INBOX.c.channel, _INBOX.c.address).not_in(_BUSY))
_LEFT = _FOUND.where(_INBOX.c.owner.is_not(None), _INBOX.c.owner.not_in(bindparam("living", expanding=True)))
_HAND = update(_INBOX).values(tries=_INBOX.c.tries + 1, owner=bindparam("to"))
_HAND_FREE = _HAND.where(among_found(_INBOX.c.id, _FREE.with_only_columns(_INBOX.c.id))).returning(*_COLUMNS)
_HAND_ONE = _HAND.where(_INBOX.c.id == bindparam("row"))
_DONE = (
    update(_INBOX)
    .where(among(_INBOX.c.id, "rows"), WAITS)
    .values(state=InboxState.DONE, body=None, done_at=bindparam("at"))
)
_NEW = ("channel", "number", "address", "body", "received_at", "tries", "state", "done_at", "incident")
_NOT_BEHIND = select(*(bindparam(name, type_=_INBOX.c[name].type) for name in _NEW)).where(
    ~exists().where(
        WAITS,
        _INBOX.c.channel == bindparam("channel", type_=_INBOX.c.channel.type),
        _INBOX.c.address == bindparam("address", type_=_INBOX.c.address.type),
    )
)
_WRITE_DOWN = upsert(
    InboxRow,
    lambda rows: rows.from_select(_NEW, _NOT_BEHIND).on_conflict_do_nothing(index_elements=["channel", "number"]),
)
"""One that was answered at once, unless something stands before it."""
SET_ASIDE = _INBOX.c.state == literally(InboxState.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it came: its channel's own number, and the address there of whose order it keeps."""

    channel: str
    number: int
    address: str
    body: str

    @property
    def place(self) -> ChannelAddress:
        return self.channel, self.address


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be handled. `id` None: it is answered at once, and written down with what became of it.
    `tries`: how often it was taken into hand."""

    id: int | None
    channel: str
    number: int
    address: str
    body: str
    tries: int

    @property
    def place(self) -> ChannelAddress:
        """Where it came from."""
        return self.channel, self.address


@dataclass(frozen=True, slots=True)
class _Handled:
    """What became of an update. `incident` None: it was answered."""

    update: Waiting
    incident: str | None

    @property
    def ended(self) -> dict[str, object]:
        """How its row ends: without its words when it was answered, with them when it may be tried again."""
        state = InboxState.DONE if self.incident is None else InboxState.SET_ASIDE
        return {"state": state, "incident": self.incident, "body": self.update.body if self.incident else None}


@dataclass(frozen=True, slots=True)
class Aside:
    """An update that could not be handled."""

    id: int
    channel: str
    number: int
    received_at: datetime
    tries: int
    incident: str


def _waiting(row: Row[int, str, int, str, str | None, int]) -> Waiting:
    row_id, channel, number, address, body, tries = row
    return Waiting(row_id, channel, number, address, body or "", tries)


class Inbox(Store):
    """The inbox within one unit of work."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._handled: Collected[_Handled] = Collected(self._end)

    def keep(self, arrived: Sequence[Arrived]) -> None:
        """Write them down; one that is known already is left as it is."""
        if not arrived:
            return
        rows = [
            {
                "channel": one.channel,
                "number": one.number,
                "address": one.address,
                "body": one.body,
                "received_at": self._now,
                "tries": 0,
                "state": InboxState.WAITING,
            }
            for one in arrived
        ]
        self._write(_KEEP[self._dialect], rows)

    def waiting(self, limit: int) -> list[Waiting]:
        """What waits, in the order of arrival, in hand or not."""
        return self._found(_FOUND, limit)

    def take_up(self, limit: int, *, owner: int) -> list[Waiting]:
        """Put what waits into one process's hands, its try counted; it is handled after this commit.

        An account of which another process has something in hand is passed over, so every one keeps its order.
        """
        self._one_at_a_time()
        taken = self._read(_HAND_FREE, {"most": limit, "owner": owner, "to": owner})
        return [_waiting(row) for row in sorted(taken, key=lambda row: row.id)]

    def left_behind(self, living: Collection[int], limit: int) -> list[Waiting]:
        """What is in the hands of a process that is gone, in the order of arrival."""
        return self._found(_LEFT, limit, living=list(living))

    def take_over(self, row: Waiting, *, owner: int) -> None:
        """Take one such row into hand, its try counted."""
        self._one_at_a_time()
        self._write(_HAND_ONE, {"row": row.id, "to": owner})

    def put_back(self, owner: int) -> None:
        """A process that stops gives back what it has not begun; that was no try."""
        mine = update(_INBOX).where(_INBOX.c.state == InboxState.WAITING, _INBOX.c.owner == owner)
        self._write(mine.values(owner=None, tries=_INBOX.c.tries - 1))

    def _found(self, asked: Select[int, str, int, str, str | None, int], limit: int, **given: object) -> list[Waiting]:
        return [_waiting(row) for row in self._read(asked, {"most": limit, **given})]

    def _one_at_a_time(self) -> None:
        """Two processes never take up at once: the second sees what the first has in hand."""
        if self._dialect == "postgresql":
            self._read(_ALONE)

    def cross_off(self, one: Waiting) -> None:
        """Handled. The row stays against repeats; its body goes."""
        self._handled.add(_Handled(one, None))

    def set_aside(self, one: Waiting, incident: str) -> None:
        """Not handled: a bug. The body stays, so that it can be handled again."""
        self._handled.add(_Handled(one, incident))

    def mark(self) -> Undo:
        return self._handled.mark()

    def write(self) -> None:
        """Write down what became of this unit's updates. Raises AlreadyHandled for one that was crossed off before;
        NotFirst for one answered at once that is known already, or of whose account something waits, in whosever hands.
        """
        self._handled.write()

    def _end(self, handled: Sequence[_Handled]) -> None:
        new = [one for one in handled if one.update.id is None]
        done = [one.update.id for one in handled if one.update.id is not None and one.incident is None]
        aside = [one for one in handled if one.update.id is not None and one.incident is not None]
        if new:
            self._write_down(new)
        if done and self._write(_DONE, {"rows": done, "at": self._now}) < len(done):
            raise AlreadyHandled("the update was handled before")
        if aside:
            setting = update(_INBOX).where(_INBOX.c.id == bindparam("row"))
            values = {"state": InboxState.SET_ASIDE, "incident": bindparam("why"), "done_at": self._now}
            self._write(setting.values(values), [{"row": one.update.id, "why": one.incident} for one in aside])

    def _write_down(self, new: Sequence[_Handled]) -> None:
        common = {"received_at": self._now, "done_at": self._now, "tries": 1}
        for one in new:
            came = {"channel": one.update.channel, "number": one.update.number, "address": one.update.address}
            row = {**came, **common, **one.ended}
            if not self._write(_WRITE_DOWN[self._dialect], row):
                raise NotFirst("something stands before the update")

    def set_aside_rows(self) -> list[Aside]:
        """What was set aside, in the order of arrival."""
        rows = self._session.scalars(select(InboxRow).where(SET_ASIDE).order_by(InboxRow.id))
        return [Aside(row.id, row.channel, row.number, row.received_at, row.tries, row.incident or "") for row in rows]

    def wait_again(self, row_ids: Collection[int]) -> int:
        """Let updates that were set aside wait to be handled once more; returns how many could."""
        back = update(_INBOX).where(_INBOX.c.id.in_(row_ids), SET_ASIDE)
        return self._write(back.values(state=InboxState.WAITING, tries=0, owner=None, incident=None, done_at=None))

    def forget_handled(self, before: datetime, limit: int = 500) -> int:
        """Delete rows handled before that time; returns how many."""
        return self._forget(InboxState.DONE, before, limit)

    def forget_set_aside(self, before: datetime, limit: int = 500) -> int:
        """Delete rows set aside before that time, with the words in them; returns how many."""
        return self._forget(InboxState.SET_ASIDE, before, limit)

    def _forget(self, state: InboxState, before: datetime, limit: int) -> int:
        old = select(InboxRow.id).where(InboxRow.done_at < before, InboxRow.state == state)
        old = old.order_by(InboxRow.done_at).limit(limit)
        return self._write(delete(InboxRow).where(among_found(_INBOX.c.id, old)))

    def depth(self) -> int:
        """How many updates wait."""
        waiting = select(func.count()).select_from(InboxRow).where(WAITS)
        return self._session.scalar(waiting) or 0
