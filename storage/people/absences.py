"""Leaves: who is away, when that begins and ends."""

from datetime import datetime

from sqlalchemy import or_, select

from storage.models import AbsenceRow
from storage.sql.store import Store


class Absences(Store):
    """The leaves of one unit of work."""

    def add(self, person_id: int, since: datetime, until: datetime, deputy_id: int | None) -> AbsenceRow:
        row = AbsenceRow(
            person_id=person_id, since=since, until=until, deputy_id=deputy_id, created_at=self._now, began_at=None
        )
        self._session.add(row)
        self._session.flush()
        return row

    def get(self, absence_id: int) -> AbsenceRow | None:
        return self._session.get(AbsenceRow, absence_id)

    def lock(self, absence_id: int) -> AbsenceRow | None:
        """For ending it, by hand or by the clock."""
        return self._session.get(AbsenceRow, absence_id, with_for_update=True, populate_existing=True)

    def of_person(self, person_id: int) -> list[AbsenceRow]:
        """Those that are not over, the next one first."""
        mine = select(AbsenceRow).where(AbsenceRow.person_id == person_id, AbsenceRow.ended_at.is_(None))
        return list(self._session.scalars(mine.order_by(AbsenceRow.since)))

    def due(self, limit: int) -> list[AbsenceRow]:
        """Those whose first or last moment has come and has not been acted on, locked."""
        begins = AbsenceRow.began_at.is_(None) & (AbsenceRow.since <= self._now)
        rows = select(AbsenceRow).where(AbsenceRow.ended_at.is_(None), or_(begins, AbsenceRow.until <= self._now))
        return list(self._session.scalars(rows.order_by(AbsenceRow.id).limit(limit).with_for_update(skip_locked=True)))
