"""Chinese public holidays and moved working weekends (调休), from a kept library; the office's own days win."""

from datetime import date
from functools import cache

from holidays import country_holidays


@cache
def public_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a year and its working weekends, as far as the State Council's notice is in the library."""
    china = country_holidays("CN", years=year)
    working = frozenset(day for day in china.weekend_workdays if day.year == year)
    return frozenset(day for day in china if day.year == year) - working, working


def has_moved_days(year: int) -> bool:
    """Is the year's notice in the library? Without it only the statutory days are known."""
    return bool(public_days(year)[1])
