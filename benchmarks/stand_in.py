"""The stand-in for Telegram and the crowd, in a process of their own, so that their cost is not the bot's.

`python -m benchmarks.stand_in texts|mix UPDATES CHATS`; one line of JSON out per event, one word in per command:
«warm» lets a few people speak, «go» lets everybody speak, «count» asks how many updates there were.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Mapping
from typing import Protocol

from playground.server import serve
from playground.telegram import Event, Telegram
from tests.crash.crowd import Crowd, Mix
from tests.crash.town import BUILDINGS, Town, people_of

WARM = 50
SEED = 20261118


class Driver(Protocol):
    """People who speak."""

    @property
    def finished(self) -> bool: ...
    @property
    def said(self) -> int: ...
    def warm(self) -> None: ...
    def go(self) -> None: ...


class Texts:
    """Every chat says the next plain text when the last one was answered: one update, one answer."""

    def __init__(self, town: Town, updates: int) -> None:
        self._town, self._left, self._allowed = town, updates, 0
        self.said = self.answers = 0
        self._idle = deque(town.residents)
        self._homes = {one.id: number % BUILDINGS + 1 for number, one in enumerate(town.residents)}
        self._begun: set[int] = set()
        self._by_id = {one.id: one for one in town.residents}
        town.telegram.listen(self._happened)

    @property
    def finished(self) -> bool:
        return self.answers == self.said == self._allowed

    def warm(self) -> None:
        self._allowed += WARM
        self._speak()

    def go(self) -> None:
        self._allowed += self._left
        self._speak()

    def _speak(self) -> None:
        while self._idle and self.said < self._allowed:
            person = self._idle.popleft()
            words = "还在滴水，越来越大"
            if person.id not in self._begun:
                self._begun.add(person.id)
                words = f"{self._homes[person.id]}号楼1单元301厨房漏水了"
            self.said += 1
            person.says(self._town.bot, words)

    def _happened(self, event: Event) -> None:
        if event.kind == "message" and event.message is not None and event.message.from_bot:
            self.answers += 1
            self._idle.append(self._by_id[event.chat.id])
            asyncio.get_running_loop().call_soon(self._speak)


class Mixed:
    """Reports (text, press), the stewards' presses, and chatter."""

    def __init__(self, town: Town, updates: int) -> None:
        reports = updates * 35 // 100
        mix = Mix(reports=reports, chatter=updates - reports * 2 - reports // 3, claims=0.25, repairs=0.2)
        self._crowd = Crowd(town, mix, SEED)
        self._share = WARM / updates

    @property
    def finished(self) -> bool:
        return self._crowd.unanswered == 0 and self._crowd.begun_all_allowed

    @property
    def said(self) -> int:
        return self._crowd.updates

    def warm(self) -> None:
        self._crowd.allow(self._share)

    def go(self) -> None:
        self._crowd.allow_all()


def tell(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


async def _finish(driver: Driver, town: Town) -> None:
    """Everybody was answered, and nothing waits to be fetched."""
    told = time.monotonic()
    while not driver.finished or town.bot.updates.pending:
        await asyncio.sleep(0.005)
        if time.monotonic() - told > 2:
            told = time.monotonic()
            tell(said=driver.said)
    tell(done=time.monotonic(), said=driver.said)


async def main(kind: str, updates: int, chats: int) -> None:
    telegram = Telegram()
    telegram.query_lifetime = 10**6
    town = people_of(telegram, residents=chats, talkers=chats // 4)
    driver: Driver = Texts(town, updates) if kind == "texts" else Mixed(town, updates)
    server = await serve(telegram)
    people: Mapping[str, list[int]] = {
        "stewards": [one.id for one in town.stewards],
        "residents": [one.id for one in (*town.residents, *town.talkers)],
    }
    tell(url=server.url, **people)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while command := (await commands.readline()).decode().strip():
        if command == "count":
            tell(said=driver.said, pending=len(town.bot.updates.pending))
            continue
        started = time.monotonic()
        (driver.warm if command == "warm" else driver.go)()
        tell(began=started)
        await _finish(driver, town)
    await server.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
