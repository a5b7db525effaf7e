"""Whether the places and settings held in memory are still those of the database: asked once per unit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.models import CalendarDay, CommunityVersion, Revision
from storage.sql.store import table_of

MARKS = select(
    select(table_of(Revision).c.directory).scalar_subquery(),
    select(func.max(table_of(CommunityVersion).c.version)).scalar_subquery(),
    select(func.max(table_of(CalendarDay).c.at)).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The directory's revision, the settings' version (0: the packaged ones), the newest day of the office's own."""

    revision: int
    version: int
    days_at: datetime | None


class Marks:
    """The marks as they are in this unit."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._mark: Mark | None = None

    def read(self) -> Mark:
        if self._mark is None:
            self._session.flush()
            revision, version, days_at = self._session.connection().execute(MARKS).one()
            self._mark = Mark(revision or 0, version or 0, days_at)
        return self._mark

    def seen(self, mark: Mark) -> None:
        """Another question of this unit has brought them along."""
        self._mark = mark

    def forget(self) -> None:
        """The directory was changed in this unit, or a change was undone."""
        self._mark = None
