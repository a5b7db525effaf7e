"""Time as the program is given it, so that a story runs a month in a second."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting. Only bot/application.py asks the system."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None: ...
