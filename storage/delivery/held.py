"""Messages held back for the night: out of their lanes until they may ring."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from domain.notices.notice import Notice
from domain.vocabulary import Grade
from storage.delivery.lanes import Lanes
from storage.delivery.notices import NoticeBook
from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.sql.store import Store, literally, table_of

_OUTBOX = table_of(OutboxRow)
_HELD = _OUTBOX.c.state == literally(OutboxState.HELD)
_DUE = select(_OUTBOX.c.id, _OUTBOX.c.account_id, _OUTBOX.c.broadcast).where(_HELD)

OVERDUE = timedelta(hours=1)
"""So long after its moment a held message leaves whatever it waits for, and `louzhang check` names it."""


class Held(Store):
    """What is held within one unit of work. It is asked for in the order in which it may ring: in the order of ids,
    SQLite reads the whole outbox for it."""

    def __init__(self, session: Session, now: datetime, notices: NoticeBook) -> None:
        super().__init__(session, now)
        self._notices = notices
        self._lanes = Lanes(session, now)

    def release(self, grades: Collection[Grade], limit: int, *, without: Collection[int] = ()) -> int:
        """Held messages of these grades whose time has come join their lanes, `without` those of some accounts; returns
        how many."""
        due = _DUE.where(
            _OUTBOX.c.not_before <= self._now, _OUTBOX.c.keeps_quiet.in_(grades), _OUTBOX.c.account_id.not_in(without)
        )
        return self._let_go(due, limit)

    def release_overdue(self, limit: int) -> int:
        """The same for whatever should have left long ago, whichever its grade and account."""
        return self._let_go(_DUE.where(_OUTBOX.c.not_before <= self._now - OVERDUE), limit)

    def _let_go(self, due: Select[int, int, bool], limit: int) -> int:
        ordered = due.order_by(_OUTBOX.c.not_before, _OUTBOX.c.id).limit(limit)
        found = self._read(ordered.with_for_update(skip_locked=True)).all()
        if found:
            rows = update(_OUTBOX).where(_OUTBOX.c.id.in_([row.id for row in found]))
            self._write(rows.values(state=OutboxState.WAITING))
            self._lanes.fill(Counter((row.account_id, row.broadcast) for row in found))
        return len(found)

    def gather(self, accounts: Collection[int], until: datetime, kinds: Collection[type[Notice]]) -> list[Notice]:
        """What of these kinds is held for one person until then, at whichever account: taken out of the outbox and
        returned, for one message instead."""
        held = select(_OUTBOX.c.id, _OUTBOX.c.kind, _OUTBOX.c.facts).where(
            _HELD,
            _OUTBOX.c.not_before <= until,
            _OUTBOX.c.account_id.in_(accounts),
            _OUTBOX.c.broadcast.is_(False),
            _OUTBOX.c.kind.in_([kind.__name__ for kind in kinds]),
        )
        found = self._read(held.order_by(_OUTBOX.c.not_before).with_for_update(skip_locked=True))
        rows = sorted(found, key=lambda row: row.id)
        notices = {
            row.id: notice for row in rows if (notice := self._notices.notice_of(row.kind, row.facts)) is not None
        }
        wordy = [row_id for row_id, notice in notices.items() if notice.carries_words]
        if rows:
            gone = update(_OUTBOX).values(state=OutboxState.DROPPED, error="told in one message", sent_at=self._now)
            self._write(gone.where(_OUTBOX.c.id.in_([row.id for row in rows])))
        if wordy:
            self._write(update(_OUTBOX).where(_OUTBOX.c.id.in_(wordy)).values(facts={}))
        return list(notices.values())
