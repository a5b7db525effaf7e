"""SQLite: one file, one writer. Units that wait together share one commit, each in a savepoint of its own.

They run in the event loop's own thread (decision 0019). While another process has the file, the loop goes on.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import RootTransaction
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.pool import ConnectionPoolEntry

from storage.engines.running import JSON, Unit, plain_savepoints, run_unit
from storage.sql.errors import DatabaseUnreachable, TryAgain, again, busy, in_words, passing
from storage.sql.private_files import make_private
from storage.unit_of_work import Shelf

T = TypeVar("T")
Tc = TypeVar("Tc", covariant=True)

MAX_UNITS_TOGETHER = 64
"""Units that may share one commit."""
PATIENCE_SECONDS = 5.0
"""Seconds for which another process may have the file: a command that writes, a second copy that is just leaving."""
MOMENT_SECONDS = 0.01
"""Seconds between two looks whether it is free."""


class _Job(Generic[Tc]):
    """A unit that waits for its turn, and the future of whoever waits for it."""

    def __init__(self, unit: Unit[Tc]) -> None:
        self._unit = unit
        self.done: asyncio.Future[Tc] = asyncio.get_running_loop().create_future()
        self._outcome: Callable[[], None]
        self.trouble: TryAgain | None = None

    def run(self, connection: Connection, shelf: Shelf, mode: JoinTransactionMode) -> None:
        if self.done.cancelled():
            return
        try:
            self._outcome = partial(self.done.set_result, run_unit(connection, self._unit, shelf, mode=mode))
        except DBAPIError as error:
            self.fail(again(error) if passing(error) else error)
        except StopIteration as error:  # a coroutine turns it into this too, and no future can carry it (PEP 479)
            self.fail(RuntimeError("the unit raised StopIteration").with_traceback(error.__traceback__))
        except BaseException as error:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        self.trouble = error if isinstance(error, TryAgain) else None
        self._outcome = partial(self.done.set_exception, error)

    def tell(self) -> None:
        """What became of it, unless nobody waits any more."""
        if not self.done.done():
            self._outcome()


def _open(path: str, begin: str, *, patience: float = PATIENCE_SECONDS, references: bool = True) -> Engine:
    """An engine whose transactions begin with `begin`, and which itself waits so many seconds for another process.
    `references`: SQLite looks after foreign keys with every statement."""
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True, connect_args={"check_same_thread": False}, **JSON)
    plain_savepoints(engine)

    @event.listens_for(engine, "do_connect")
    def _before(*_how: object) -> None:
        make_private(Path(path))

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        setattr(connection, "isolation_level", None)  # noqa: B010 - sqlite3 has it, the protocol has not
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={patience * 1000:.0f}",
            "journal_mode=wal",
            "synchronous=full",
            f"foreign_keys={'on' if references else 'off'}",
            "temp_store=memory",
        ):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _check_references(connection: Connection) -> None:
    """Foreign keys were not looked after while the schema changed: nothing of it is kept unless all of them hold."""
    driver = connection.connection.driver_connection  # it counts what was changed; a mere look changes nothing
    if driver is not None and driver.total_changes:
        lost = connection.exec_driver_sql("pragma foreign_key_check").scalars().all()
        if lost:
            raise IntegrityError(
                None, None, sqlite3.IntegrityError(f"rows of {', '.join(sorted(set(lost)))} refer to none")
            )


class SqliteDatabase:
    """One file, one writer."""

    dialect = "sqlite"

    def __init__(self, path: str, shelf: Shelf) -> None:
        if not path or path == ":memory:":
            raise DatabaseUnreachable("SQLite needs a file: sqlite:///louzhang.sqlite3")
        if not Path(path).absolute().parent.is_dir():
            raise DatabaseUnreachable("the folder of the SQLite file does not exist")
        self._path, self._shelf = path, shelf
        self._writing = _open(path, "BEGIN IMMEDIATE", patience=0)
        self._reading = _open(path, "BEGIN")
        self._connection: Connection | None = None
        self._jobs: deque[_Job[object]] = deque()
        self._serving: asyncio.Task[None] | None = None
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")

    async def run(self, unit: Unit[T]) -> T:
        job = _Job(unit)
        self._jobs.append(job)
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())
        return await job.done

    async def read(self, unit: Unit[T]) -> T:
        def reading() -> T:
            try:
                with self._reading.connect() as connection, connection.begin():
                    return run_unit(connection, unit, self._shelf, mode="create_savepoint", write=False)
            except (DBAPIError, OSError) as error:
                if (words := in_words(error)) is None:
                    raise
                raise TryAgain(words) from error

        return await asyncio.get_running_loop().run_in_executor(self._readers, reading)

    async def schema(self, change: Callable[[Connection], T]) -> T:
        def changing() -> T:
            engine = _open(self._path, "BEGIN IMMEDIATE", references=False)  # a table that is made anew is dropped
            try:
                with engine.begin() as connection:
                    result = change(connection)
                    _check_references(connection)
                    return result
            except (DBAPIError, OSError) as error:
                if (words := in_words(error)) is None:
                    raise
                raise DatabaseUnreachable(words) from error
            finally:
                engine.dispose()

        return await asyncio.get_running_loop().run_in_executor(self._readers, changing)

    async def close(self) -> None:
        if self._serving is not None:
            await self._serving
        self._leave()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()

    async def _serve(self) -> None:
        """Take what waits, up to a group, and commit it as one, until nothing waits."""
        try:
            while self._jobs:
                transaction = await self._begin()
                group = [self._jobs.popleft() for _ in range(min(MAX_UNITS_TOGETHER, len(self._jobs)))]
                self._commit(transaction, group)
                for job in group:
                    job.tell()
                await asyncio.sleep(0)  # whoever was told goes on before the next group
        finally:
            self._serving = None

    async def _begin(self) -> RootTransaction | TryAgain:
        """The next transaction, as soon as no other process has the file; or why there is none to be had."""
        until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            try:
                self._connection = self._connection or self._writing.connect()
                return self._connection.begin()
            except Exception as error:
                self._leave()
                if not busy(error) or asyncio.get_running_loop().time() > until:
                    return again(error)
            await asyncio.sleep(MOMENT_SECONDS)

    def _commit(self, transaction: RootTransaction | TryAgain, group: list[_Job[object]]) -> None:
        """Run a group in one transaction; one alone needs no savepoint around it. When there is none, or the commit
        itself fails, every unit of it may be tried again."""
        mode: JoinTransactionMode = "create_savepoint" if len(group) > 1 else "rollback_only"
        try:
            if isinstance(transaction, TryAgain):
                raise transaction
            with transaction:
                for job in group:
                    job.run(transaction.connection, self._shelf, mode)
        except Exception as error:
            self._shelf.forget()
            why = next((trouble for job in group if (trouble := job.trouble) is not None), again(error))
            for job in group:
                job.fail(TryAgain(*why.args))
            self._leave()

    def _leave(self) -> None:
        """Give up the connection; the next transaction opens another one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
