"""Who is limited, muted or banned, within one unit of work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from domain.tickets.restrictions import Restriction
from storage.models import RestrictionRow, Ticket
from storage.sql.store import Store


class Restrictions(Store):
    """Only ever added to; an end or a revocation is written on the row."""

    def add(
        self, person_id: int, ticket_id: int, kind: Restriction, *, reason: str, until: datetime, by_id: int
    ) -> RestrictionRow:
        row = RestrictionRow(
            person_id=person_id,
            ticket_id=ticket_id,
            kind=kind,
            reason=reason,
            by_id=by_id,
            since=self._now,
            until=until,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def of_person(self, person_id: int) -> list[RestrictionRow]:
        """Those in force now."""
        mine = select(RestrictionRow).where(RestrictionRow.person_id == person_id, RestrictionRow.until > self._now)
        return list(self._session.scalars(mine.where(RestrictionRow.revoked_at.is_(None)).order_by(RestrictionRow.id)))

    def empty_reasons(self, person_id: int) -> None:
        """The words go, of those that are over too; that there was a restriction stays."""
        for row in self.all_of(person_id):
            row.reason = None

    def all_of(self, person_id: int) -> list[RestrictionRow]:
        """Those in force and those that are over."""
        mine = select(RestrictionRow).where(RestrictionRow.person_id == person_id)
        return list(self._session.scalars(mine.order_by(RestrictionRow.id)))

    def in_force(self) -> Sequence[RestrictionRow]:
        """All of them, the newest first."""
        rows = select(RestrictionRow).where(RestrictionRow.until > self._now, RestrictionRow.revoked_at.is_(None))
        return self._session.scalars(rows.order_by(RestrictionRow.id.desc())).all()

    def lock(self, restriction_id: int) -> RestrictionRow | None:
        return self._session.get(RestrictionRow, restriction_id, with_for_update=True, populate_existing=True)

    def filed_since(self, person_id: int, since: datetime) -> int:
        """How many reports somebody has filed since then."""
        mine = select(func.count()).where(Ticket.reporter_id == person_id, Ticket.filed_at >= since)
        return self._session.scalar(mine) or 0
