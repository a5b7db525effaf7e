"""The office's own calendar days."""

from datetime import date

from sqlalchemy import select

from storage.models import CalendarDay
from storage.settings.working_days import has_moved_days
from storage.sql.store import Store


class DeclaredDays(Store):
    """Days declared by hand, within one unit of work."""

    def set_day(self, day: date, *, works: bool, by_id: int | None) -> None:
        """Declare a day off or working, against the packaged days or beyond them."""
        row = self._session.get(CalendarDay, day)
        if row is None:
            self._session.add(CalendarDay(day=day, works=works, by_id=by_id, at=self._now))
        else:
            row.works, row.by_id, row.at = works, by_id, self._now

    def own_days(self, since: date) -> list[CalendarDay]:
        """What was declared by hand, from a day on."""
        return list(
            self._session.scalars(select(CalendarDay).where(CalendarDay.day >= since).order_by(CalendarDay.day))
        )

    def knows(self, year: int) -> bool:
        """Are the year's moved days known, from the packaged days or by hand?"""
        mine = select(CalendarDay.day).where(CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31))
        return has_moved_days(year) or self._session.scalar(mine.limit(1)) is not None
