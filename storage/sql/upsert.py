"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy keeps under two roofs."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from storage.sql.store import table_of

Insert = postgresql.Insert | sqlite.Insert
S = TypeVar("S", bound=Executable)


def insert_into(session: Session, table: type[DeclarativeBase]) -> Insert:
    """The insert of this session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def upsert(table: type[DeclarativeBase], finish: Callable[[Insert], S]) -> Mapping[str, S]:
    """A statement that is run again and again, made once for each database, by the name of its dialect."""
    return {
        "postgresql": finish(postgresql.insert(table_of(table))),
        "sqlite": finish(sqlite.insert(table_of(table))),
    }
