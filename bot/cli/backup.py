"""`louzhang backup`: a whole copy, and back from it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.starting import leave, open_or_leave, read_settings, run_or_leave
from storage.copies.backup import BackupRefused, Counts, back_up, count_rows
from storage.copies.backup import restore as put_back
from storage.copies.condition import BACKUP
from storage.digest.periods import Periods
from storage.engines.database import Database
from storage.engines.replicas import open_replica
from storage.migrations import is_current, refuse_newer
from storage.sql.errors import AlreadyRunning


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; only its owner can read it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Copy the whole database while the bot runs. The copy holds everything that residents wrote: keep it safe."""
    settings = read_settings(token_needed=False)
    run_or_leave(_back_up(open_or_leave(settings), settings.database_url, file, force))
    typer.echo(f"{file}: {file.stat().st_size} bytes. It holds what residents wrote; keep it where only you can read.")


async def _back_up(database: Database, url: str, file: Path, force: bool) -> None:
    try:
        await asyncio.to_thread(back_up, url, file, replace=force)
        if await database.read(is_current):
            await database.run(lambda work: work.store(Periods).note(BACKUP, "last"))
    finally:
        await database.close()


def restore_backup(file: Path) -> None:
    """Fill an empty database from a backup and count what arrived. Refuses a database that holds anything."""
    settings = read_settings(token_needed=False)
    held, arrived = run_or_leave(_restore(open_or_leave(settings), settings.database_url, file))
    wrong = [f"{name}: {held[name]} in the backup, {arrived.get(name, 0)} arrived" for name in held]
    wrong = [line for line, name in zip(wrong, held, strict=True) if held[name] != arrived.get(name, 0)]
    if wrong:
        leave(*wrong)
    typer.echo(f"{sum(held.values())} rows in {len(held)} tables, all arrived. `louzhang run` brings them up to date.")


async def _restore(database: Database, url: str, file: Path) -> tuple[Counts, Counts]:
    """What the backup holds, and what is in the database afterwards."""
    replica = open_replica(url)
    try:
        await replica.keep()
        if len(await replica.living() or ()) > 1:
            raise AlreadyRunning("a bot runs on this database; stop it first")
        if any((await database.schema(count_rows)).values()):
            raise BackupRefused("it is not empty, and nothing is overwritten; name a new one for the restore")
        held = await asyncio.to_thread(put_back, url, file)
        await database.schema(refuse_newer)
        return held, await database.schema(count_rows)
    finally:
        await replica.close()
        await database.close()
