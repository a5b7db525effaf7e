"""When people may be disturbed: only danger wakes anybody between 21:30 and 07:00."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.unsound import Unsound
from domain.vocabulary import Grade

MORNING = time(8, 30)
"""When a working day begins: its one message, what was put off to it, spot checks."""


@dataclass(frozen=True, slots=True)
class QuietTime:
    """From when no unasked message is sent, and from when in the morning each grade is sent again."""

    begins: time
    p1_from: time
    others_from: time

    def __post_init__(self) -> None:
        if not self.p1_from <= self.others_from < self.begins:
            why = "the quiet time covers the day: it begins after others_from, and others_from is not before p1_from"
            raise Unsound("quiet", why=why)

    def next_allowed(self, at: datetime, grade: Grade, zone: ZoneInfo) -> datetime:
        """`at` itself, or the end of the quiet time it falls into."""
        if grade is Grade.P0:
            return at
        opens = self.p1_from if grade is Grade.P1 else self.others_from
        local = at.astimezone(zone)
        if opens <= local.time() < self.begins:
            return at
        day = local.date() + timedelta(days=1) if local.time() >= self.begins else local.date()
        return datetime.combine(day, opens, zone).astimezone(at.tzinfo)
