"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy keeps under two roofs."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Insert = postgresql.Insert | sqlite.Insert


def insert_into(session: Session, table: type[DeclarativeBase]) -> Insert:
    """The insert of this session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
