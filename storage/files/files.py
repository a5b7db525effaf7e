"""Files that people sent: kept when they come, known by another name when they have crossed into another channel, and
let go when nothing names them any more."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol, cast

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from domain.tickets.report_form import files_named_in
from domain.vocabulary import MediaKind
from storage.models import Awaited, Draft, FileRow, PutAsideRow
from storage.models.base import Base
from storage.sql.among import among
from storage.sql.collecting import Collected, Undo, together
from storage.sql.store import Store, table_of
from storage.sql.upsert import insert_into, upsert

_FILE = table_of(FileRow)
_REFS = select(_FILE.c.id, _FILE.c.channel, _FILE.c.ref).where(among(_FILE.c.id, "keys"))
_OTHER = _FILE.alias("other")
_SAME = (
    select(_FILE.c.id, _FILE.c.sha256).join(_OTHER, _FILE.c.sha256 == _OTHER.c.sha256).where(among(_OTHER.c.id, "keys"))
)
_LOCKED = select(_FILE.c.id).where(among(_FILE.c.id, "keys")).order_by(_FILE.c.id).with_for_update(skip_locked=True)
_DELETE = delete(_FILE).where(among(_FILE.c.id, "keys"))
LOOKED_BACK = timedelta(days=30)
"""So far a sweep looks back; drafts that were written on for longer are few."""
_KEEP = upsert(
    FileRow,
    lambda rows: rows.on_conflict_do_update(
        index_elements=["channel", "ref"], set_={"created_at": rows.excluded.created_at}
    ).returning(_FILE.c.ref, _FILE.c.id),
)


class Came(Protocol):
    """A file as its channel has told of it."""

    @property
    def kind(self) -> MediaKind: ...
    @property
    def ref(self) -> str: ...
    @property
    def size(self) -> int: ...


class KeptFiles(Store):
    """The files of one unit of work. What is let go is looked at when the unit ends, after drafts were written."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._keys: dict[tuple[str, str], int] = {}
        self._loose: Collected[int] = Collected(self._drop)

    def mark(self) -> Undo:
        return together(self._loose.mark(), self._keys.clear)

    # As they come

    def keep(self, channel: str, files: Sequence[Came]) -> list[int]:
        """The key of each, in one statement for those that this unit has not kept yet; the same one is kept once."""
        new = {one.ref: one for one in files if (channel, one.ref) not in self._keys}
        if new:
            rows = [
                {"channel": channel, "ref": ref, "kind": one.kind, "size": one.size, "created_at": self._now}
                for ref, one in sorted(new.items())  # in one order: two units never wait for each other
            ]
            kept = self._session.connection().execute(_KEEP[self._dialect], rows)
            self._keys.update(((channel, row.ref), row.id) for row in kept)
        return [self._keys[channel, one.ref] for one in files]

    def refs(self, keys: Collection[int]) -> dict[int, tuple[str, str]]:
        """The channel of each, and what it is called there."""
        found = self._read(_REFS, {"keys": keys}) if keys else ()
        return {key: (channel, ref) for key, channel, ref in found}

    # Across channels

    def in_channel(self, key: int, channel: str) -> FileRow | None:
        """The same content in that channel: the file itself, or what it became when it was sent there."""
        row = self._session.get(FileRow, key)
        if row is None or row.channel == channel or row.sha256 is None:
            return row if row is not None and row.channel == channel else None
        same = select(FileRow).where(FileRow.sha256 == row.sha256, FileRow.channel == channel)
        return self._session.scalar(same.order_by(FileRow.id.desc()).limit(1))

    def known(self, key: int, channel: str) -> str | None:
        """What that channel calls it, if it has it."""
        row = self.in_channel(key, channel)
        return row.ref if row is not None else None

    def learn(self, key: int, sha256: str, channel: str, ref: str) -> None:
        """It was sent in that channel, which calls it so; `sha256` of its content, in hex. One that has gone meanwhile
        leaves nothing."""
        row = self._session.get(FileRow, key)
        if row is None:
            return
        row.sha256 = sha256
        there = insert_into(self._session, FileRow).values(
            channel=channel, ref=ref, sha256=sha256, kind=row.kind, size=row.size, created_at=self._now
        )
        learnt = {"sha256": there.excluded.sha256, "created_at": there.excluded.created_at}
        self._write(there.on_conflict_do_update(index_elements=["channel", "ref"], set_=learnt))

    # As they go

    def let_go(self, keys: Iterable[int | None]) -> None:
        """A row that named these does so no more: those that nothing else names go when the unit ends."""
        self._loose.extend(key for key in keys if key is not None)

    def write(self) -> None:
        self._loose.write()

    def sweep(self, before: datetime) -> int:
        """Of those that came before that, in the `LOOKED_BACK` before it, the ones that nothing names go: a draft or a
        question named them, and is gone. Returns how many."""
        came = select(_FILE.c.id).where(_FILE.c.created_at < before, _FILE.c.created_at >= before - LOOKED_BACK)
        keys = set(self._read(came).scalars())
        return self._drop(keys - self._named(keys)) if keys else 0

    def _drop(self, keys: Collection[int]) -> int:
        """First they are locked, with what they became elsewhere; those being used are passed over. Then drafts and
        questions are looked at, and last the rows: what goes from one to the other meanwhile is seen in one of them."""
        self._session.flush()
        same = dict(self._read(_SAME, {"keys": keys}).all()) if keys else {}
        family = {*keys, *same}
        locked = set(self._read(_LOCKED, {"keys": family}).scalars()) if family else set()
        if not locked:
            return 0
        stays = (family - locked) | (family & {*self._written_of()}) | self._named(family)
        contents = {same[key] for key in stays if key in same}
        gone = [key for key in locked - stays if same.get(key) not in contents]
        return self._write(_DELETE, {"keys": gone}) if gone else 0

    def _named(self, keys: Collection[int]) -> set[int]:
        """Those that a row names."""
        return {
            key
            for column in naming()
            for key in self._read(
                select(column).where(among(cast(ColumnElement[object], column), "keys")), {"keys": keys}
            ).scalars()
        }

    def _written_of(self) -> Iterator[int]:
        """The files that drafts and questions name, and what was put aside of them."""
        for column in (Draft.form, Awaited.detail, PutAsideRow.body):
            for written in self._session.scalars(select(column)):
                yield from files_named_in(written)


def naming() -> list[ColumnElement[int]]:
    """The columns that name a file, of all subjects that have been loaded."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.c
        if any(key.column is _FILE.c.id for key in column.foreign_keys)
    ]
