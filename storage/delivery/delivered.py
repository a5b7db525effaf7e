"""What became of messages once they were out of the way: counted, and after their time forgotten."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.sql.among import among_found
from storage.sql.store import Store, table_of

OVER = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.UNDELIVERED)
"""Nothing more happens to a message in one of these states; what was set aside may yet be sent."""
_LOST = (OutboxState.UNDELIVERED, OutboxState.SET_ASIDE)


class Delivered(Store):
    """Messages that have left, or never will."""

    def copies(self, announcement_id: int) -> dict[OutboxState, int]:
        """How many copies of an announcement are in which state."""
        mine = select(OutboxRow.state, func.count()).where(OutboxRow.announcement_id == announcement_id)
        return {OutboxState(state): n for state, n in self._session.execute(mine.group_by(OutboxRow.state))}

    def undelivered(self, start: datetime, end: datetime) -> int:
        """How many messages of that time reached nobody: the chat was gone, or they were set aside."""
        lost = select(func.count()).where(
            OutboxRow.sent_at >= start, OutboxRow.sent_at < end, OutboxRow.dedupe.is_(None)
        )
        return self._session.scalar(lost.where(OutboxRow.state.in_(_LOST))) or 0

    def forget_sent(self, before: datetime, limit: int = 500) -> int:
        """Delete what was sent or dropped before that time; returns how many."""
        return self._forget(OVER, before, limit)

    def forget_set_aside(self, before: datetime, limit: int = 500) -> int:
        """Delete what was set aside before that time, with the words in it; returns how many."""
        return self._forget((OutboxState.SET_ASIDE,), before, limit)

    def _forget(self, states: Sequence[OutboxState], before: datetime, limit: int) -> int:
        old = select(OutboxRow.id).where(OutboxRow.state.in_(states), OutboxRow.sent_at < before)
        old = old.order_by(OutboxRow.sent_at).limit(limit)
        return self._write(delete(OutboxRow).where(among_found(table_of(OutboxRow).c.id, old)))
