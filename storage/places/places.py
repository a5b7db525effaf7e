"""Places as rows: renamed, merged, split off, with what they were called before."""

from sqlalchemy import select, update

from domain.vocabulary import SetUpAct
from storage.models import CoverageRow, FormerName, HouseholdRow, PlaceMove, PlaceRow, PostRow
from storage.sql.store import Store


class Places(Store):
    """The places of one unit of work, for changing them."""

    def by_code(self, code: str) -> PlaceRow | None:
        return self._session.scalar(select(PlaceRow).where(PlaceRow.code == code))

    def children(self, place_id: int) -> list[PlaceRow]:
        below = select(PlaceRow).where(PlaceRow.parent_id == place_id).order_by(PlaceRow.id)
        return list(self._session.scalars(below))

    def remember(self, row: PlaceRow) -> None:
        """What it is called and where it stands, as its former name until now."""
        self._session.add(FormerName(place_id=row.id, name=row.name, parent_id=row.parent_id, until=self._now))

    def add_beside(self, row: PlaceRow, move: PlaceMove) -> PlaceRow:
        """The place that a merge or a split makes: beside the merged one, or beside the parent that is left."""
        beside = row if move.act is SetUpAct.MERGED else self._session.get_one(PlaceRow, row.parent_id)
        made = PlaceRow(
            code=move.into,
            parent_id=beside.parent_id,
            level=beside.level,
            name=move.name,
            aliases=[],
        )
        self._session.add(made)
        self._session.flush()
        return made

    def hand_over(self, place_id: int, to: int) -> None:
        """The posts that stand there, what they answer for there, and the doors of the register; a door whose numbers
        the other place has already stays where it was."""
        there = select(HouseholdRow.door_key).where(HouseholdRow.place_id == to, HouseholdRow.until.is_(None))
        doors = update(HouseholdRow).where(HouseholdRow.place_id == place_id, HouseholdRow.until.is_(None))
        self._write(doors.where(HouseholdRow.door_key.not_in(there)).values(place_id=to))
        self._write(update(PostRow).where(PostRow.place_id == place_id).values(place_id=to))
        self._write(update(CoverageRow).where(CoverageRow.place_id == place_id).values(place_id=to))

    def plan(self, move: PlaceMove) -> None:
        self._session.add(move)
        self._session.flush()

    def due(self, limit: int) -> list[PlaceMove]:
        """What is to be done from today on or before, and is not done, in the order it was planned; locked."""
        rows = select(PlaceMove).where(PlaceMove.done_at.is_(None), PlaceMove.since <= self._now)
        return list(self._session.scalars(rows.order_by(PlaceMove.since, PlaceMove.id).limit(limit).with_for_update()))
