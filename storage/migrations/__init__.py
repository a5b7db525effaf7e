"""From every older database to the present one. `louzhang run` migrates at start; a newer database is refused."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.sql.errors import DatabaseNewer
from storage.unit_of_work import UnitOfWork

KNOWN = frozenset(script.name.partition("_")[0] for script in (Path(__file__).parent / "versions").glob("[0-9]*.py"))
NEWEST = max(KNOWN)
"""The version of this program: the scripts are numbered, and each is named after its number."""


def migrate(connection: Connection) -> None:
    """Bring the database to this program's version; one that is there already costs a look."""
    if _version(connection) == NEWEST:
        return
    from storage.migrations.upgrade import upgrade

    upgrade(connection)


def is_current(work: UnitOfWork) -> bool:
    """Is the database at this program's version?"""
    return _version(work.session.connection()) == NEWEST


def refuse_newer(connection: Connection) -> None:
    """Raises `DatabaseNewer` when this program does not know the database's version."""
    if (version := _version(connection)) is not None and version not in KNOWN:
        raise DatabaseNewer("the database was migrated by a newer version of Louzhang")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
