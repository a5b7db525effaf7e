"""`louzhang settings`: the community's own settings (categories, hours, limits, numbers, words) out and in, by file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.starting import FAULTY, open_or_leave, read_settings, run_or_leave
from domain.community import Community
from storage.database import Database
from storage.errors import StorageError
from storage.migrations import migrate
from storage.settings_versions import as_file, from_file
from storage.unit_of_work import UnitOfWork

settings_commands = typer.Typer(name="settings", help="The community's settings out and in, by file.")


@settings_commands.command()
def show() -> None:
    """Print the settings in force, to be edited and loaded again."""
    typer.echo(run_or_leave(_show(open_or_leave(read_settings(token_needed=False)))), nl=False)


@settings_commands.command()
def load(
    source: Annotated[Path, typer.Argument(help="A file as `louzhang settings show` prints it.")],
) -> None:
    """Check a file and make it the next version. Nothing is written unless all of it is sound."""
    try:
        community = from_file(source.read_text("utf-8-sig"))
        version = run_or_leave(_load(open_or_leave(read_settings(token_needed=False)), community))
    except (OSError, UnicodeDecodeError):
        typer.echo(f"{source.name}: cannot be read as UTF-8", err=True)
        raise typer.Exit(FAULTY) from None
    except StorageError as error:
        typer.echo(f"{source.name}: {error}", err=True)
        raise typer.Exit(FAULTY) from None
    typer.echo(f"version {version} is in force")


async def _show(database: Database) -> str:
    try:
        await database.schema(migrate)
        return await database.read(lambda work: as_file(work.community))
    finally:
        await database.close()


async def _load(database: Database, community: Community) -> int:
    def keep(work: UnitOfWork) -> int:
        return work.settings.keep(community, before=work.community)

    try:
        await database.schema(migrate)
        return await database.run(keep)
    finally:
        await database.close()
