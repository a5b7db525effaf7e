"""The machine's bad days with an SQLite file: who may read it, a full disk, nothing to be written, no database at all.

As root chmod proves nothing: what cannot be written is opened read-only, and a disk is full by SQLite's own measure.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import create_engine

from bot.application import SystemClock
from bot.subjects import SUBJECTS
from storage.copies.backup import BackupRefused, back_up
from storage.copies.backup import restore as put_back
from storage.delivery.inbox import Arrived
from storage.engines import sqlite
from storage.engines.database import Database, open_database
from storage.engines.replicas import open_replica
from storage.migrations import migrate
from storage.sql.errors import DatabaseUnreachable, TryAgain, in_words
from storage.unit_of_work import UnitOfWork


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def path(tmp_path: Path, sqlite_template: Path) -> Path:
    return Path(shutil.copyfile(sqlite_template, tmp_path / "louzhang.sqlite3"))


def opened(path: Path) -> Database:
    return open_database(f"sqlite:///{path}", SystemClock().now, SUBJECTS)


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir() if one.is_file()}


def arrives(work: UnitOfWork) -> None:
    work.inbox.keep([Arrived("telegram", 1, "1", '{"a": 1}')])


async def test_only_its_owner_reads_the_file_and_what_stands_beside_it(umask: int, tmp_path: Path) -> None:
    path = tmp_path / "louzhang.sqlite3"
    replica, database = open_replica(f"sqlite:///{path}"), opened(path)
    await database.schema(migrate)
    await database.run(arrives)
    found = modes(tmp_path)
    assert set(found) == {f"louzhang.sqlite3{ending}" for ending in ("", "-wal", "-shm", ".lock")}
    assert set(found.values()) == {0o600}
    back_up(f"sqlite:///{path}", tmp_path / "copy")
    put_back(f"sqlite:///{tmp_path / 'restored.sqlite3'}", tmp_path / "copy")
    await database.close()
    await replica.close()
    assert set(modes(tmp_path).values()) == {0o600}


def left_open(path: Path) -> None:
    path.chmod(0o644)
    path.with_name("louzhang.sqlite3.lock").touch(0o644)


async def test_what_an_earlier_version_left_open_to_everybody_is_closed(path: Path) -> None:
    left_open(path)
    database = opened(path)
    await database.run(arrives)
    assert set(modes(path.parent).values()) == {0o600}
    await database.close()


async def test_a_full_disk_is_named_and_what_came_is_taken_in_once_there_is_room(path: Path) -> None:
    database = opened(path)
    await database.run(arrives)
    assert isinstance(database, sqlite.SqliteDatabase)
    assert database._connection is not None
    database._connection.connection.cursor().execute("PRAGMA max_page_count = 1")  # as small as it is now
    letters = [Arrived("telegram", number, str(number), '{"words": "' + "漏" * 3000 + '"}') for number in range(2, 60)]

    def keep(work: UnitOfWork) -> None:
        work.inbox.keep(letters)

    with pytest.raises(TryAgain, match="the disk is full: make room on it"):
        await database.run(keep)
    await database.close()
    again = opened(path)
    await again.run(keep)
    assert await again.run(lambda work: work.inbox.depth()) == 59
    await again.close()


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder as it is on a disk that is mounted read-only."""

    def engine(url: str, **given: object) -> object:
        return create_engine(f"{url.replace('sqlite:///', 'sqlite:///file:')}?mode=ro&uri=true", **given)

    def refuse(*_how: object) -> NoReturn:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(sqlite, "create_engine", engine)
    monkeypatch.setattr("storage.sql.private_files.os.open", refuse)


async def test_a_file_that_cannot_be_written_is_named(path: Path, read_only: None) -> None:
    database = opened(path)
    with pytest.raises(TryAgain, match="cannot be written; is the disk mounted read-only"):
        await database.run(arrives)
    with pytest.raises(DatabaseUnreachable, match="is the disk mounted read-only"):
        await database.schema(lambda connection: connection.exec_driver_sql("CREATE TABLE new (id INTEGER)"))
    await database.close()


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, read_only: None) -> None:
    address = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    with pytest.raises(DatabaseUnreachable, match="the folder of the SQLite file cannot be written: is the disk"):
        open_replica(address)
    database = open_database(address, SystemClock().now, SUBJECTS)
    with pytest.raises(DatabaseUnreachable, match="is the disk mounted read-only"):
        await database.schema(migrate)
    await database.close()


async def test_a_backup_where_nothing_can_be_written_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_how: object, **_given: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("storage.copies.backup.tempfile.mkstemp", full)
    with pytest.raises(BackupRefused, match="beside copy: the disk is full"):
        back_up(f"sqlite:///{path}", path.with_name("copy"))


def spoil(path: Path, content: bytes | None) -> None:
    whole = path.read_bytes()
    path.write_bytes(content or whole[:100] + b"\xff" * 4000 + whole[4100:])


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"this is a letter, and no database at all; " * 100, "is no SQLite database"), (None, "is damaged")],
    ids=["letter", "damaged"],
)
async def test_a_file_that_is_no_database_is_named(path: Path, content: bytes | None, said: str) -> None:
    spoil(path, content)
    database = opened(path)
    with pytest.raises(DatabaseUnreachable, match=said):
        await database.schema(migrate)
    with pytest.raises(TryAgain, match=said):
        await database.run(arrives)
    with pytest.raises(TryAgain, match=said):
        await database.read(lambda work: work.inbox.depth())
    await database.close()


def test_only_what_is_known_is_named() -> None:
    assert in_words(ValueError("漏水")) is None
    assert in_words(OSError(errno.ENOTTY, "/secret")) is None
