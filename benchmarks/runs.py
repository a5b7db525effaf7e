"""One run each: a bot in a process of its own (or several), a stand-in for Telegram with people in another; what was
measured."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil  # type: ignore[import-untyped]

from benchmarks.databases import batched, migrated
from bot.application import KEEP_PLACE_SECONDS
from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from storage.engines.database import open_database
from storage.unit_of_work import UnitOfWork
from tests.crash.process import SOURCE, Process, bot_settings, environment, start_bot, until
from tests.crash.town import ADMINISTRATOR, TOKEN, settle_in

MEGABYTE = 1024 * 1024
STARTING = 30
"""Seconds in which a process has started."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. CPU (per update, all of its processes) and memory (of the one that leads) are the bot's alone; `noted`
    is what the people noticed. `first_answer`: seconds from the start of the process to its answer to words that
    waited."""

    updates: int
    seconds: float
    cpu_ms: float
    idle_mb: float
    end_mb: float
    first_answer: float
    noted: Mapping[str, object]

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds


@dataclass(frozen=True, slots=True)
class Run:
    """What is done to a bot: `kind` of people, how much they say, how many they are, how often a second (arrivals)."""

    kind: str
    updates: int
    chats: int
    per_second: float = 1.0


class StandIn:
    """The other process, spoken to in lines."""

    def __init__(self, run: Run, tell: Tell) -> None:
        words = (run.kind, run.updates, run.chats, run.per_second)
        command = [sys.executable, "-m", "benchmarks.stand_in", *map(str, words)]
        self._tell, self._all = tell, run.updates
        self._process = subprocess.Popen(
            command, cwd=SOURCE, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    async def hear(self, key: str) -> dict[str, object]:
        """Wait for the line with this key; what else is heard is progress."""
        assert self._process.stdout is not None
        while True:
            line = await asyncio.to_thread(self._process.stdout.readline)
            if not line:
                raise RuntimeError("the stand-in ended")
            event: dict[str, object] = json.loads(line)
            if key in event:
                return event
            self._tell(f"    {event['said']} of about {self._all} updates")

    def say(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()


def _number(value: object) -> float:
    return float(str(value))


def _accounts(value: object) -> list[int]:
    return [int(one) for one in value] if isinstance(value, list) else []


Start = Callable[[Mapping[str, object]], Awaitable[Sequence[Process]]]
"""Starts a bot that speaks with the stand-in just begun (its address, who lives there). The first process leads."""


async def measure(run: Run, start: Start, tell: Tell, *, database: str | None = None) -> Measured:
    """Warm it up, let everybody speak, and wait until all is answered and (with a `database`) inbox and outbox are
    empty."""
    with StandIn(run, tell) as stand_in:
        begun = await stand_in.hear("url")
        stand_in.say("warm")
        await stand_in.hear("began")
        processes = await start(begun)
        try:
            return await _measure(stand_in, processes, database)
        finally:
            for process in processes:
                await process.kill()


def echo_bot(folder: Path) -> Start:
    """The bare bot: stores nothing, answers with what was said."""

    async def start(begun: Mapping[str, object]) -> Sequence[Process]:
        arguments = ("-m", "benchmarks.echo_bot", str(begun["url"]), TOKEN)
        return [await Process.start(*arguments, folder=folder, env=environment())]

    return start


def usual_bot(database: str, folder: Path) -> Start:
    """The usual way: a session and a transaction per update, sending in the middle of it."""
    url = database.replace("sqlite:", "sqlite+aiosqlite:", 1).replace("postgresql:", "postgresql+asyncpg:", 1)

    async def start(begun: Mapping[str, object]) -> Sequence[Process]:
        stewards = ",".join(map(str, _accounts(begun["stewards"])))
        arguments = ("-m", "benchmarks.usual_bot", str(begun["url"]), TOKEN, url, stewards)
        return [await Process.start(*arguments, folder=folder, env=environment())]

    return start


def louzhang(database: str, folder: Path, *, processes: int = 1, limits: bool = False, announce: bool = False) -> Start:
    """The bot itself on this database, in so many processes; with an announcement to all residents waiting in its
    outbox."""

    async def start(begun: Mapping[str, object]) -> Sequence[Process]:
        opened = await migrated(database)
        residents, talkers = _accounts(begun["residents"]), _accounts(begun["talkers"])
        await settle_in(opened, stewards=_accounts(begun["stewards"]), residents=[*residents, *talkers])
        if announce:
            for some in batched(residents, 100):
                await opened.run(lambda work, some=some: _announce(work, some))  # type: ignore[misc]
        await opened.close()
        settings = bot_settings(str(begun["url"]), database, TOKEN, ADMINISTRATOR)
        if limits:
            settings = {name: value for name, value in settings.items() if not name.startswith("SEND_PER_")}
        if processes == 1:
            return [await start_bot(folder, settings)]
        return [await _one_of_several(folder, settings) for _ in range(processes)]

    return start


async def _one_of_several(folder: Path, settings: Mapping[str, str]) -> Process:
    """Started after those before it run, so that the first one leads; all know of it then."""
    bot = await start_bot(Path(tempfile.mkdtemp(prefix="bot-", dir=folder)), settings)
    await until(lambda: "process leads" in bot.said, seconds=STARTING, what="it runs")
    await asyncio.sleep(KEEP_PLACE_SECONDS)
    return bot


def _announce(work: UnitOfWork, chats: Sequence[int]) -> None:
    for chat in chats:
        work.outbox.add(chat, Letter(0, Say("too-much")), broadcast=True)


async def _measure(stand_in: StandIn, processes: Sequence[Process], database: str | None) -> Measured:
    done = await _or_dead(stand_in, "done", processes)
    first, warm = _number(done["answered"]) - processes[0].born, int(_number(done["said"]))
    if database is not None:
        await _empty(database)
    inside = [psutil.Process(process.pid) for process in processes]
    idle, cpu = inside[0].memory_info().rss / MEGABYTE, _cpu(inside)
    stand_in.say("go")
    began = _number((await stand_in.hear("began"))["began"])
    ended = _number((await _or_dead(stand_in, "done", processes))["done"])
    if database is not None:
        await _empty(database)
        ended = time.monotonic()
    spent, end = _cpu(inside) - cpu, inside[0].memory_info().rss / MEGABYTE
    stand_in.say("count")
    noted = await stand_in.hear("pending")
    updates = int(_number(noted["said"])) - warm
    return Measured(updates, ended - began, spent * 1000 / updates, idle, end, first, noted)


async def _or_dead(stand_in: StandIn, key: str, processes: Sequence[Process]) -> dict[str, object]:
    heard = asyncio.ensure_future(stand_in.hear(key))
    while not heard.done():
        await asyncio.wait([heard], timeout=1)
        for process in processes:
            if not process.running:
                raise RuntimeError(f"the bot ended: {process.said[-2000:]}")
    return heard.result()


async def _empty(database: str) -> None:
    """Until inbox and outbox are empty."""
    opened = open_database(database, lambda: datetime.now(UTC), SUBJECTS)
    try:
        while True:
            if not await opened.read(lambda work: work.inbox.depth() + work.outbox.depth()):
                return
            await asyncio.sleep(0.02)
    finally:
        await opened.close()


def _cpu(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return float(sum(one.user + one.system for one in times))
