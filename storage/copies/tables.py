"""The tables of a database and those of the program, compared: what one of them has and the other does not know."""

from collections.abc import Iterable

from sqlalchemy import Connection, inspect

from storage.models import Base
from storage.sql.errors import TablesMissing
from storage.unit_of_work import UnitOfWork

ALEMBIC = "alembic_version"


def strange(names: Iterable[str]) -> list[str]:
    """Those of these tables that no subject of this program has."""
    own = {*Base.metadata.tables, ALEMBIC}
    return sorted(name for name in names if name not in own and not name.startswith("sqlite_"))


def strange_tables(work: UnitOfWork) -> list[str]:
    """What stands in the database and is this program's no more: nothing of it is exported, emptied or forgotten."""
    return strange(inspect(work.session.connection()).get_table_names())


def refuse_missing(connection: Connection) -> None:
    """Raises `TablesMissing` where a subject of this program has a table that no migration has made here."""
    missing = sorted({*Base.metadata.tables} - {*inspect(connection).get_table_names()})
    if missing:
        raise TablesMissing(f"the database has no table {', '.join(missing)}, and no migration makes it")
