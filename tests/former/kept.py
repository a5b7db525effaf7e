"""A database as 7bef16b has kept it, brought to this version; the program beside it; and what is expected of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

from alembic import command
from sqlalchemy import JSON, Connection, Date, DateTime, MetaData, Table, func, insert, select

from domain.vocabulary import MediaKind
from handlers.door import HandledUpdate
from playground.files import Upload
from playground.updates import UpdateQueue
from storage.delivery.inbox import Waiting
from storage.engines.database import Database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from storage.models import Account, OutboxRow
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

T = TypeVar("T")
RawUpdate = dict[str, object]

HERE = Path(__file__).parent / "by_7bef16b"
REVISION = "0015"
"""The tables of 7bef16b."""
SEEN_BEFORE = 1_000
"""Messages that every chat had before: numbers of new ones are those of no old card."""

FIRST_UPDATE = 800_000_001
"""Telegram goes on counting: updates with earlier numbers have been handled."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What 7bef16b has written down beside its database."""

    now: datetime
    read: datetime
    """The next morning, when what was held has left."""
    people: Mapping[str, int]
    """Names to Telegram's numbers."""
    outbox: list[dict[str, Any]]
    asked: list[dict[str, Any]]
    drafts: list[dict[str, Any]]
    buttons: list[dict[str, Any]]
    set_aside: int


def expected() -> Expected:
    told = json.loads((HERE / "expected.json").read_text("utf-8"))
    return Expected(
        datetime.fromisoformat(told["now"]),
        datetime.fromisoformat(told["read"]),
        {one["name"]: one["account"] for one in told["people"]},
        *(told[name] for name in ("outbox", "asked", "drafts", "buttons", "set_aside")),
    )


def load(connection: Connection) -> None:
    """The tables as they were, what was in them, and then all that has changed since."""
    present = MetaData()
    present.reflect(connection)
    present.drop_all(connection)
    command.upgrade(config_for(connection), REVISION)
    then = MetaData()
    then.reflect(connection)
    with ZipFile(HERE / "database.zip") as archive:
        for table in then.sorted_tables:
            if table.name != "alembic_version":
                _fill(connection, table, archive)
    migrate(connection)


def _fill(connection: Connection, table: Table, archive: ZipFile) -> None:
    for column in table.c:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        rows = [dict(_typed(table, json.loads(line))) for line in lines]
    if rows:
        connection.execute(insert(table), rows)
    if connection.dialect.name == "postgresql" and "id" in table.c:
        newest = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), newest)))


def _typed(table: Table, row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        kind = table.c[name].type
        if isinstance(value, str) and isinstance(kind, DateTime):
            yield name, datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(kind, Date):
            yield name, date.fromisoformat(value)
        else:
            yield name, value


@dataclass(frozen=True, slots=True)
class Shown:
    """An outbox row after its delivery: `state` of OutboxState, and the words on the phone."""

    state: int
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of updates, before it is taken back; `told`: what waits to be sent because of them, to anybody."""

    work: UnitOfWork
    account_id: int
    done: Sequence[HandledUpdate]
    told: Sequence[OutboxRow]

    @property
    def answers(self) -> list[str]:
        """What whoever wrote is told, by kind, and plain sentences by their key."""
        mine = [row for row in self.told if row.account_id == self.account_id]
        return [f"{row.kind}:{row.facts['key']}" if row.kind == "Say" else row.kind for row in mine]


class Undone(Exception):
    """What was tried is taken back."""


class FormerTown(Neighbourhood):
    """The people of the database, who have talked with the bot before."""

    def __init__(self, database: Database, clock: MovedClock) -> None:
        super().__init__(database, clock)
        self.expected = expected()
        self.phones: dict[str, Phone] = {}

    async def open(self) -> None:
        await self.database.schema(load)
        self.clock.set(self.expected.now)
        self._know_files()
        self.bot.updates = UpdateQueue(self.clock.timestamp, FIRST_UPDATE)
        for name, account in self.expected.people.items():
            person = self.telegram.add_person(name, id=account, language_code="zh")
            chat = person.chat(self.bot)
            chat.started = True
            for _ in range(SEEN_BEFORE):
                chat.next_id()
            self.phones[name] = Phone(self, person)
        await self.begin()

    def _know_files(self) -> None:
        """The photos and the voice of the reports: Telegram knows them by the ids they had."""
        files = self.telegram.world.files
        voice = Upload(b"OggS" + bytes(1500), "voice.oga", "audio/ogg")
        kept = [files.keep(MediaKind.VOICE, voice, {"duration": 3}), files.draw_photo(), files.draw_photo()]
        for one in kept:
            files.show(one, self.bot.id)

    async def shown(self) -> dict[int, Shown]:
        """What became of each outbox row, and what its phone shows of it."""
        asked = select(OutboxRow.id, Account.address, OutboxRow.state, OutboxRow.message_id)
        asked = asked.join(Account, Account.id == OutboxRow.account_id)
        rows = await self.database.read(lambda work: work.session.execute(asked).all())
        chats = {phone.person.id: phone.person.chat(self.bot) for phone in self.phones.values()}
        found = {row.id: chats[int(row.address)].message(row.message_id) if row.message_id else None for row in rows}
        return {row.id: Shown(row.state, (message.text or "") if (message := found[row.id]) else "") for row in rows}

    async def pressed(self, name: str, data: str) -> dict[str, object]:
        """How a press ends; it is taken back."""
        query = {"id": "9", "from": self._sender(name), "chat_instance": "1", "data": data}
        message = {"message_id": SEEN_BEFORE, "date": int(self.clock.timestamp()), "chat": self._chat(name)}
        return await self.tried(name, [{"callback_query": {**query, "message": {**message, "text": "-"}}}], _result)

    async def said(self, name: str, words: str) -> dict[str, object]:
        """How words end; they are taken back."""
        return await self.tried(name, [self.message(name, text=words)], _result)

    def message(self, name: str, number: int = SEEN_BEFORE, *, kind: str = "message", **content: object) -> RawUpdate:
        """One that this person sends, as Telegram would bring it."""
        about = {"message_id": number, "date": int(self.clock.timestamp()), "chat": self._chat(name)}
        if kind == "edited_message":
            about["edit_date"] = int(self.clock.timestamp())
        return {kind: {**about, "from": self._sender(name), **content}}

    def _chat(self, name: str) -> dict[str, object]:
        return {"id": self.expected.people[name], "type": "private"}

    def _sender(self, name: str) -> dict[str, object]:
        return {"id": self.expected.people[name], "is_bot": False, "first_name": "甲", "language_code": "zh"}

    async def tried(self, name: str, updates: Sequence[RawUpdate], look: Callable[[Tried], T]) -> T:
        """What is seen when these updates have been answered one after the other; all of it is taken back."""
        account, found = self.expected.people[name], list[T]()

        def unit(work: UnitOfWork) -> None:
            before = work.session.scalar(select(func.max(OutboxRow.id))) or 0
            done = []
            for number, update in enumerate(updates, 910_000):
                body = json.dumps({"update_id": number, **update}, ensure_ascii=False, separators=(",", ":"))
                done += self.app.door.answer_together(work, [Waiting(None, "telegram", number, str(account), body, 1)])
                work.finish()
            rows = work.session.scalars(select(OutboxRow).where(OutboxRow.id > before).order_by(OutboxRow.id)).all()
            found.append(look(Tried(work, account_of(work, account), done, rows)))
            raise Undone

        try:
            await self.database.run(unit)
        except Undone:
            return found[0]
        raise AssertionError("what was tried was kept")


def _result(tried: Tried) -> dict[str, object]:
    [done] = tried.done
    toasts = [toast.key for toast in done.toasts if toast.key]
    return {"outcome": done.outcome, "answers": tried.answers, "toasts": toasts}
