"""Alembic at work: only imported where a database is behind, for it takes more memory than the bot's own tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from storage.sql.errors import DatabaseNewer


def config_for(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the scripts beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run what is missing; a version that no script has is a newer program's."""
    config = config_for(connection)
    scripts = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None:
        try:
            scripts.get_revision(present)
        except CommandError as error:
            raise DatabaseNewer("the database was migrated by a newer version of Louzhang") from error
    command.upgrade(config, "head")
