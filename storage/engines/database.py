"""The door to the database: run a unit of work, or read. One code path, two engines (sqlite.py, postgresql.py).

Nothing below this room knows which of them it is.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from storage.engines.postgresql import PostgresDatabase
from storage.engines.running import Unit
from storage.engines.sqlite import SqliteDatabase
from storage.sql.errors import DatabaseUnreachable
from storage.unit_of_work import KnownSubjects, Shelf

T = TypeVar("T")
Now = Callable[[], datetime]


class Database(Protocol):
    """What the rest of the program may do with the database."""

    @property
    def dialect(self) -> str: ...
    async def run(self, unit: Unit[T]) -> T:
        """One transaction: all of it is kept, or nothing. Raises what the unit raises, or `TryAgain`."""
        ...

    async def read(self, unit: Unit[T]) -> T:
        """A long read on a connection of its own; it never holds up the writers."""
        ...

    async def schema(self, change: Callable[[Connection], T]) -> T:
        """Migrations: the bare connection, in one transaction."""
        ...

    async def close(self) -> None: ...


def is_there(url: str) -> bool:
    """Would opening it find a database? A file of SQLite that is not there would be made."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return True  # whoever opens it says what is wrong
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()


def open_database(url: str, now: Now, subjects: KnownSubjects, zone: str | None = None) -> Database:
    """The database behind `DATABASE_URL`; a plain postgresql:// is given its driver here and nowhere else.

    `subjects`: whose tables and notices are kept there; who opens a database cannot forget them. `zone`: the
    community's, where it is not the one its settings name.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose words repeat what they could not read, a password perhaps
        raise DatabaseUnreachable("cannot be read; write @ : / in a password as %40 %3A %2F") from None
    shelf = Shelf(now, subjects, zone)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed.database or "", shelf)
    if parsed.get_backend_name() == "postgresql":
        return PostgresDatabase(parsed, shelf)
    raise DatabaseUnreachable("DATABASE_URL names neither SQLite nor PostgreSQL")
