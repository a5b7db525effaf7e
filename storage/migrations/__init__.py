"""From every older database to the present one. `louzhang run` migrates at start; a newer database is refused."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from storage.errors import DatabaseNewer
from storage.unit_of_work import UnitOfWork


def config_for(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the scripts beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(config_for()).get_current_head()


def is_current(work: UnitOfWork) -> bool:
    """Is the database at this program's version?"""
    return MigrationContext.configure(work.session.connection()).get_current_revision() == _head()


def refuse_newer(connection: Connection) -> None:
    """Raises `DatabaseNewer` when this program does not know the database's version."""
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None:
        try:
            ScriptDirectory.from_config(config_for()).get_revision(present)
        except CommandError as error:
            raise DatabaseNewer("the database was migrated by a newer version of Louzhang") from error


def migrate(connection: Connection) -> None:
    """Bring the database to this program's version."""
    refuse_newer(connection)
    command.upgrade(config_for(connection), "head")
