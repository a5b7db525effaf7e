"""The inbox: updates written down before Telegram is told that they arrived, crossed off when handled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from storage.errors import AlreadyHandled
from storage.models import InboxRow
from storage.models.delivery import InboxState
from storage.store import Store, table_of
from storage.upsert import upsert

_KEEP = upsert(InboxRow, lambda rows: rows.on_conflict_do_nothing(index_elements=["update_id"]))


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it came."""

    update_id: int
    chat_id: int
    body: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be handled."""

    id: int
    update_id: int
    chat_id: int
    body: str
    tries: int


class Inbox(Store):
    """The inbox within one unit of work."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._crossed: list[dict[str, object]] = []

    def keep(self, arrived: Sequence[Arrived]) -> None:
        """Write them down; one that is known already is left as it is."""
        if not arrived:
            return
        rows = [
            {
                "update_id": one.update_id,
                "chat_id": one.chat_id,
                "body": one.body,
                "received_at": self._now,
                "tries": 0,
                "state": InboxState.WAITING,
            }
            for one in arrived
        ]
        self._write(_KEEP[self._dialect], rows)

    def waiting(self, limit: int, *, besides: Collection[int] = ()) -> list[Waiting]:
        """What waits, in the order of arrival, besides the rows already in hand."""
        columns = (InboxRow.id, InboxRow.update_id, InboxRow.chat_id, InboxRow.body, InboxRow.tries)
        rows = self._session.execute(
            select(*columns)
            .where(InboxRow.state == InboxState.WAITING)
            .order_by(InboxRow.id)
            .limit(limit + len(besides))
        )
        found = [
            Waiting(row.id, row.update_id, row.chat_id, row.body or "", row.tries)
            for row in rows
            if row.id not in besides
        ]
        return found[:limit]

    def take_up(self, limit: int, *, besides: Collection[int] = ()) -> list[Waiting]:
        """What waits, its try counted; the caller handles it in units of its own after this commit."""
        rows = self.waiting(limit, besides=besides)
        self.count_try([row.id for row in rows])
        return rows

    def count_try(self, row_ids: Collection[int]) -> None:
        """Before the unit, in a commit of its own: an update that kills the process is counted."""
        if row_ids:
            tried = update(InboxRow).where(InboxRow.id.in_(row_ids)).values(tries=InboxRow.tries + 1)
            self._session.execute(tried)

    def cross_off(self, row_id: int) -> None:
        """Handled. The row stays against repeats; its body goes."""
        self._crossed.append({"row": row_id, "to": InboxState.DONE, "why": None})

    def set_aside(self, row_id: int, incident: str) -> None:
        """Not handled: a bug. The body stays, so that it can be handled again."""
        self._crossed.append({"row": row_id, "to": InboxState.SET_ASIDE, "why": incident})

    def write(self) -> None:
        done = [row["row"] for row in self._crossed if row["to"] == InboxState.DONE]
        aside = [row for row in self._crossed if row["to"] == InboxState.SET_ASIDE]
        self._crossed = []
        inbox = table_of(InboxRow)
        if done:
            crossing = update(inbox).where(inbox.c.id.in_(done), inbox.c.state == InboxState.WAITING)
            if self._write(crossing.values(state=InboxState.DONE, body=None, done_at=self._now)) < len(done):
                raise AlreadyHandled("the update was handled before")
        if aside:
            setting = update(inbox).where(inbox.c.id == bindparam("row"))
            values = {"state": bindparam("to"), "incident": bindparam("why"), "done_at": self._now}
            self._write(setting.values(values), aside)

    def forget_handled(self, before: datetime, limit: int = 500) -> int:
        """Delete rows handled before that time; returns how many."""
        return self._forget(InboxState.DONE, before, limit)

    def forget_set_aside(self, before: datetime, limit: int = 500) -> int:
        """Delete rows set aside before that time, with the words in them; returns how many."""
        return self._forget(InboxState.SET_ASIDE, before, limit)

    def _forget(self, state: InboxState, before: datetime, limit: int) -> int:
        old = select(InboxRow.id).where(InboxRow.done_at < before, InboxRow.state == state).limit(limit)
        return self._write(delete(InboxRow).where(InboxRow.id.in_(old)))

    def depth(self) -> int:
        """How many updates wait."""
        waiting = select(func.count()).select_from(InboxRow).where(InboxRow.state == InboxState.WAITING)
        return self._session.scalar(waiting) or 0
