"""PostgreSQL: units run side by side through asyncpg."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engines.running import JSON, Unit, plain_savepoints, run_unit
from storage.sql.errors import DatabaseUnreachable, TryAgain, again, in_words, passing
from storage.unit_of_work import Shelf

T = TypeVar("T")

STATEMENTS_CACHED = 500
"""Statements that a connection keeps prepared; each that fell out would be a way to the server more."""

PLANS = {"plan_cache_mode": "force_generic_plan"}
"""A statement is planned once, not anew for its values each time, which takes as long as running it: what it looks for
has an index, whatever the values are (tests/stories/test_long_history.py)."""


class PostgresDatabase:
    """Units side by side, each on a connection of its own."""

    dialect = "postgresql"

    def __init__(self, url: URL, shelf: Shelf) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            hide_parameters=True,
            pool_size=10,
            max_overflow=0,
            pool_use_lifo=True,  # the one used last has everything prepared and at hand
            connect_args={"prepared_statement_cache_size": STATEMENTS_CACHED, "server_settings": PLANS},
            **JSON,
        )
        plain_savepoints(self._engine.sync_engine)
        self._shelf = shelf

    async def run(self, unit: Unit[T]) -> T:
        return await self._go(unit, write=True)

    async def read(self, unit: Unit[T]) -> T:
        return await self._go(unit, write=False)

    async def _go(self, unit: Unit[T], *, write: bool) -> T:
        try:
            async with self._engine.connect() as connection:
                return await connection.run_sync(run_unit, unit, self._shelf, mode="control_fully", write=write)
        except DBAPIError as error:
            if passing(error):
                raise again(error) from error
            raise
        except OSError as error:
            raise TryAgain("the database does not answer") from error

    async def schema(self, change: Callable[[Connection], T]) -> T:
        try:
            async with self._engine.begin() as connection:
                await connection.execute(text("SELECT pg_advisory_xact_lock(20260701)"))
                return await connection.run_sync(change)
        except (OSError, OperationalError) as error:
            raise DatabaseUnreachable("PostgreSQL does not answer at DATABASE_URL") from error
        except DBAPIError as error:
            if str(getattr(error.orig, "sqlstate", "")).startswith(("28", "3D")):
                raise DatabaseUnreachable("PostgreSQL refuses the user, password or database name") from error
            if (words := in_words(error)) is not None:
                raise DatabaseUnreachable(words) from error
            raise

    async def close(self) -> None:
        await self._engine.dispose()
