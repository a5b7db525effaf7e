"""From every older database to the present one. `louzhang run` migrates at start; a newer database is refused."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from storage.errors import DatabaseNewer


def config_for(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the scripts beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def head() -> str:
    """The version of the tables that this program writes."""
    return ScriptDirectory.from_config(config_for()).get_current_head() or ""


def migrate(connection: Connection) -> None:
    """Bring the database to this program's version."""
    config = config_for(connection)
    scripts = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None:
        try:
            scripts.get_revision(present)
        except CommandError as error:
            raise DatabaseNewer("the database was migrated by a newer version of Louzhang") from error
    command.upgrade(config, "head")
