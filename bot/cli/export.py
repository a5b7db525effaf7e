"""`louzhang export` and the restoring of a whole one: tickets as files for people and other programs."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.application import SystemClock
from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from bot.exporting import Exported, Wanted, export_tickets, export_whole, restore_whole
from bot.settings import Settings
from bot.telegram.api import HttpTelegram
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from messages.paper.export_files import KINDS
from storage.copies.copying import CopyRefused, Manifest, count_rows, read_manifest
from storage.engines.database import Database
from storage.migrations import migrate
from storage.tickets.finding import TicketSearch

WHOLE = ".zip"


def export(
    file: Annotated[Path, typer.Argument(help="A new file: .jsonl, .csv or .xlsx; with --full .zip.")],
    since: Annotated[str, typer.Option(help="Filed from this day on, such as 2026-11-01.")] = "",
    until: Annotated[str, typer.Option(help="Filed up to this day.")] = "",
    unmask: Annotated[
        bool, typer.Option("--unmask", help="Names, telephones, doors and words in full. Every reporter can read it.")
    ] = False,
    photos: Annotated[Path | None, typer.Option(help="A new folder for the pictures, without their location.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Everything, as one archive to restore from.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask back.")] = False,
) -> None:
    """Write the tickets to a file: JSON lines with Open311 names, CSV or XLSX. Masked, unless you ask for more."""
    first, last = _day(since), _day(until)
    if first is not None and last is not None and first > last:
        refuse("--since is after --until")
    if full and (unmask or photos or since or until):
        refuse("--full is everything: it goes with no other choice")
    if file.suffix.lower() not in ({WHOLE} if full else {*KINDS}):
        refuse(f"the file's name must end in {WHOLE if full else ', '.join(KINDS)}")
    _is_new(file, photos)
    settings = read_settings(token_needed=photos is not None)
    if (unmask or full) and not yes:
        typer.echo("The file will hold names, telephones and what residents wrote. Keep it where only you can read it.")
        if unmask:
            typer.echo("Every reporter whose name is in it will find that in the history of his report.")
        typer.confirm("Go on?", abort=True)
    if full:
        made = run_or_leave(_whole(open_or_leave(settings), file))
        rows = sum(table.rows for table in made.tables.values())
        typer.echo(f"{file}: {rows} rows in {len(made.tables)} tables. `louzhang restore {file}` puts them back.")
        return
    zone = ZoneInfo(settings.timezone)
    wanted = Wanted(file, _midnight(first, zone), _midnight(last and last + timedelta(days=1), zone), unmask, photos)
    done = run_or_leave(_tickets(settings, open_or_leave(settings), wanted))
    typer.echo(f"{file}: {done.tickets} tickets" + ("" if unmask else ", names masked"))
    if photos is not None:
        typer.echo(f"{photos}: {done.pictures} pictures; {done.left_out} could not be fetched or cleaned")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        refuse(f"{said} is no day; write it like 2026-11-01")


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(0), zone) if day is not None else None


def _is_new(file: Path, photos: Path | None) -> None:
    """Nothing is overwritten."""
    if file.exists():
        refuse(f"{file} is there already; name a new file")
    if not file.absolute().parent.is_dir():
        refuse(f"the folder of {file} does not exist")
    if photos is not None and photos.exists() and (not photos.is_dir() or any(photos.iterdir())):
        refuse(f"{photos} is not empty; name a new folder")


async def _whole(database: Database, file: Path) -> Manifest:
    try:
        await database.schema(migrate)
        rows = await database.read(count_rows)
        with typer.progressbar(length=rows, label="rows") as bar:
            return await export_whole(database, file, bar.update)
    finally:
        await database.close()


async def _tickets(settings: Settings, database: Database, wanted: Wanted) -> Exported:
    token = settings.bot_token.get_secret_value()
    telegram = HttpTelegram(settings.telegram_api_url, token)
    try:
        await database.schema(migrate)
        files = None
        if wanted.photos is not None:
            channel = channel_of(telegram, await learn_name(telegram, token), SystemClock(), Limits())
            files = {channel.name: channel}
        many = await database.read(lambda work: work.store(TicketSearch).count_filed(wanted.since, wanted.until))
        with typer.progressbar(length=many, label="tickets") as bar:
            return await export_tickets(database, wanted, files, bar.update)
    finally:
        await telegram.close()
        await database.close()


def restore_export(file: Path) -> None:
    """Fill an empty database from a whole export, SQLite or PostgreSQL, and check that everything came back."""
    settings = read_settings(token_needed=False)
    try:
        rows = sum(table.rows for table in read_manifest(file).tables.values())
        manifest = run_or_leave(_restore(open_or_leave(settings), file, rows))
    except CopyRefused as refused:
        refuse(f"{file}: {refused}")
    typer.echo(f"{rows} rows in {len(manifest.tables)} tables came back; counts and checksums agree.")


async def _restore(database: Database, file: Path, rows: int) -> Manifest:
    try:
        with typer.progressbar(length=rows, label="rows") as bar:
            return await restore_whole(database, file, bar.update)
    finally:
        await database.close()
