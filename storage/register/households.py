"""The doors of the register within one unit of work. Whoever asks for one has been through its door
(services/register/)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select

from domain.posts.directory import Address
from storage.models import HouseholdChange, HouseholdRow
from storage.sql.store import Store

_STANDS = HouseholdRow.until.is_(None)


class Households(Store):
    """Doors, and how many there are."""

    def get(self, household_id: int) -> HouseholdRow | None:
        return self._session.get(HouseholdRow, household_id)

    def lock(self, household_id: int) -> HouseholdRow | None:
        """For changing; whoever joins it or is decided on does so one after the other."""
        return self._session.get(HouseholdRow, household_id, with_for_update=True, populate_existing=True)

    def add_all(self, rows: Collection[HouseholdRow]) -> None:
        self._session.add_all(rows)
        self._session.flush()

    def standing(self) -> Sequence[HouseholdRow]:
        """Every door that there is."""
        return list(self._session.scalars(select(HouseholdRow).where(_STANDS).order_by(HouseholdRow.id)))

    def several(self, household_ids: Collection[int]) -> Mapping[int, HouseholdRow]:
        """By id, also those that have ended."""
        if not household_ids:
            return {}
        asked = select(HouseholdRow).where(HouseholdRow.id.in_(household_ids))
        return {row.id: row for row in self._session.scalars(asked)}

    def at(self, place_ids: Collection[int]) -> Sequence[HouseholdRow]:
        """The doors of these places, by number and room."""
        if not place_ids:
            return []
        there = select(HouseholdRow).where(HouseholdRow.place_id.in_(place_ids), _STANDS)
        return sorted(self._session.scalars(there), key=in_order)

    def with_numbers(self, place_ids: Collection[int], door_keys: Collection[str]) -> Sequence[HouseholdRow]:
        """The doors of these numbers and rooms at any of these places."""
        there = (HouseholdRow.place_id.in_(place_ids), HouseholdRow.door_key.in_(door_keys), _STANDS)
        return list(self._session.scalars(select(HouseholdRow).where(*there)))

    def door(self, place_id: int, door_key: str) -> HouseholdRow | None:
        """The door of that number and room there."""
        there = select(HouseholdRow).where(
            HouseholdRow.place_id == place_id, HouseholdRow.door_key == door_key, _STANDS
        )
        return self._session.scalar(there)

    def count_ended(self, before: datetime) -> int:
        """Doors that have been no more since before then and can still be told."""
        return self._session.scalar(select(func.count()).where(*_told(before))) or 0

    def empty_ended(self, before: datetime) -> int:
        """Their numbers, area and owner go, with what was put right of them; the rows stay for what was counted."""
        ended = list(self._session.scalars(select(HouseholdRow).where(*_told(before))))
        for row in ended:
            self._write(delete(HouseholdChange).where(HouseholdChange.household_id == row.id))
            row.number = row.floor = row.area = None
            row.sub_number = row.room = row.owner_key = None
            row.let, row.door_key = None, ""
        self._session.flush()
        return len(ended)


def _told(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return HouseholdRow.until < before, HouseholdRow.door_key != ""


def in_order(row: HouseholdRow) -> tuple[int, int, int, str]:
    """As one walks."""
    return walked(row.address)


def walked(address: Address) -> tuple[int, int, int, str]:
    """Within a place: by house number and sub-number, then by room, the numbers among them as numbers."""
    room = address.room or ""
    digits = "".join(one for one in room if one.isdigit())
    sub = int(address.sub_number) if address.sub_number is not None and address.sub_number.isdigit() else 0
    return address.number or 0, sub, int(digits) if digits else 0, room
