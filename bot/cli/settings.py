"""`louzhang settings`: the community's own settings (categories, hours, limits, numbers, words) out and in, by file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from bot.settings import Settings
from domain.community import Community
from storage.engines.database import Database
from storage.migrations import migrate
from storage.settings.settings_changes import changes_between
from storage.settings.settings_versions import SettingsVersions, as_file, from_file, left_out_of
from storage.sql.errors import StorageError
from storage.unit_of_work import UnitOfWork

settings_commands = typer.Typer(name="settings", help="The community's settings out and in, by file.")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Which version is in force, and what was changed for it."""

    version: int
    changes: list[str]


@settings_commands.command()
def show() -> None:
    """Print the settings in force, to be edited and loaded again."""
    typer.echo(run_or_leave(_show(open_or_leave(read_settings(token_needed=False)))), nl=False)


@settings_commands.command()
def load(
    source: Annotated[Path, typer.Argument(help="A file as `louzhang settings show` prints it.")],
) -> None:
    """Check a file and make it the next version. Nothing is written unless all of it is sound."""
    settings = read_settings(token_needed=False)
    try:
        text = source.read_text("utf-8-sig")
        community = from_file(text)
        _same_zone(community, settings)
        loaded = run_or_leave(_load(open_or_leave(settings), community))
    except (OSError, UnicodeDecodeError):
        _refuse(source, "cannot be read as UTF-8")
    except StorageError as error:
        _refuse(source, str(error))
    if left_out := left_out_of(text):
        typer.echo(f"left out, for nothing reads them: {', '.join(left_out)}")
    for change in loaded.changes:
        typer.echo(change)
    in_force = f"version {loaded.version} is in force" if loaded.version else "the packaged settings are in force"
    typer.echo(in_force if loaded.changes else f"nothing changes: {in_force}")


def _refuse(source: Path, why: str) -> NoReturn:
    refuse(f"{source.name}: {why}")


def _same_zone(community: Community, settings: Settings) -> None:
    """The machine's zone is in force whatever the file says; a file that says another one would mislead."""
    if community.zone != settings.timezone:
        raise StorageError(f"zone: TIMEZONE of this machine (.env) says {settings.timezone}; both must say the same")


async def _show(database: Database) -> str:
    try:
        await database.schema(migrate)
        return await database.read(lambda work: as_file(work.community))
    finally:
        await database.close()


async def _load(database: Database, community: Community) -> Loaded:
    def keep(work: UnitOfWork) -> Loaded:
        before = work.community
        return Loaded(work.store(SettingsVersions).keep(community, before=before), changes_between(before, community))

    try:
        await database.schema(migrate)
        return await database.run(keep)
    finally:
        await database.close()
