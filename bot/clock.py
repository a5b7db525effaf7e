"""Time as the program is given it, so that a story runs a month in a second."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting. Only bot/application.py asks the system."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None: ...


SMALLEST_STEP = timedelta(seconds=2)
"""What two looks at a clock that runs may differ by."""


class Steps:
    """Notices when the clock is put back: whatever was due a little after an earlier look is due now."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest = clock.now()

    def back(self) -> timedelta | None:
        """By how much it was put back since the last look."""
        now = self._clock.now()
        back = self._latest - now
        self._latest = now
        return back if back > SMALLEST_STEP else None


SMALLEST_MOVE = timedelta(minutes=1)
"""From then on an operator is told."""


class Watch:
    """Compares the clock with one that only runs: by how much has it been moved, ahead or back?"""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen, self._run = clock.now(), monotonic()

    def moved(self) -> timedelta:
        """Since the last look; nothing when it was less than a minute."""
        now, run = self._clock.now(), monotonic()
        moved = now - self._seen - timedelta(seconds=run - self._run)
        self._seen, self._run = now, run
        return moved if abs(moved) >= SMALLEST_MOVE else timedelta(0)


def where_it_is_noon(now: datetime) -> str:
    """A zone where it is about noon. At night only danger rings: whoever shows or measures how a report reaches its
    steward would wait for the morning."""
    west = now.astimezone(UTC).hour - 12
    return f"Etc/GMT{west:+d}" if west else "Etc/GMT"
