"""`louzhang places`: merge, split or rename places from a day on."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.starting import open_or_leave, read_settings, run_or_leave
from services.set_up.findings import Fault
from services.set_up.place_moves import Planned, check_moves, notes_on, plan_moves, read_moves
from storage.engines.database import Database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork


def places(
    source: Annotated[Path, typer.Argument(help="CSV: what (rename, merge, split), code, into, name, from.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and report; write nothing.")] = False,
) -> None:
    """Merge, split or rename places from a day on. Nothing is written unless every row is good."""
    planned, faults = read_moves(source)
    settings = read_settings(token_needed=False)
    lines, good = run_or_leave(run_places(open_or_leave(settings), source.name, planned, faults, dry_run=dry_run))
    for line in lines:
        typer.echo(line)
    if not good:
        raise typer.Exit(1)


async def run_places(
    database: Database, file: str, planned: list[Planned], faults: list[Fault], *, dry_run: bool
) -> tuple[list[str], bool]:
    """What there is to say, and whether the rows were good. Closes the database."""

    def check(work: UnitOfWork) -> list[Fault]:
        today = work.now.astimezone(ZoneInfo(work.community.zone)).date()
        return [*faults, *check_moves(work.directory, planned, today, file)]

    try:
        await database.schema(migrate)
        found = await database.read(check)
        if found:
            said = [f"FAULT {f.file}{f', row {f.row}' if f.row else ''}: {f.reason}" for f in found]
            return [*said, f"{len(found)} faults; nothing is written until all rows are good"], False
        if dry_run:
            return [f"{len(planned)} rows are good", "dry run: nothing was written"], True
        done = await database.run(lambda work: plan_moves(work, planned))
        notes = await database.read(lambda work: notes_on(work.directory))
        later = len(planned) - done
        said = [f"{done} done at once, {later} on their day (while `louzhang run` runs)"]
        return [*said, *(f"note: {note}" for note in notes)], True
    finally:
        await database.close()
