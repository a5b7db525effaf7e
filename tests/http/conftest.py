"""The stand-in behind a real socket, the neighbourhood in the tables, and phones that wait for what they expect."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.subjects import SUBJECTS
from domain.privacy import STATEMENT_VERSION
from domain.vocabulary import HeldAs
from playground.server import Server, serve
from playground.telegram import Bot, Message, Person, Telegram
from storage.engines.database import Database, open_database
from storage.models import HoldingRow
from storage.unit_of_work import UnitOfWork
from tests.crash.process import Process, bot_settings, start_bot, until
from tests.stories.neighbourhood import _lay_out, data_of, labels

TOKEN = "1:playground-http"
ADMINISTRATOR = 4_999_999_999
PATIENCE = 20
"""Seconds for which a phone waits. Long, for a busy machine; a good run needs a fraction of one."""


class FarPhone:
    """A phone on the other side of a network: it shows things when they come."""

    def __init__(self, person: Person, bot: Bot) -> None:
        self.person, self._bot = person, bot

    @property
    def messages(self) -> list[Message]:
        return [m for m in self.person.chat(self._bot).messages if m.from_bot and not m.deleted]

    @property
    def texts(self) -> list[str]:
        return [m.text or "" for m in self.messages]

    def says(self, words: str) -> None:
        self.person.says(self._bot, words)

    async def sees(self, *words: str) -> Message:
        """Wait for a message with all these words; the newest one."""

        def found() -> Message | None:
            return next((m for m in reversed(self.messages) if all(w in (m.text or "") for w in words)), None)

        await until(lambda: found() is not None, seconds=PATIENCE, what=f"{words} among {self.texts}")
        message = found()
        assert message is not None
        return message

    async def presses(self, label: str) -> None:
        """Wait for the button, and press it under the newest message that has one."""

        def found() -> Message | None:
            return next((m for m in reversed(self.messages) if label in labels(m)), None)

        shown = [labels(m) for m in self.messages]
        await until(lambda: found() is not None, seconds=PATIENCE, what=f"button «{label}» among {shown}")
        message = found()
        assert message is not None
        self.person.presses(self._bot, message, data_of(message, label))


@dataclass(slots=True)
class Street:
    """Everything a test over HTTP needs."""

    telegram: Telegram
    bot: Bot
    server: Server
    database: Database
    settings: dict[str, str]
    folder: Path

    async def person(self, name: str, *, language: str = "zh", post: str | None = None) -> FarPhone:
        """Somebody who pressed Start and agreed long ago; with a post, its holder."""
        person = self.telegram.add_person(name, language_code=language)
        person.chat(self.bot).started = True

        def known(work: UnitOfWork) -> None:
            row = work.people.recognise("telegram", str(person.id), language)
            row.language, row.consent_version, row.consented_at = language, STATEMENT_VERSION, work.now
            work.people.set_contact(row.id, name, None)
            if post is not None:
                held = next(p for p in work.directory.posts.values() if p.code == post)
                work.session.add(HoldingRow(post_id=held.id, person_id=row.id, held_as=HeldAs.MAIN))
                work.places.touch()

        await self.database.run(known)
        return FarPhone(person, self.bot)

    async def nothing_waits(self) -> None:
        """Until inbox and outbox are empty."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while await self.database.read(lambda work: work.inbox.depth() + work.outbox.depth()):
            assert asyncio.get_running_loop().time() < deadline, "something still waits"
            await asyncio.sleep(0.02)


@asynccontextmanager
async def open_street(database_url: str, folder: Path) -> AsyncIterator[Street]:
    """The stand-in on a socket and the neighbourhood in this database."""
    telegram = Telegram()
    telegram.recording = True
    bot = telegram.add_bot(TOKEN, username="louzhang_http_bot", name="楼长助手")
    database = open_database(database_url, lambda: datetime.now(UTC), SUBJECTS)
    server = await serve(telegram)
    try:
        await database.run(_lay_out)
        settings = bot_settings(server.url, database_url, TOKEN, ADMINISTRATOR)
        yield Street(telegram, bot, server, database, settings, folder)
    finally:
        await server.stop()
        await database.close()


@pytest.fixture
async def street(database_url: str, tmp_path: Path) -> AsyncIterator[Street]:
    async with open_street(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def running(street: Street) -> AsyncIterator[Process]:
    """The bot as a process of its own; it has to end well when it is asked to."""
    process = await start_bot(street.folder, street.settings)
    try:
        yield process
        assert process.running, process.said
        assert await process.stop() == 0, process.said
    finally:
        await process.kill()
