"""What every store has: the session of the open unit, its instant, and Core statements for rows in bulk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVarTuple, cast

from sqlalchemy import ColumnElement, Executable, Result, Table, literal_column
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.selectable import TypedReturnsRows

Ts = TypeVarTuple("Ts")


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table behind a model, for statements that need no objects."""
    return cast(Table, model.__table__)


def literally(value: int) -> ColumnElement[int]:
    """A value that stands in the statement itself: with a parameter in its place no database takes a partial index."""
    return literal_column(str(int(value)))


def literals(*values: StrEnum) -> list[ColumnElement[str]]:
    """Words of ours that stand in the statement themselves, for an IN that is always the same: a list of parameters is
    written into the statement anew at every execution."""
    return [literal_column(f"'{value}'") for value in sorted(values)]


class Store:
    """One subject's rows within one unit of work."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    @property
    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name

    def _read(self, statement: TypedReturnsRows[*Ts], given: Mapping[str, object] | None = None) -> Result[*Ts]:
        """Ask about rows that no object of the session stands for; far cheaper than asking the session."""
        return self._session.connection().execute(statement, given)

    def _write(
        self, statement: Executable, rows: Sequence[Mapping[str, object]] | Mapping[str, object] | None = None
    ) -> int:
        """Run a statement after what the session holds; returns how many rows it touched."""
        self._session.flush()
        return self._session.connection().execute(statement, rows).rowcount
