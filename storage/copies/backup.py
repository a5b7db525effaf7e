"""A whole copy of the database, taken while the bot runs, and put back into an empty one.

SQLite has an interface of its own for it; PostgreSQL has pg_dump and pg_restore, which must be installed.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, inspect, make_url
from sqlalchemy import Connection as Bare

from storage.copies.tables import strange
from storage.models import Base
from storage.sql.errors import StorageError, in_words
from storage.sql.private_files import make_private

Counts = Mapping[str, int]
"""Rows by table."""

_SQLITE, _POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
_VERSION = "alembic_version"


class BackupRefused(StorageError):
    """It cannot be done as things are; says why and what to do."""


def back_up(url: str, target: Path, *, replace: bool = False) -> None:
    """Copy the database into a file that only its owner may read. Raises `BackupRefused`."""
    address = make_url(url)
    with _private_file(target, replace=replace) as file:
        if address.get_backend_name() == "sqlite":
            _copy_sqlite(Path(address.database or ""), file)
        else:
            _postgresql_tool(address, "pg_dump", "--format=custom", "--file", str(file))


def restore(url: str, source: Path) -> Counts:
    """Fill an empty database from a backup; returns what the backup holds. Raises `BackupRefused`."""
    address = make_url(url)
    kind = address.get_backend_name()
    try:
        with source.open("rb") as file:
            first = file.read(len(_SQLITE))
    except OSError as error:
        raise BackupRefused(f"{source.name} cannot be read") from error
    made_by = "sqlite" if first == _SQLITE else "postgresql" if first.startswith(_POSTGRESQL) else None
    if made_by is None:
        raise BackupRefused(f"{source.name} is no backup of Louzhang")
    if made_by != kind:
        raise BackupRefused(f"{source.name} was made from {made_by}, and DATABASE_URL names {kind}")
    if kind == "sqlite":
        return _restore_sqlite(Path(address.database or ""), source)
    counts = _rows_in_dump(source)
    _postgresql_tool(
        address, "pg_restore", "--single-transaction", "--exit-on-error", "--clean", "--if-exists", str(source)
    )
    return counts


def count_rows(connection: Bare) -> Counts:
    """How many rows every table of the program holds; of an empty database nothing."""
    present = set(inspect(connection).get_table_names())
    return {
        table.name: connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar_one()  # noqa: S608
        for table in Base.metadata.sorted_tables
        if table.name in present
    }


@contextmanager
def _private_file(target: Path, *, replace: bool) -> Iterator[Path]:
    """A file beside the target, mode 0600, that takes its name only when it is whole."""
    if target.exists() and not replace:
        raise BackupRefused(f"{target.name} exists already; --force replaces it")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        why = in_words(error) or "does the folder exist?"
        raise BackupRefused(f"nothing can be written beside {target.name}: {why}") from error
    os.close(handle)
    file = Path(name)
    try:
        yield file
        os.replace(file, target)
    except (OSError, sqlite3.Error) as error:
        why = in_words(error) or "the database cannot be copied"
        raise BackupRefused(f"{target.name} was not made: {why}") from error
    finally:
        file.unlink(missing_ok=True)


def _copy_sqlite(database: Path, file: Path) -> None:
    """Writers go on meanwhile. The copy is one file, without the write-ahead log beside it."""
    if not database.exists():
        raise BackupRefused("there is no SQLite file at DATABASE_URL yet")
    make_private(database)
    with closing(sqlite3.connect(database)) as here, closing(sqlite3.connect(file)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode = delete")
        _sound(there)


def _restore_sqlite(database: Path, source: Path) -> Counts:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as there:
        _sound(there)
        counts = _rows_in_sqlite(there)
        make_private(database)
        with closing(sqlite3.connect(database)) as here:
            there.backup(here)
    return counts


def _sound(connection: sqlite3.Connection) -> None:
    """Is it whole, and is it ours?"""
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        ours = connection.execute(f"SELECT count(*) FROM {_VERSION}").fetchone()[0] == 1  # noqa: S608
    except sqlite3.DatabaseError as error:
        raise BackupRefused("the SQLite file is damaged, or no database of Louzhang") from error
    if not (whole and ours):
        raise BackupRefused("the SQLite file is damaged, or no database of Louzhang")


def _rows_in_sqlite(connection: sqlite3.Connection) -> Counts:
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    _refuse_strange(tables)
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in tables
        if name in Base.metadata.tables
    }


def _refuse_strange(tables: Iterable[str]) -> None:
    """What this program does not know it could neither export nor forget."""
    if unknown := strange(tables):
        raise BackupRefused(f"the backup holds what this program does not know ({', '.join(unknown)})")


def _postgresql_tool(address: URL, tool: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL on the database; the password goes through its environment, not its arguments."""
    naming = ("--dbname", address.set(drivername="postgresql", password=None).render_as_string())
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    done = subprocess.run(  # noqa: S603 - no shell, and nothing that somebody typed but a file's name
        [_found(tool), "--no-owner", "--no-privileges", *naming, *arguments],
        env={**os.environ, **secret},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = " ".join(done.stderr.strip().splitlines()[:2])
        raise BackupRefused(f"{tool} could not do it: {said}")


def _found(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        raise BackupRefused(
            f"{tool} is not installed here: install PostgreSQL's client programs, or run {tool} where the database is"
        )
    return found


def _rows_in_dump(source: Path) -> Counts:
    """The rows in a dump, counted as pg_restore would write them."""
    counts: dict[str, int] = {}
    table: str | None = None
    tool = [_found("pg_restore"), "--data-only", "--file=-", str(source)]
    with subprocess.Popen(tool, stdout=subprocess.PIPE, text=True, encoding="utf-8") as dump:  # noqa: S603
        assert dump.stdout is not None
        for line in dump.stdout:
            if table is None and line.startswith("COPY "):
                table = line.split()[1].rpartition(".")[2].strip('"')
                counts[table] = 0
            elif line == "\\.\n":
                table = None
            elif table is not None:
                counts[table] += 1
    _refuse_strange(counts)
    return {name: rows for name, rows in counts.items() if name in Base.metadata.tables}
