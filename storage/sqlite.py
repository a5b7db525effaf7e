"""SQLite: one file, one writer thread. Units that wait together share one commit, each in a savepoint of its own."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import DatabaseUnreachable, TryAgain, passing
from storage.running import JSON, Unit, plain_savepoints, run_unit
from storage.unit_of_work import Shelf

T = TypeVar("T")

GROUP = 64
"""Units that may share one commit."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One unit on its way through the writer thread: run it, or note why not; then tell whoever waits."""

    run: Callable[[Connection, JoinTransactionMode], None]
    fail: Callable[[BaseException], None]
    tell: Callable[[], None]


def _job_for(unit: Unit[T], shelf: Shelf) -> tuple[_Job, Future[T]]:
    done: Future[T] = Future()
    results: list[T] = []
    errors: list[BaseException] = []

    def run(connection: Connection, mode: JoinTransactionMode) -> None:
        try:
            results.append(run_unit(connection, unit, shelf, mode=mode))
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
            f"sqlite:///{path}", hide_parameters=True, connect_args={"check_same_thread": False}, **JSON
        )
        plain_savepoints(engine)

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
                return run_unit(connection, unit, self._shelf, mode="create_savepoint", write=False)

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
        """Run a group in one transaction; one alone needs no savepoint around it. When the commit itself fails, every
        unit of it may be tried again."""
        mode: JoinTransactionMode = "create_savepoint" if len(group) > 1 else "rollback_only"
        try:
            connection = connection or self._engine.connect()
            with connection.begin():
                for job in group:
                    job.run(connection, mode)
        except Exception:
            self._shelf.forget()
            for job in group:
                job.fail(TryAgain("the database was busy"))
            if connection is not None:
                connection.close()
            return None
        return connection
