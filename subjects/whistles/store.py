"""Whistles within one unit of work; their headers are matters."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from storage.models import MatterLink, MatterRow, Ticket
from storage.sql.store import Store
from subjects.whistles.rows import WhistleRow
from subjects.whistles.rules import GOING


class Whistles(Store):
    """Whoever asks for one has been through its matter's door."""

    def add(self, row: WhistleRow) -> WhistleRow:
        self._session.add(row)
        self._session.flush()
        return row

    def get(self, matter_id: int) -> WhistleRow | None:
        return self._session.get(WhistleRow, matter_id)

    def going_of(self, ticket: Ticket) -> list[WhistleRow]:
        """Those about this ticket that have not come to a result."""
        linked = select(MatterLink.matter_id).where(MatterLink.ticket_id == ticket.id)
        going = select(WhistleRow).join(MatterRow, MatterRow.id == WhistleRow.matter_id)
        return list(self._session.scalars(going.where(WhistleRow.matter_id.in_(linked), MatterRow.state.in_(GOING))))

    def blown_between(self, since: datetime, until: datetime) -> Sequence[WhistleRow]:
        """Those that were blown in that time."""
        blown = select(WhistleRow).where(WhistleRow.blown_at >= since, WhistleRow.blown_at < until)
        return list(self._session.scalars(blown.order_by(WhistleRow.matter_id)))

    def filed_between(self, since: datetime, until: datetime) -> Sequence[int]:
        """The tickets of that time, among which whistles are counted."""
        filed = select(Ticket.id).where(Ticket.filed_at >= since, Ticket.filed_at < until)
        return list(self._session.scalars(filed.order_by(Ticket.id)))
