"""The stand-in for Telegram and the crowd, in a process of their own, so that their cost is not the bot's.

`python -m benchmarks.stand_in texts|mix|arrivals|announced UPDATES CHATS [PER_SECOND]`; one line of JSON out per event,
one word in per command: «warm» lets a few people speak, «go» lets everybody speak, «count» asks how many updates there
were. `announced` keeps Telegram's limits, the others have none.
"""

import asyncio
import json
import sys
import time
from collections.abc import Mapping

from benchmarks.drivers import Announced, Arrivals, Driver, Mixed, Texts
from bot.cli.starting import FASTEST_LOOP
from playground.limits import Limits
from playground.server import serve
from playground.telegram import Event, Telegram
from tests.crash.town import Town, people_of

PATIENCE = 900
"""Seconds for one run. Who is not answered by then never will be."""


def tell(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


async def _finish(driver: Driver, town: Town, first: list[float]) -> None:
    """Everybody was answered, and nothing waits to be fetched. Raises TimeoutError when that never comes."""
    told = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while not driver.finished or town.bot.updates.pending:
            await asyncio.sleep(0.005)
            if time.monotonic() - told > 2:
                told = time.monotonic()
                tell(said=driver.said)
    tell(done=time.monotonic(), said=driver.said, answered=first[0] if first else 0.0)


def _is_answer(event: Event) -> bool:
    return event.kind == "message" and event.message is not None and event.message.from_bot


def driver_of(kind: str, town: Town, updates: int, per_second: float) -> Driver:
    if kind == "texts":
        return Texts(town, updates)
    if kind == "mix":
        return Mixed(town, updates)
    return Arrivals(town, updates, per_second) if kind == "arrivals" else Announced(town, updates)


async def main(kind: str, updates: int, chats: int, per_second: float) -> None:
    limited = kind == "announced"
    telegram = Telegram(limits=Limits() if limited else None)
    telegram.recording = limited
    telegram.query_lifetime = 10**6
    town = people_of(telegram, residents=chats, talkers=80 if limited else max(4, chats // 4))
    driver = driver_of(kind, town, updates, per_second)
    first: list[float] = []
    telegram.listen(lambda event: None if first or not _is_answer(event) else first.append(time.monotonic()))
    server = await serve(telegram)
    people: Mapping[str, list[int]] = {
        "stewards": [one.id for one in town.stewards],
        "residents": [one.id for one in town.residents],
        "talkers": [one.id for one in town.talkers],
    }
    tell(url=server.url, **people)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while command := (await commands.readline()).decode().strip():
        if command == "count":
            tell(pending=len(town.bot.updates.pending), said=driver.said, **driver.noted)
            continue
        started = time.monotonic()
        (driver.warm if command == "warm" else driver.go)()
        tell(began=started)
        await _finish(driver, town, first)
    await server.stop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=FASTEST_LOOP) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float([*sys.argv, "1"][4])))
