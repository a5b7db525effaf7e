"""Exports: tickets as files, pictures without their location, and everything as one archive and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.catalogs import CATALOGS
from domain.views import FileView
from messages.drawing.texts import Texts
from messages.paper.export_files import ExportFile, open_export
from services.keeping.exporting import ExportRow, record_unmasking, requests
from storage.copies.copying import Manifest, read_manifest, restore_copy, write_copy
from storage.engines.database import Database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork

TICKETS_AT_ONCE = 200

ExportProgress = Callable[[int], None]
"""Called with how much was just done."""


class FileSource(Protocol):
    """Where pictures come from, by the channel they came by."""

    async def fetch(self, ref: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported: from `since` to before `until`, masked or not, with pictures into a folder or not."""

    file: Path
    since: datetime | None = None
    until: datetime | None = None
    unmask: bool = False
    photos: Path | None = None


@dataclass(slots=True)
class Exported:
    """How it went."""

    tickets: int = 0
    pictures: int = 0
    left_out: int = 0


async def export_tickets(
    database: Database, wanted: Wanted, files: Mapping[str, FileSource] | None, step: ExportProgress
) -> Exported:
    """In batches. With `unmask` every look is written down before anything is shown. Without `files` no pictures."""
    if wanted.unmask:
        await _record(database, wanted)
    zone = await database.read(lambda work: work.community.zone)
    part, done = _opened(wanted.file), Exported()
    out = open_export(part, wanted.file.suffix, Texts(CATALOGS, "zh", zone))
    try:
        await _write_all(database, wanted, files, out, done, step)
    except BaseException:
        out.close()
        part.unlink()
        raise
    out.close()
    part.rename(wanted.file)
    return done


async def _record(database: Database, wanted: Wanted) -> None:
    after = 0

    def record(work: UnitOfWork) -> int:
        return record_unmasking(work, after, wanted.since, wanted.until, TICKETS_AT_ONCE)

    while last := await database.run(record):
        after = last


async def _write_all(
    database: Database,
    wanted: Wanted,
    files: Mapping[str, FileSource] | None,
    out: ExportFile,
    done: Exported,
    step: ExportProgress,
) -> None:
    after = 0

    def read(work: UnitOfWork) -> list[ExportRow]:
        return requests(work, after, wanted.since, wanted.until, limit=TICKETS_AT_ONCE, unmask=wanted.unmask)

    while batch := await database.read(read):
        for row in batch:
            names: tuple[str, ...] = ()
            if wanted.photos is not None and files is not None:
                names = await _fetch(files, wanted.photos, row.request.service_request_id, row.pictures, done)
            out.add(replace(row.request, media=names))
            done.tickets += 1
            step(1)
        after = batch[-1].ticket_id


async def _fetch(
    files: Mapping[str, FileSource], folder: Path, number: str, pictures: Sequence[FileView], done: Exported
) -> tuple[str, ...]:
    """The pictures of one ticket, each written again without its notes; what is no picture is left out."""
    from messages.paper.photos import NotAPhoto, without_location  # loads a library that `louzhang run` need not have

    names: list[str] = []
    for n, picture in enumerate(pictures, 1):
        source = files.get(picture.channel)
        content = await source.fetch(picture.ref) if source is not None else None
        try:
            clean = without_location(content or b"")
        except NotAPhoto:
            done.left_out += 1
            continue
        names.append(_keep(folder, f"{number}-{n}", clean))
        done.pictures += 1
    return tuple(names)


def _keep(folder: Path, name: str, picture: bytes) -> str:
    folder.mkdir(mode=0o700, exist_ok=True)
    ending = {b"\x89PNG": "png", b"RIFF": "webp"}.get(picture[:4], "jpg")
    path = folder / f"{name}.{ending}"
    path.touch(mode=0o600)
    path.write_bytes(picture)
    return f"{folder.name}/{path.name}"


async def export_whole(database: Database, file: Path, step: ExportProgress) -> Manifest:
    """Everything as one archive, which only its owner can read. A half-written one is not left behind."""
    part = _opened(file)
    try:
        manifest = await database.read(lambda work: write_copy(work, part, step))
    except BaseException:
        part.unlink()
        raise
    part.rename(file)
    return manifest


async def restore_whole(database: Database, file: Path, step: ExportProgress) -> Manifest:
    """An archive of `export_whole` into an empty database, checked table by table; all of it or nothing."""
    manifest = read_manifest(file)
    await database.schema(migrate)
    await database.schema(lambda connection: restore_copy(connection, file, manifest, step))
    return manifest


def _opened(file: Path) -> Path:
    """A new file beside it that only its owner can read; it gets its name when it is whole."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    return part
