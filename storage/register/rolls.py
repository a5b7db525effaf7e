"""Rolls within one unit of work: copies of part of the register at one instant."""

from collections.abc import Sequence

from sqlalchemy import select

from storage.models import RollLine, RollRow
from storage.sql.store import Store


class Rolls(Store):
    """A roll and its lines; nothing of it follows the register."""

    def add(self, matter_id: int | None, places: Sequence[int], lines: Sequence[RollLine]) -> RollRow:
        roll = RollRow(matter_id=matter_id, places=sorted(places), made_at=self._now)
        self._session.add(roll)
        self._session.flush()
        for line in lines:
            line.roll_id = roll.id
        self._session.add_all(lines)
        self._session.flush()
        return roll

    def lines(self, roll_id: int) -> Sequence[RollLine]:
        """Its doors in the order in which they were copied."""
        there = select(RollLine).where(RollLine.roll_id == roll_id).order_by(RollLine.id)
        return list(self._session.scalars(there))

    def line(self, roll_id: int, household_id: int) -> RollLine | None:
        """One of them, for changing."""
        there = select(RollLine).where(RollLine.roll_id == roll_id, RollLine.household_id == household_id)
        return self._session.scalar(there.with_for_update().execution_options(populate_existing=True))
