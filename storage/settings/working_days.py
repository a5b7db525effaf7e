"""Chinese public holidays and moved working weekends (调休), from a table of the packaged days; the office's own days
win. The table is written from a kept library (tests/storage/public_days.py): loading that at every start would take
11 MB and a tenth of a second, for days that were known before."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

_NONE: frozenset[date] = frozenset()


@cache
def _table() -> Mapping[str, Mapping[int, frozenset[date]]]:
    days: dict[str, dict[int, frozenset[date]]] = {"off": defaultdict(frozenset), "works": defaultdict(frozenset)}
    with resources.files("storage.seed").joinpath("public_days.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["day"])
            days[row["what"]][day.year] |= {day}
    return days


def public_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a year and its working weekends, as far as the State Council's notice is in the table."""
    table = _table()
    return table["off"].get(year, _NONE), table["works"].get(year, _NONE)


def has_moved_days(year: int) -> bool:
    """Is the year's notice in the table? Without it only the statutory days are known."""
    return bool(public_days(year)[1])
