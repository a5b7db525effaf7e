"""What is asked to be put right of doors, within one unit of work."""

from sqlalchemy import select

from storage.models import HouseholdChange
from storage.sql.store import Store


class Corrections(Store):
    """Asked, and decided once."""

    def ask(
        self, household_id: int, what: str, before: str | None, after: str, by: int, reason: str | None
    ) -> HouseholdChange:
        row = HouseholdChange(household_id=household_id, what=what, before=before, after=after, reason=reason)
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

    def open(self) -> list[HouseholdChange]:
        """What waits for the office, the longest first."""
        waits = select(HouseholdChange).where(HouseholdChange.decided_at.is_(None))
        return list(self._session.scalars(waits.order_by(HouseholdChange.asked_at)))
