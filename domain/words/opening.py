"""Hours as people read them: days in a row that have the same ones stand together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def written_hours(hours: Mapping[str, Sequence[tuple[time, time]]]) -> Iterator[tuple[int, int, str]]:
    """First day, last day (0 is Monday) and the hours of each run of days; days without any are left out."""
    begins = 0
    for day in range(1, len(DAYS) + 1):
        if day < len(DAYS) and hours.get(DAYS[day], ()) == hours.get(DAYS[begins], ()):
            continue
        if spans := hours.get(DAYS[begins], ()):
            yield begins, day - 1, ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in spans)
        begins = day
