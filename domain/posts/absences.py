"""Who is away from when to when, and who stands in: chains of deputies are followed, circles end at nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """A leave. Without a deputy the superior stands in, as for a vacancy."""

    id: int
    person_id: int
    since: datetime
    until: datetime
    deputy_id: int | None = None

    def active(self, at: datetime) -> bool:
        return self.since <= at < self.until

    def meets(self, since: datetime, until: datetime) -> bool:
        """Do the two spans have a moment in common?"""
        return self.since < until and since < self.until


def absence_of(absences: Iterable[Absence], person_id: int, at: datetime) -> Absence | None:
    """The leave a person is on at that moment."""
    return next((one for one in absences if one.person_id == person_id and one.active(at)), None)


def stand_in(
    absences: Iterable[Absence], person_id: int, at: datetime, *, may: Callable[[int], bool] = lambda _: True
) -> int | None:
    """Who acts for a person: they themselves while here, else the first of the chain of deputies who is. None: the
    chain ends without a deputy, with one who may not stand in (any more), or runs in a circle."""
    absences = list(absences)
    seen: set[int] = set()
    current: int | None = person_id
    while current is not None and current not in seen:
        absence = absence_of(absences, current, at)
        if absence is None:
            return current
        seen.add(current)
        current = absence.deputy_id if absence.deputy_id is not None and may(absence.deputy_id) else None
    return None
