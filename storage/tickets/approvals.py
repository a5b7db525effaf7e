"""Requests to superiors within one unit of work."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tickets.approvals import Decision
from storage.models import ApprovalRow, Ticket
from storage.sql.among import among
from storage.sql.collecting import Batch, Undo
from storage.sql.store import Store, table_of

_APPROVAL = table_of(ApprovalRow)
_WAITING = select(_APPROVAL.c.ticket_id).where(
    among(_APPROVAL.c.ticket_id, "tickets"), _APPROVAL.c.decision == Decision.WAITING
)


class Approvals(Store):
    """Requests; the caller has been through the ticket's door."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._asked = Batch(self._read_asked, nothing=bool)

    def mark(self) -> Undo:
        return self._asked.mark()

    def expect_shown(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to be drawn: which of them wait for a decision is read at once."""
        self._asked.expect(sorted(ticket_ids))

    def _read_asked(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, bool]]:
        return ((ticket_id, True) for ticket_id in self._read(_WAITING, {"tickets": ticket_ids}).scalars())

    def filed(self, ticket_id: int) -> None:
        """A new ticket: nothing has been asked for it."""
        self._asked.put(ticket_id, False)

    def add(self, row: ApprovalRow) -> ApprovalRow:
        self._asked.put(row.ticket_id, True)
        self._session.add(row)
        self._session.flush()
        return row

    def get(self, approval_id: int, ticket: Ticket) -> ApprovalRow | None:
        """A request about this ticket; a number that belongs to another one is none."""
        row = self._session.get(ApprovalRow, approval_id)
        return row if row is not None and row.ticket_id == ticket.id else None

    def waiting(self, ticket: Ticket) -> ApprovalRow | None:
        """The one that waits to be decided."""
        if self._asked.known(ticket.id) is False:
            return None
        waits = select(ApprovalRow).where(ApprovalRow.ticket_id == ticket.id, ApprovalRow.decision == Decision.WAITING)
        return self._session.scalar(waits)

    def end(self, row: ApprovalRow) -> None:
        """There is nothing to decide any more."""
        row.decision, row.decided_at, row.remind_at = Decision.VOID, self._now, None

    def asked_of(self, person_id: int) -> list[tuple[ApprovalRow, Ticket]]:
        """Undecided, and this person was asked; locked with their tickets."""
        his = select(ApprovalRow).where(ApprovalRow.remind_at.is_not(None), ApprovalRow.asked_of_id == person_id)
        rows = list(self._session.scalars(his.order_by(ApprovalRow.id).with_for_update()))
        about = select(Ticket).where(Ticket.id.in_([row.ticket_id for row in rows])).order_by(Ticket.id)
        tickets = {one.id: one for one in self._session.scalars(about.with_for_update(key_share=True))}
        return [(row, tickets[row.ticket_id]) for row in rows]

    def due(self, limit: int) -> list[tuple[ApprovalRow, Ticket]]:
        """Undecided for too long, locked with their tickets."""
        due = select(ApprovalRow, Ticket).join(Ticket, Ticket.id == ApprovalRow.ticket_id)
        due = due.where(ApprovalRow.remind_at <= self._now).order_by(ApprovalRow.remind_at, ApprovalRow.id).limit(limit)
        return [(row, ticket) for row, ticket in self._session.execute(due.with_for_update(skip_locked=True))]
