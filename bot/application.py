"""The program put together: database, Telegram, intake, courier, schedule. Here the system clock is asked."""

import asyncio
import logging
import signal
from datetime import UTC, datetime

from telegram import BotCommand, User

from bot.clock import Clock
from bot.delivery import Courier
from bot.intake import Intake, TokenRefused
from bot.pace import Limits, Pace
from bot.schedule import start_schedule
from bot.telegram_api import Means, TelegramApi, meaning
from handlers.commands import COMMANDS, INVITATION
from handlers.turn import Me
from messages.texts import LANGUAGES, Texts
from services.people import make_administrators, new_invitation
from storage.database import Database
from storage.migrations import migrate

log = logging.getLogger(__name__)

STOP_WITHIN = 10
"""Seconds in which a stop finishes what it began; the rest is in the tables."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class TelegramUnreachable(Exception):
    """Nobody answers at TELEGRAM_API_URL."""


async def learn_name(telegram: TelegramApi, token: str) -> Me:
    """getMe: who we are. Raises TokenRefused or TelegramUnreachable."""
    answer = await telegram.call("getMe", {})
    if meaning(answer) is Means.BAD_TOKEN:
        raise TokenRefused
    if not answer.ok or not isinstance(answer.result, dict):
        raise TelegramUnreachable
    return Me(token, User.de_json(answer.result, None))


class Application:
    """A bot that can be run, or (in stories) be driven step by step."""

    def __init__(self, database: Database, telegram: TelegramApi, me: Me, clock: Clock, limits: Limits) -> None:
        self.database, self.telegram, self.me = database, telegram, me
        self.intake = Intake(database, telegram, me, clock)
        self.courier = Courier(database, telegram, clock, Pace(limits, clock), me.bot.username or "")
        self.intake.after_commit = self.courier.wake

    async def settle(self) -> None:
        """Fetch, handle and deliver until nothing is left that can be done now."""
        while True:
            fetched = await self.intake.poll(seconds=0)
            await self.intake.drain()
            await self.courier.drain()
            if not fetched:
                return

    async def recover(self) -> None:
        """After a crash: end the leases of the courier that is gone, and handle one by one what it had in hand."""
        await self.database.run(lambda work: work.lanes.end_leases())
        await self.intake.recover()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set, then finish what was begun."""
        await self._set_menu()
        await self.recover()
        scheduler = start_schedule(self.database, self.courier.wake)
        work = [
            asyncio.create_task(self.intake.fetch_forever()),
            asyncio.create_task(self.intake.handle_forever()),
            asyncio.create_task(self.courier.deliver_forever()),
        ]
        stopped = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([*work, stopped], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task is not stopped:
                    task.result()
        finally:
            scheduler.shutdown(wait=False)
            self.intake.stopping = self.courier.stopping = True
            self.courier.wake()
            work[0].cancel()
            stopped.cancel()
            await asyncio.wait(work, timeout=STOP_WITHIN)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, stopped, return_exceptions=True)

    async def _set_menu(self) -> None:
        """The menu of commands, in both languages; a failure here stops nobody."""
        for language in LANGUAGES:
            texts = Texts(language, "UTC")
            menu = [BotCommand(c.name, texts.label(f"command-{c.name}")).to_dict() for c in COMMANDS if not c.posts]
            await self.telegram.call("setMyCommands", {"commands": menu, "language_code": language})
            if language == LANGUAGES[0]:
                await self.telegram.call("setMyCommands", {"commands": menu})


async def prepare(database: Database, admin_ids: list[int], username: str) -> str | None:
    """Migrate, make administrators; with none, the one-time link for the first one."""
    await database.schema(migrate)
    if await database.run(lambda work: make_administrators(work, admin_ids)):
        return None
    code = await database.run(lambda work: new_invitation(work, None))
    return invitation_link(username, code)


def invitation_link(username: str, code: str) -> str:
    """The link somebody presses once."""
    return f"https://t.me/{username}?start={INVITATION}{code}"


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C ask the program to stop; it finishes what it began."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
