"""`louzhang calendar`: days off and working weekends from a file, when the program does not know them yet."""

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from storage.engines.database import Database
from storage.migrations import migrate
from storage.settings.calendar import DeclaredDays
from storage.unit_of_work import UnitOfWork

WORDS = {"works": True, "work": True, "班": True, "off": False, "rest": False, "休": False}


def calendar(
    source: Annotated[Path, typer.Argument(help="CSV with the columns day (2027-02-05) and what (off or works).")],
) -> None:
    """Declare days off and working weekends, for example next year's from the State Council's notice."""
    days, faults = read_days(source)
    if faults:
        refuse(*faults)
    settings = read_settings(token_needed=False)
    run_or_leave(_write(open_or_leave(settings), days))
    typer.echo(f"{len(days)} days declared")


def read_days(source: Path) -> tuple[dict[date, bool], list[str]]:
    """The days of a file, and every fault of it by row."""
    days: dict[date, bool] = {}
    faults: list[str] = []
    try:
        rows = list(csv.DictReader(source.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError):
        return {}, [f"{source.name}: cannot be read as UTF-8"]
    for number, row in enumerate(rows, 2):
        try:
            days[date.fromisoformat((row.get("day") or "").strip())] = WORDS[(row.get("what") or "").strip().lower()]
        except (ValueError, KeyError):
            faults.append(f"{source.name}, row {number}: needs day (2027-02-05) and what (off or works)")
    if not rows:
        faults.append(f"{source.name}: has no rows")
    return days, faults


async def _write(database: Database, days: dict[date, bool]) -> None:
    def write(work: UnitOfWork) -> None:
        for day, works in days.items():
            work.store(DeclaredDays).set_day(day, works=works, by_id=None)

    try:
        await database.schema(migrate)
        await database.run(write)
    finally:
        await database.close()
