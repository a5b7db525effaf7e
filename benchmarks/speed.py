"""Updates through the whole loop: fetched, written down, handled, committed, drawn, sent, marked; beside an echo."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil  # type: ignore[import-untyped]

from storage.database import open_database
from storage.migrations import migrate
from tests.crash.process import SOURCE, Process, bot_settings, environment, start_bot
from tests.crash.town import ADMINISTRATOR, TOKEN, settle_in

MEGABYTE = 1024 * 1024
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. `cpu_ms` is of the bot's process alone, per update."""

    name: str
    updates: int
    seconds: float
    cpu_ms: float
    idle_mb: float

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds


class StandIn:
    """The other process, spoken to in lines."""

    def __init__(self, kind: str, updates: int, chats: int, tell: Tell) -> None:
        command = [sys.executable, "-m", "benchmarks.stand_in", kind, str(updates), str(chats)]
        self._tell, self._all = tell, updates
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


async def measure_echo(kind: str, updates: int, chats: int, folder: Path, tell: Tell) -> Measured:
    """The bare bot, over the same network and beside the same crowd."""
    with StandIn(kind, updates, chats, tell) as stand_in:
        url = str((await stand_in.hear("url"))["url"])
        arguments = ("-m", "benchmarks.echo_bot", url, TOKEN)
        process = await Process.start(*arguments, folder=folder, env=environment())
        try:
            return await _measure("echo bot, stores nothing", stand_in, process, None)
        finally:
            await process.kill()


async def measure_bot(
    name: str, kind: str, updates: int, chats: int, database: str, folder: Path, tell: Tell
) -> Measured:
    """The bot itself, on this database."""
    with StandIn(kind, updates, chats, tell) as stand_in:
        begun = await stand_in.hear("url")
        opened = open_database(database, lambda: datetime.now(UTC))
        await opened.schema(migrate)
        await settle_in(opened, stewards=_accounts(begun["stewards"]), residents=_accounts(begun["residents"]))
        await opened.close()
        process = await start_bot(folder, bot_settings(str(begun["url"]), database, TOKEN, ADMINISTRATOR))
        try:
            return await _measure(name, stand_in, process, database)
        finally:
            await process.kill()


async def _measure(name: str, stand_in: StandIn, process: Process, database: str | None) -> Measured:
    stand_in.say("warm")
    await stand_in.hear("began")
    warm = int(_number((await _or_dead(stand_in, "done", process))["said"]))
    if database is not None:
        await _empty(database)
    inside = psutil.Process(process.pid)
    idle, cpu = inside.memory_info().rss / MEGABYTE, _cpu(inside)
    stand_in.say("go")
    began = _number((await stand_in.hear("began"))["began"])
    done = await _or_dead(stand_in, "done", process)
    ended = _number(done["done"])
    if database is not None:
        await _empty(database)
        ended = time.monotonic()
    spent = _cpu(inside) - cpu
    stand_in.say("count")
    updates = int(_number((await stand_in.hear("pending"))["said"])) - warm
    return Measured(name, updates, ended - began, spent * 1000 / updates, idle)


async def _or_dead(stand_in: StandIn, key: str, process: Process) -> dict[str, object]:
    heard = asyncio.ensure_future(stand_in.hear(key))
    while not heard.done():
        await asyncio.wait([heard], timeout=1)
        if not process.running:
            raise RuntimeError(f"the bot ended: {process.said[-2000:]}")
    return heard.result()


async def _empty(database: str) -> None:
    """Until inbox and outbox are empty."""
    opened = open_database(database, lambda: datetime.now(UTC))
    try:
        while True:
            if not await opened.read(lambda work: work.inbox.depth() + work.outbox.depth()):
                return
            await asyncio.sleep(0.02)
    finally:
        await opened.close()


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
