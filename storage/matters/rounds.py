"""Rounds within one unit of work: their points, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from domain.matters.rounds import RoundKind, RoundOutcome
from storage.models import RoundPoint, RoundRow
from storage.sql.store import Store

_NAMED = RoundRow.by_person_id.is_not(None)


class Rounds(Store):
    """Whoever asks for one has been through its door (services/matters/rounds.py)."""

    def add(
        self, kind: RoundKind, person_id: int, closes_at: datetime, points: Sequence[tuple[int, int | None]]
    ) -> RoundRow:
        """`points`: place and household."""
        row = RoundRow(kind=kind, by_person_id=person_id, opened_at=self._now, closes_at=closes_at, done_at=None)
        self._session.add(row)
        self._session.flush()
        for place_id, household_id in points:
            point = RoundPoint(round_id=row.id, place_id=place_id, household_id=household_id)
            point.outcome = point.entered_at = None
            self._session.add(point)
        self._session.flush()
        return row

    def get(self, round_id: int) -> RoundRow | None:
        return self._session.get(RoundRow, round_id)

    def lock(self, round_id: int) -> RoundRow | None:
        """Of two presses at once the second sees what the first has done."""
        return self._session.get(RoundRow, round_id, with_for_update=True, populate_existing=True)

    def point(self, point_id: int) -> RoundPoint | None:
        """One of a round that is locked, as it is now."""
        return self._session.get(RoundPoint, point_id, populate_existing=True)

    def points(self, round_id: int) -> Sequence[RoundPoint]:
        there = select(RoundPoint).where(RoundPoint.round_id == round_id).order_by(RoundPoint.id)
        return list(self._session.scalars(there))

    def outcomes(self, rounds: Collection[int]) -> Mapping[RoundOutcome | None, int]:
        """How many doors of the register came to what in these rounds; places as a whole are not counted."""
        there = select(RoundPoint.outcome, func.count()).where(
            RoundPoint.round_id.in_(rounds), RoundPoint.household_id.is_not(None)
        )
        rows = self._session.execute(there.group_by(RoundPoint.outcome))
        return {row[0]: row[1] for row in rows}

    # What is kept

    def of_person(self, person_id: int) -> Sequence[RoundRow]:
        own = select(RoundRow).where(RoundRow.by_person_id == person_id).order_by(RoundRow.id)
        return list(self._session.scalars(own))

    def forget(self, person_id: int) -> None:
        """Whose rounds they were is not kept of whoever is deleted."""
        self._write(update(RoundRow).where(RoundRow.by_person_id == person_id).values(by_person_id=None))

    def count_named(self, before: datetime) -> int:
        """Rounds that closed before then and still say who walked them."""
        return self._session.scalar(select(func.count()).where(RoundRow.closes_at < before, _NAMED)) or 0

    def empty_names(self, before: datetime) -> int:
        return self._write(update(RoundRow).where(RoundRow.closes_at < before, _NAMED).values(by_person_id=None))
