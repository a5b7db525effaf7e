"""`louzhang check`: is everything in order, and what is to be done where not."""

import math

import typer

from bot.cli.starting import open_or_leave, read_settings, run_or_leave
from bot.schedule import TIMETABLE, late_ticks
from services.keeping.checkup import Finding, check_up
from storage.copies.condition import read_condition
from storage.engines.database import Database
from storage.migrations import is_current
from storage.unit_of_work import UnitOfWork


def check() -> None:
    """Look at settings, database, clock, posts, dead letters and backups. Leaves with 1 when something must be done."""
    settings = read_settings()
    findings = run_or_leave(find(open_or_leave(settings)))
    for finding in findings:
        typer.echo(f"{'FAULT' if finding.fault else 'note '}  {finding.words}")
    if any(finding.fault for finding in findings):
        raise typer.Exit(1)
    typer.echo("Everything is in order.")


async def find(database: Database) -> list[Finding]:
    """What there is to say; of a database of another version only that."""

    def look(work: UnitOfWork) -> list[Finding]:
        if not is_current(work):
            return [Finding("The database is not at this version: `louzhang run` brings it there when it starts.")]
        condition = read_condition(work)
        late = late_ticks(condition.ticks, since=math.inf if condition.started is None else condition.started)
        return check_up(work, late, len(TIMETABLE))

    try:
        return await database.read(look)
    finally:
        await database.close()
