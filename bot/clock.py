"""Time as the program is given it, so that a story runs a month in a second."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting. Only bot/application.py asks the system."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None: ...


def where_it_is_noon(now: datetime) -> str:
    """A zone where it is about noon. At night only danger rings: whoever shows or measures how a report reaches its
    steward would wait for the morning."""
    west = now.astimezone(UTC).hour - 12
    return f"Etc/GMT{west:+d}" if west else "Etc/GMT"
