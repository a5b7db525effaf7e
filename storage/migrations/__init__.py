"""From every older database to the present one. `louzhang run` migrates at start; a newer database is refused."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

NEWEST = max(script.name for script in (Path(__file__).parent / "versions").glob("[0-9]*.py")).partition("_")[0]
"""The version of this program: the scripts are numbered, and each is named after its number."""


def migrate(connection: Connection) -> None:
    """Bring the database to this program's version; one that is there already costs a look."""
    if _version(connection) == NEWEST:
        return
    from storage.migrations.upgrade import upgrade

    upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
