"""Which processes run on one database, and which of them leads.

The leader alone fetches, sends and ticks; every process answers updates. Both facts are locks that die with their
holder: on SQLite one on a file beside the database, on PostgreSQL advisory locks on a connection of its own. A
process that is killed is replaced at once; one that freezes, or whose machine is cut off, loses its locks after
`SILENT_FOR` seconds, because the server ends a session that says nothing.
"""

import asyncio
import fcntl
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TextIO

from sqlalchemy import Row, make_url, pool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.errors import AlreadyRunning, DatabaseUnreachable

SILENT_FOR = 15
"""Seconds after which PostgreSQL ends the session of a process that says nothing."""
SURE_FOR = 10
"""Seconds for which a process trusts the last answer to its lock; less, so that two never lead at once."""
PATIENCE = 5
"""Seconds for which it waits for that answer."""

_BE_PRESENT = "SELECT pg_advisory_lock(20260703, {number})"
_LEAD = "SELECT pg_try_advisory_lock(20260704, 0)"
_LIVING = """
SELECT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND classid = 20260703 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_CHANNEL = "louzhang_outbox"


class Replica(Protocol):
    """This process among those that run on the same database."""

    @property
    def number(self) -> int:
        """Its own, drawn at start: what it has in hand is marked with it."""
        ...

    @property
    def present(self) -> bool:
        """Do the others know that it lives?"""
        ...

    @property
    def leads(self) -> bool: ...
    async def keep(self) -> None:
        """Be present, and lead if nobody does; to be called every few seconds. Never raises for the database."""
        ...

    async def living(self) -> frozenset[int] | None:
        """The numbers of all processes that live, this one too; None when it cannot be known now."""
        ...

    def tell_leader(self) -> None:
        """Something was queued that only the leader sends. Best effort: he looks twice a second anyway."""
        ...

    def when_told(self, wake: Callable[[], None]) -> None:
        """What the leader does when he is told."""
        ...

    async def close(self) -> None: ...


class Alone:
    """The only process: it leads."""

    present = True
    leads = True

    def __init__(self, lock: TextIO | None = None) -> None:
        self.number = _drawn()
        self._lock = lock

    async def keep(self) -> None:
        return None

    async def living(self) -> frozenset[int] | None:
        return frozenset({self.number})

    def tell_leader(self) -> None:
        return None

    def when_told(self, wake: Callable[[], None]) -> None:
        return None

    async def close(self) -> None:
        if self._lock is not None:
            self._lock.close()


def open_replica(url: str) -> Replica:
    """This process's place on the database. Raises `AlreadyRunning` on SQLite, where there is only one."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return PostgresReplica(url)
    return Alone(_lock_beside(Path(parsed.database or "")))


def _lock_beside(database: Path) -> TextIO:
    """The system gives the lock back when the process ends, however it ends. Never on the database's own file:
    closing that would give back SQLite's locks too."""
    path = database.resolve()
    try:
        file = path.with_name(path.name + ".lock").open("w")
    except OSError as error:
        raise DatabaseUnreachable("the folder of the SQLite file cannot be written") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise AlreadyRunning(
            "another Louzhang runs on this SQLite file; stop it first (several need PostgreSQL)"
        ) from error
    return file


def _drawn() -> int:
    return secrets.randbelow(2**31 - 1) + 1


class PostgresReplica:
    """One of several processes on one PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.number = _drawn()
        self._engine = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            hide_parameters=True,
            poolclass=pool.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"server_settings": {"idle_session_timeout": str(SILENT_FOR * 1000)}},
        )
        self._connection: AsyncConnection | None = None
        self._one_question = asyncio.Lock()
        self._leading = False
        self._sure_until = 0.0
        self._wake: Callable[[], None] = lambda: None
        self._telling: asyncio.Task[None] | None = None
        self._untold = False

    @property
    def present(self) -> bool:
        return asyncio.get_running_loop().time() < self._sure_until

    @property
    def leads(self) -> bool:
        return self._leading and self.present

    async def keep(self) -> None:
        asked_at = asyncio.get_running_loop().time()
        answer = await self._ask("SELECT true" if self._leading else _LEAD)
        if answer is not None:
            self._leading = self._leading or bool(answer[0][0])
            self._sure_until = asked_at + SURE_FOR

    async def living(self) -> frozenset[int] | None:
        rows = await self._ask(_LIVING)
        return None if rows is None else frozenset(int(row[0]) for row in rows) | {self.number}

    def when_told(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def tell_leader(self) -> None:
        self._untold = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._untold:
            self._untold = False
            await self._ask(f"NOTIFY {_CHANNEL}")

    async def _ask(self, question: str) -> Sequence[Row[Any]] | None:
        """One statement after the other on the connection that holds the locks; None when it got no answer."""
        try:
            async with asyncio.timeout(PATIENCE), self._one_question:
                connection = self._connection or await self._connect()
                answer = await connection.exec_driver_sql(question)
                return answer.all() if answer.returns_rows else ()
        except (SQLAlchemyError, OSError):
            await self._let_go()
            return None

    async def _connect(self) -> AsyncConnection:
        connection = self._connection = await self._engine.connect()
        await connection.exec_driver_sql(_BE_PRESENT.format(number=self.number))
        driver: Any = (await connection.get_raw_connection()).driver_connection  # asyncpg's own, which listens
        await driver.add_listener(_CHANNEL, lambda *_told: self._wake())
        return connection

    async def _let_go(self) -> None:
        """The session is gone or cannot be trusted: end it, so that its locks go; `keep` begins another."""
        self._leading, self._sure_until = False, 0.0
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()

    async def close(self) -> None:
        if self._telling is not None:
            await asyncio.gather(self._telling, return_exceptions=True)
        async with self._one_question:
            await self._let_go()
        await self._engine.dispose()
