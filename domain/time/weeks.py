"""A week of the digest: Monday 00:00 to Sunday 24:00 in the community's zone, called as in «2026-W46»."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.time.limits import Calendar

SENT_AT = time(8, 30)
_CODE = re.compile(r"^(\d{4})-?W(\d{1,2})$")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """By its Monday."""

    monday: date

    @classmethod
    def read(cls, code: str) -> "Week | None":
        """«2026-W46»; None when there is no such week."""
        found = _CODE.match(code.strip().upper())
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None
        except ValueError:
            return None

    @classmethod
    def of(cls, instant: datetime, zone: ZoneInfo) -> "Week":
        """The week in which an instant lies."""
        day = instant.astimezone(zone).date()
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def year(self) -> int:
        """Of the week: 29 December may belong to the next one."""
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def start(self, zone: ZoneInfo) -> datetime:
        """Its first instant, in UTC."""
        return datetime.combine(self.monday, time(0), zone).astimezone(UTC)

    def end(self, zone: ZoneInfo) -> datetime:
        """The first instant after it, in UTC."""
        return self.later(1).start(zone)

    def later(self, weeks: int) -> "Week":
        """So many weeks on, or back."""
        return Week(self.monday + timedelta(weeks=weeks))

    def a_year_ago(self) -> "Week | None":
        """The week of the same number; a 53rd has none in most years."""
        return Week.read(f"{self.year - 1}-W{self.number}")

    def due(self, calendar: Calendar) -> datetime:
        """When its digest is sent: 08:30 on the Monday after it, or on the first working day after holidays."""
        day = self.monday + timedelta(days=7)
        for _ in range(60):
            if calendar.segments(day):
                break
            day += timedelta(days=1)
        return datetime.combine(day, SENT_AT, calendar.zone).astimezone(UTC)
