"""A whole copy as one archive that either database can be restored from, with a check that everything came back.

One ZIP: a manifest and, for each table, a file with a line of JSON per row. Counts and checksums are of the rows
themselves, whatever the database and its order, so the restored tables are read again and compared.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Column, Connection, Date, Enum, Table, bindparam, func, insert, select, text, update

from storage.copies.tables import strange
from storage.migrations import NEWEST
from storage.models import Base
from storage.models.base import UtcDateTime
from storage.unit_of_work import UnitOfWork

FORMAT = 1
MANIFEST = "manifest.json"
ROWS_AT_ONCE = 500
_MODULUS = 2**256

CopyProgress = Callable[[int], None]
"""Called with the number of rows that were just written or read."""


class CopyRefused(Exception):
    """The archive cannot be restored here; nothing was written. The sentence says why."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table held: its rows, and the sum of every row's SHA-256."""

    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in the archive. `revision`: the version of the tables."""

    louzhang: int
    revision: str
    made_at: datetime
    tables: Mapping[str, Sum]


_MANIFEST = TypeAdapter(Manifest)


class _Adding:
    """A sum in the making; the order of the rows does not matter."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, line: str) -> None:
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line.encode()).digest())) % _MODULUS

    def sum(self) -> Sum:
        return Sum(self.rows, f"{self._sum:064x}")


def count_rows(work: UnitOfWork) -> int:
    """How many rows a copy would hold."""
    connection = work.session.connection()
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())


def write_copy(work: UnitOfWork, file: Path, progress: CopyProgress) -> Manifest:
    """Write every table as it is at this one moment. Within `Database.read`, so that the bot goes on meanwhile."""
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    sums: dict[str, Sum] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for table in _tables():
            adding = _Adding()
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
                for line in _lines(connection, table):
                    adding.add(line)
                    out.write(line.encode() + b"\n")
                    if adding.rows % ROWS_AT_ONCE == 0:
                        progress(ROWS_AT_ONCE)
            progress(adding.rows % ROWS_AT_ONCE)
            sums[table.name] = adding.sum()
        manifest = Manifest(FORMAT, NEWEST, work.now, sums)
        archive.writestr(MANIFEST, _MANIFEST.dump_json(manifest, indent=1))
    return manifest


def is_whole_copy(file: Path) -> bool:
    """Is it an archive of this kind? Other copies of a database are restored in other ways."""
    try:
        with ZipFile(file) as archive:
            return MANIFEST in archive.namelist()
    except (OSError, BadZipFile):
        return False


def read_manifest(file: Path) -> Manifest:
    """What the archive says it holds, or a CopyRefused that says why it cannot be restored by this program."""
    try:
        with ZipFile(file) as archive:
            manifest = _MANIFEST.validate_json(archive.read(MANIFEST))
    except (OSError, BadZipFile, KeyError, ValidationError):
        raise CopyRefused("this file is no whole export of Louzhang, or it is damaged") from None
    if manifest.louzhang != FORMAT or manifest.revision != NEWEST:
        raise CopyRefused("another version of Louzhang made this export; restore it with that version, then upgrade")
    if unknown := strange(manifest.tables):
        raise CopyRefused(
            f"the export holds what this program does not know ({', '.join(unknown)}); nothing was written"
        )
    return manifest


def restore_copy(connection: Connection, file: Path, manifest: Manifest, progress: CopyProgress) -> None:
    """Fill an empty, migrated database, then read it again: every table has the rows it had, or nothing is kept."""
    if any(connection.scalar(select(func.count()).select_from(table)) for table in _tables()):
        raise CopyRefused("the database is not empty; nothing is overwritten. Name a new one in DATABASE_URL")
    try:
        with ZipFile(file) as archive:
            for table in _tables():
                _fill(connection, table, _read(archive, table), progress)
    except (BadZipFile, KeyError, ValueError):
        raise CopyRefused("the export is damaged; nothing was written") from None
    wrong = [table.name for table in _tables() if _sum_of(connection, table) != manifest.tables.get(table.name)]
    if wrong:
        raise CopyRefused(f"not everything came back ({', '.join(wrong)}); nothing was kept")


def _tables() -> list[Table]:
    """Every table, those that others refer to first."""
    return Base.metadata.sorted_tables


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
    for row in rows:
        yield json.dumps(
            dict(zip(table.c.keys(), row, strict=True)),
            default=_plain,
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )


def _sum_of(connection: Connection, table: Table) -> Sum:
    adding = _Adding()
    for line in _lines(connection, table):
        adding.add(line)
    return adding.sum()


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _read(archive: ZipFile, table: Table) -> Iterator[dict[str, object]]:
    columns = {column.name: column for column in table.c}
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        for line in lines:
            yield {name: _typed(columns[name], value) for name, value in json.loads(line).items()}


def _typed(column: "Column[object]", value: object) -> object:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    return value


def _fill(connection: Connection, table: Table, rows: Iterator[dict[str, object]], progress: CopyProgress) -> None:
    """In batches. Rows that refer to later rows of the same table get that reference when all are there."""
    own = [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]
    later: list[dict[str, object]] = []
    batch: list[dict[str, object]] = []
    for row in rows:
        if any(row[name] is not None for name in own):
            later.append({"row": row["id"], **{f"to_{name}": row[name] for name in own}})
            row |= dict.fromkeys(own)
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            connection.execute(insert(table), batch)
            progress(len(batch))
            batch = []
    if batch:
        connection.execute(insert(table), batch)
        progress(len(batch))
    if later:
        values: dict[str, object] = {name: bindparam(f"to_{name}") for name in own}
        connection.execute(update(table).where(table.c.id == bindparam("row")).values(values), later)
    if connection.dialect.name == "postgresql" and "id" in table.c:
        newest = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(f'"{table.name}"', "id"), newest)))
