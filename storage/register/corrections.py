"""What is asked to be put right of doors, within one unit of work."""

from sqlalchemy import select, update

from storage.models import HouseholdChange
from storage.sql.store import Store


class Corrections(Store):
    """Asked, and decided once."""

    def ask(self, household_id: int, what: str, before: str | None, after: str, by: int) -> HouseholdChange:
        row = HouseholdChange(household_id=household_id, what=what, before=before, after=after)
        row.asked_by_id, row.asked_at = by, self._now
        row.agreed = row.decided_by_id = row.decided_at = None
        self._session.add(row)
        self._session.flush()
        return row

    def get(self, change_id: int) -> HouseholdChange | None:
        return self._session.get(HouseholdChange, change_id)

    def refresh(self, row: HouseholdChange) -> HouseholdChange:
        """As it is now that its household is locked."""
        self._session.refresh(row)
        return row

    def of_person(self, person_id: int) -> list[HouseholdChange]:
        """What somebody has asked for, the first one first."""
        own = select(HouseholdChange).where(HouseholdChange.asked_by_id == person_id)
        return list(self._session.scalars(own.order_by(HouseholdChange.id)))

    def unlink(self, person_id: int) -> None:
        """Who asked for it is not kept of whoever is deleted."""
        own = update(HouseholdChange).where(HouseholdChange.asked_by_id == person_id)
        self._write(own.values(asked_by_id=None))

    def decline_open(self, household_id: int, by: int) -> None:
        """There is no such door any more: nothing of it waits."""
        waits = (HouseholdChange.household_id == household_id, HouseholdChange.decided_at.is_(None))
        decided = {"agreed": False, "decided_by_id": by, "decided_at": self._now}
        self._write(update(HouseholdChange).where(*waits).values(**decided))

    def open(self) -> list[HouseholdChange]:
        """What waits for the office, the longest first."""
        waits = select(HouseholdChange).where(HouseholdChange.decided_at.is_(None))
        return list(self._session.scalars(waits.order_by(HouseholdChange.asked_at)))
