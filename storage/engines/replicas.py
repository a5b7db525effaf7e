"""Which processes run on one database, and which of them leads.

The leader alone fetches, sends and ticks; every process answers updates, the leader while it has little to send. To
live and to lead are locks that die with their holder: on SQLite one on a file beside the database, on PostgreSQL
advisory locks on a connection of its own. A process that is killed is replaced at once; one that freezes, or whose
machine is cut off, loses its locks after `SILENT_SECONDS`, because the server ends a session that says nothing.
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

from storage.sql.errors import AlreadyRunning, DatabaseUnreachable, in_words
from storage.sql.private_files import make_private

SILENT_SECONDS = 15
"""Seconds after which PostgreSQL ends the session of a process that says nothing."""
SURE_SECONDS = 10
"""Seconds for which a process trusts the last answer to its lock; less, so that two never lead at once."""
PATIENCE_SECONDS = 5
"""Seconds for which it waits for that answer."""

_BE_PRESENT = "SELECT pg_advisory_lock(20260703, {number})"
_PRESENT = """
FROM pg_locks
WHERE locktype = 'advisory' AND classid = 20260703 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_LIVING = f"SELECT objid::bigint {_PRESENT}"
_KEEP = f"SELECT {{leads}}, (SELECT count(*) > 1 {_PRESENT})"
_LEAD = _KEEP.format(leads="pg_try_advisory_lock(20260704, 0)")
_GO_ON = _KEEP.format(leads="true")
_QUEUED, _ARRIVED = "louzhang_outbox", "louzhang_inbox"


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
    @property
    def others(self) -> bool:
        """Did another process live when this one last asked?"""
        ...

    async def keep(self) -> None:
        """Be present, and lead if nobody does; to be called every few seconds. Never raises for the database."""
        ...

    async def living(self) -> frozenset[int] | None:
        """The numbers of all processes that live, this one too; None when it cannot be known now."""
        ...

    def tell_leader(self) -> None:
        """Something was queued that only the leader sends. Best effort: it looks twice a second anyway."""
        ...

    def tell_others(self) -> None:
        """Updates wait that this process leaves to others. Best effort: they look once a second anyway."""
        ...

    def when_told(self, *, queued: Callable[[], None], arrived: Callable[[], None]) -> None:
        """What is done when the leader is told, and when the others are. Whoever tells hears it too."""
        ...

    async def close(self) -> None: ...


class Alone:
    """The only process: it leads."""

    present = True
    leads = True
    others = False

    def __init__(self, lock: TextIO | None = None) -> None:
        self.number = _drawn()
        self._lock = lock

    async def keep(self) -> None:
        return None

    async def living(self) -> frozenset[int] | None:
        return frozenset({self.number})

    def tell_leader(self) -> None:
        return None

    def tell_others(self) -> None:
        return None

    def when_told(self, *, queued: Callable[[], None], arrived: Callable[[], None]) -> None:
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
    beside = path.with_name(path.name + ".lock")
    try:
        make_private(beside)
        file = beside.open("w")
    except OSError as error:
        why = in_words(error) or "see the system's log"
        raise DatabaseUnreachable(f"the folder of the SQLite file cannot be written: {why}") from error
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
            connect_args={"server_settings": {"idle_session_timeout": str(SILENT_SECONDS * 1000)}},
        )
        self._connection: AsyncConnection | None = None
        self._one_question = asyncio.Lock()
        self._leading = False
        self._sure_until = 0.0
        self.others = False
        self._wake: dict[str, Callable[[], None]] = {}
        self._telling: asyncio.Task[None] | None = None
        self._untold: set[str] = set()

    @property
    def present(self) -> bool:
        return asyncio.get_running_loop().time() < self._sure_until

    @property
    def leads(self) -> bool:
        return self._leading and self.present

    async def keep(self) -> None:
        asked_at = asyncio.get_running_loop().time()
        answer = await self._ask(_GO_ON if self._leading else _LEAD)
        if answer is not None:
            leads, others = tuple(answer[0])
            self._leading, self.others = self._leading or bool(leads), bool(others)
            self._sure_until = asked_at + SURE_SECONDS

    async def living(self) -> frozenset[int] | None:
        rows = await self._ask(_LIVING)
        return None if rows is None else frozenset(int(row[0]) for row in rows) | {self.number}

    def when_told(self, *, queued: Callable[[], None], arrived: Callable[[], None]) -> None:
        self._wake = {_QUEUED: queued, _ARRIVED: arrived}

    def tell_leader(self) -> None:
        self._notify(_QUEUED)

    def tell_others(self) -> None:
        if self.others:
            self._notify(_ARRIVED)

    def _notify(self, channel: str) -> None:
        self._untold.add(channel)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._untold:
            await self._ask(f"NOTIFY {self._untold.pop()}")

    async def _ask(self, question: str) -> Sequence[Row[Any]] | None:
        """One statement after the other on the connection that holds the locks; None when it got no answer."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._one_question:
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
        for channel in (_QUEUED, _ARRIVED):
            await driver.add_listener(channel, self._told)
        return connection

    def _told(self, _connection: object, _pid: int, channel: str, _payload: object) -> None:
        if channel in self._wake:
            self._wake[channel]()

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
