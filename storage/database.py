"""The door to the database: run a unit of work, or read. One code path, two engines.

SQLite has one writer thread; units that wait together share one commit, each in a savepoint of its own.
PostgreSQL runs units side by side through asyncpg. Nothing below this room knows which of them it is.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Protocol, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import DatabaseUnreachable, TryAgain, passing
from storage.unit_of_work import Shelf, UnitOfWork

T = TypeVar("T")
Unit = Callable[[UnitOfWork], T]
Now = Callable[[], datetime]

_JSON: Final = {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}

STATEMENTS = 500
"""Statements that a connection to PostgreSQL keeps prepared; each that fell out would be a way to the server more."""
GROUP = 64
"""Units that may share one commit on SQLite."""


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


def open_database(url: str, now: Now, zone: str | None = None) -> Database:
    """The database behind `DATABASE_URL`; a plain postgresql:// is given its driver here and nowhere else.

    `zone`: the community's, where it is not the one its settings name.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose words repeat what they could not read, a password perhaps
        raise DatabaseUnreachable("cannot be read; write @ : / in a password as %40 %3A %2F") from None
    shelf = Shelf(now, zone)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed.database or "", shelf)
    if parsed.get_backend_name() == "postgresql":
        address = parsed.set(drivername="postgresql+asyncpg")
        prepared = {"prepared_statement_cache_size": STATEMENTS}
        engine = create_async_engine(
            address, hide_parameters=True, pool_size=10, max_overflow=0, connect_args=prepared, **_JSON
        )
        _plain_savepoints(engine.sync_engine)
        return PostgresDatabase(engine, shelf)
    raise DatabaseUnreachable("DATABASE_URL names neither SQLite nor PostgreSQL")


def _plain_savepoints(engine: Engine) -> None:
    """Savepoints are three words and a name, and are set for every update: they need no compiling.

    None is released by itself: the end of the transaction releases them all, and on PostgreSQL every release would be
    one more way to the server and back.
    """

    def savepoint(connection: Connection, name: str) -> None:
        connection.exec_driver_sql(f"SAVEPOINT {name}")

    def keep(_connection: Connection, _name: str) -> None: ...

    setattr(engine.dialect, "do_savepoint", savepoint)  # noqa: B010 - a method of every dialect
    setattr(engine.dialect, "do_release_savepoint", keep)  # noqa: B010


def _run_unit(
    connection: Connection, unit: Unit[T], shelf: Shelf, *, mode: JoinTransactionMode, write: bool = True
) -> T:
    session = Session(connection, expire_on_commit=False, join_transaction_mode=mode)
    work = UnitOfWork(session, shelf)
    try:
        result = unit(work)
        if write:
            work.finish()
            session.commit()
        else:
            session.rollback()
        return result
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


@dataclass(frozen=True, slots=True)
class _Job:
    """One unit on its way through the writer thread: run it, or note why not; then tell whoever waits."""

    run: Callable[[Connection], None]
    fail: Callable[[BaseException], None]
    tell: Callable[[], None]


def _job_for(unit: Unit[T], shelf: Shelf) -> tuple[_Job, Future[T]]:
    done: Future[T] = Future()
    results: list[T] = []
    errors: list[BaseException] = []

    def run(connection: Connection) -> None:
        try:
            results.append(_run_unit(connection, unit, shelf, mode="create_savepoint"))
        except DBAPIError as error:
            errors.append(TryAgain("the database was busy") if passing(error) else error)
        except BaseException as error:
            errors.append(error)

    def tell() -> None:
        if not done.set_running_or_notify_cancel():
            return  # nobody waits any more; from here on it cannot be cancelled between two lines
        if errors:
            done.set_exception(errors[-1])
        else:
            done.set_result(results[-1])

    return _Job(run, errors.append, tell), done


class SqliteDatabase:
    """One file, one writer."""

    dialect = "sqlite"

    def __init__(self, path: str, shelf: Shelf) -> None:
        if not path or path == ":memory:":
            raise DatabaseUnreachable("SQLite needs a file: sqlite:///louzhang.sqlite3")
        if not Path(path).absolute().parent.is_dir():
            raise DatabaseUnreachable("the folder of the SQLite file does not exist")
        self._shelf = shelf
        self._engine = self._open(path, "BEGIN IMMEDIATE")
        self._reading = self._open(path, "BEGIN")
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._writer = threading.Thread(target=self._serve, name="write", daemon=True)
        self._writer.start()

    @staticmethod
    def _open(path: str, begin: str) -> Engine:
        engine = create_engine(
            f"sqlite:///{path}", hide_parameters=True, connect_args={"check_same_thread": False}, **_JSON
        )
        _plain_savepoints(engine)

        @event.listens_for(engine, "connect")
        def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
            setattr(connection, "isolation_level", None)  # noqa: B010 - sqlite3 has it, the protocol has not
            cursor = connection.cursor()
            for pragma in (
                "journal_mode=wal",
                "synchronous=full",
                "busy_timeout=5000",
                "foreign_keys=on",
                "temp_store=memory",
            ):
                cursor.execute(f"pragma {pragma}")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    async def run(self, unit: Unit[T]) -> T:
        job, done = _job_for(unit, self._shelf)
        self._jobs.put(job)
        return await asyncio.wrap_future(done)

    async def read(self, unit: Unit[T]) -> T:
        def reading() -> T:
            with self._reading.connect() as connection, connection.begin():
                return _run_unit(connection, unit, self._shelf, mode="create_savepoint", write=False)

        return await asyncio.get_running_loop().run_in_executor(self._readers, reading)

    async def schema(self, change: Callable[[Connection], T]) -> T:
        def changing() -> T:
            try:
                with self._engine.begin() as connection:
                    return change(connection)
            except OperationalError as error:
                raise DatabaseUnreachable("the SQLite file cannot be opened or is locked") from error

        return await asyncio.get_running_loop().run_in_executor(self._readers, changing)

    async def close(self) -> None:
        self._jobs.put(None)
        await asyncio.get_running_loop().run_in_executor(self._readers, self._writer.join)
        self._readers.shutdown()
        self._engine.dispose()
        self._reading.dispose()

    def _serve(self) -> None:
        """The writer thread: take what waits, up to a group, and commit it as one."""
        connection: Connection | None = None
        while (job := self._jobs.get()) is not None:
            group, last = [job], False
            while len(group) < GROUP and not self._jobs.empty():
                if (more := self._jobs.get()) is None:
                    last = True
                    break
                group.append(more)
            connection = self._commit(connection, group)
            for member in group:
                member.tell()
            if last:
                break
        if connection is not None:
            connection.close()

    def _commit(self, connection: Connection | None, group: list[_Job]) -> Connection | None:
        """Run a group in one transaction. When the commit itself fails, every unit of it may be tried again."""
        try:
            connection = connection or self._engine.connect()
            with connection.begin():
                for job in group:
                    job.run(connection)
        except Exception:
            self._shelf.forget()
            for job in group:
                job.fail(TryAgain("the database was busy"))
            if connection is not None:
                connection.close()
            return None
        return connection


class PostgresDatabase:
    """Units side by side, each on a connection of its own."""

    dialect = "postgresql"

    def __init__(self, engine: AsyncEngine, shelf: Shelf) -> None:
        self._engine = engine
        self._shelf = shelf

    async def run(self, unit: Unit[T]) -> T:
        return await self._go(unit, write=True)

    async def read(self, unit: Unit[T]) -> T:
        return await self._go(unit, write=False)

    async def _go(self, unit: Unit[T], *, write: bool) -> T:
        try:
            async with self._engine.connect() as connection:
                return await connection.run_sync(_run_unit, unit, self._shelf, mode="control_fully", write=write)
        except DBAPIError as error:
            if passing(error):
                raise TryAgain("the database was busy") from error
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
            raise

    async def close(self) -> None:
        await self._engine.dispose()
