"""Messages that wait in vain: their account is gone, or another takes its place, or their announcement was stopped."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session

from domain.notices.notice import Notice
from storage.delivery.lanes import LaneKey, Lanes
from storage.delivery.notices import NoticeBook
from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.sql.collecting import Undo
from storage.sql.store import Store, literally, table_of

_OUTBOX = table_of(OutboxRow)
WAITS = _OUTBOX.c.state < literally(OutboxState.SENT)
"""It is in its lane, on its way or not."""


class Sweeping(Store):
    """What is to be swept out of the lanes, collected within one unit of work and done when it ends."""

    def __init__(self, session: Session, now: datetime, notices: NoticeBook) -> None:
        super().__init__(session, now)
        self._notices = notices
        self._lanes = Lanes(session, now)
        self._gone: dict[int, str] = {}
        self._moved: dict[int, int] = {}
        self._withdrawn: dict[int, None] = {}

    def waiting_in(self, account_id: int) -> list[Notice]:
        """What is still to be told there, as far as it can be read."""
        waiting = select(_OUTBOX.c.kind, _OUTBOX.c.facts).where(_OUTBOX.c.account_id == account_id, WAITS)
        notices = (self._notices.notice_of(kind, facts) for kind, facts in self._session.execute(waiting))
        return [notice for notice in notices if notice is not None]

    def drop(self, account_id: int, why: str) -> None:
        """Nothing more can be told there."""
        self._gone[account_id] = why

    def move(self, old: int, new: int) -> None:
        """What waits or is held for one account goes to another: of the same person, or of the same group, which has
        two addresses. Done twice, the same."""
        self._moved[old] = new

    def withdraw(self, announcement_id: int) -> None:
        """Copies of an announcement that have not left are dropped; their lanes notice by themselves."""
        self._withdrawn[announcement_id] = None

    def mark(self) -> Undo:
        gone, moved, withdrawn = dict(self._gone), dict(self._moved), dict(self._withdrawn)

        def go_back() -> None:
            self._gone, self._moved, self._withdrawn = gone, moved, withdrawn

        return go_back

    def sweep(self, besides: Collection[LaneKey]) -> None:
        """Do it. Lanes come before messages, and all of them, those too that the unit writes to `besides`, in order of
        account: whoever settles does the same, and neither waits for the other for ever."""
        gone, moved, withdrawn = self._gone, self._moved, self._withdrawn
        if not (gone or moved or withdrawn):
            return
        accounts = {*gone, *moved, *moved.values()}
        self._lanes.hold({*besides, *((one, cast) for one in accounts for cast in (False, True))})
        for old, new in moved.items():
            self._move(old, new)
        for account_id, why in gone.items():  # where what has just moved may have gone
            self._drop(account_id, why)
        for announcement_id in withdrawn:
            waits = OutboxRow.state.in_((OutboxState.WAITING, OutboxState.HELD))
            mine = update(_OUTBOX).where(OutboxRow.announcement_id == announcement_id, waits)
            self._write(mine.values(state=OutboxState.DROPPED, error="stopped by its author", sent_at=self._now))
        self._gone, self._moved, self._withdrawn = {}, {}, {}

    def _drop(self, account_id: int, why: str) -> None:
        waiting = update(_OUTBOX).where(_OUTBOX.c.account_id == account_id, WAITS)
        gone = waiting.values(state=OutboxState.UNDELIVERED, error=why, sent_at=self._now)
        dropped = self._read(gone.returning(_OUTBOX.c.id, _OUTBOX.c.kind, _OUTBOX.c.facts)).all()
        notices = {row.id: self._notices.notice_of(row.kind, row.facts) for row in dropped}
        if wordy := [row_id for row_id, notice in notices.items() if notice is not None and notice.carries_words]:
            self._write(update(_OUTBOX).where(_OUTBOX.c.id.in_(wordy)).values(facts={}))
        self._lanes.stop([(account_id, False), (account_id, True)])

    def _move(self, old: int, new: int) -> None:
        """Numbers of messages are the old account's own: what was to take the place of one, or to answer one, comes as
        a new message."""
        rest = func.substr(_OUTBOX.c.dedupe, len(f"{old}:") + 1)
        mine = update(_OUTBOX).where(_OUTBOX.c.account_id == old)
        mine = mine.values(account_id=new, edits=None, reply_to=None, dedupe=literal(f"{new}:").concat(rest))
        self._write(mine.where(WAITS).values(state=OutboxState.WAITING))
        self._write(mine.where(_OUTBOX.c.state == literally(OutboxState.HELD)))
        self._lanes.stop([(old, False), (old, True)])
        many = select(_OUTBOX.c.broadcast, func.count()).where(_OUTBOX.c.account_id == new, WAITS)
        found = {(new, cast): n for cast, n in self._session.execute(many.group_by(_OUTBOX.c.broadcast))}
        self._lanes.set_pending({(new, False): 0, (new, True): 0, **found})
