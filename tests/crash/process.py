"""The bot as an operator runs it: a process of its own, started, stopped, or killed in the middle of a word."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bot.clock import where_it_is_noon

SOURCE = Path(__file__).parents[2]
POLL = 0.004


async def until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for a condition by looking at it again and again; after so many seconds that is a failure."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        if loop.time() > deadline:
            raise AssertionError(f"after {seconds:g} s still not: {what}")
        await asyncio.sleep(POLL)


def environment(**settings: str) -> dict[str, str]:
    """Only what a program needs, and the settings given: nothing of this machine's own .env or shell."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", **settings}


def bot_settings(api: str, database: str, token: str, administrator: int) -> dict[str, str]:
    """A bot by day, without limits of sending: what is measured is the bot, not Telegram's patience."""
    return environment(
        BOT_TOKEN=token,
        TELEGRAM_API_URL=api,
        DATABASE_URL=database,
        ADMIN_IDS=str(administrator),
        TIMEZONE=where_it_is_noon(datetime.now(UTC)),
        STATUS_LISTEN="",
        SEND_PER_SECOND="0",
        SEND_PER_CHAT="0",
        SEND_PER_GROUP_MINUTE="0",
    )


class Process:
    """A Python program in a folder of its own; what it says goes to files there. `born`: when it was started, by the
    monotonic clock."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, born: float) -> None:
        self._process, self.log, self.born = process, log, born

    @classmethod
    async def start(cls, *arguments: str, folder: Path, env: Mapping[str, str]) -> Self:
        log, born = folder / "process.log", time.monotonic()
        with log.open("ab") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                cwd=folder,
                env=dict(env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        return cls(process, log, born)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    async def ended(self, seconds: float = 30) -> int:
        """Wait until it ends by itself; its exit code."""
        return await asyncio.wait_for(self._process.wait(), seconds)

    async def kill(self) -> None:
        """kill -9: no farewell, nothing finished."""
        if self.running:
            self._process.kill()
        await self._process.wait()

    async def stop(self, seconds: float = 20) -> int:
        """Ask it to stop, as a service manager does; its exit code."""
        if self.running:
            self._process.terminate()
        try:
            return await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            await self.kill()
            raise


async def start_bot(folder: Path, env: Mapping[str, str]) -> Process:
    """`python -m bot run`"""
    return await Process.start("-m", "bot", "run", folder=folder, env=env)
