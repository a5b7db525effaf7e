"""Several processes on one PostgreSQL, killed one after the other at seeded moments while people talk to them."""

import asyncio
import re
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.courier.courier import MAX_IN_FLIGHT
from tests.crash.balancer import Balancer
from tests.crash.crowd import Mix
from tests.crash.process import Process, bot_settings, start_bot, until
from tests.crash.proof import CALLS_PER_REPORT, STUCK, Plan, Proof
from tests.crash.town import ADMINISTRATOR, TOKEN

SECRET = "sesame-sesame-sesame-1"
LEADS = "this process leads"
TAKEN_OVER_WITHIN = 30

SHORT = Plan(Mix(reports=45, chatter=25), residents=30, talkers=10, kills=2)
FULL = Plan(Mix(reports=700, chatter=350), residents=240, talkers=60, kills=24)


def free_ports(number: int) -> list[int]:
    """Ports that were free a moment ago."""
    taken = [socket.socket() for _ in range(number)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in taken]
    finally:
        for one in taken:
            one.close()


class Fleet:
    """The replicas, by place: who is killed is followed by another in the same place."""

    def __init__(self, settings: Mapping[str, str], folder: Path, ports: list[int], url: str | None) -> None:
        self._settings, self._folder, self._ports, self._url = settings, folder, ports, url
        self._lives = 0
        self.bots: dict[int, Process] = {}
        self.ended: list[Process] = []

    async def start(self, place: int) -> None:
        self._lives += 1
        folder = self._folder / f"life{self._lives}"
        folder.mkdir()
        webhook = {
            "WEBHOOK_URL": self._url or "",
            "WEBHOOK_SECRET": SECRET,
            "LISTEN": f"127.0.0.1:{self._ports[place]}",
        }
        self.bots[place] = await start_bot(folder, {**self._settings, **webhook})

    async def start_all(self) -> None:
        """All of them, each known to the others."""
        for place in range(len(self._ports)):
            await self.start(place)
        await self.all_run()

    async def all_run(self) -> None:
        """Whoever was started last is known to the others too."""
        await until(lambda: all("process leads" in b.said for b in self.bots.values()), seconds=STUCK, what="all run")

    async def kill(self, place: int) -> None:
        bot = self.bots.pop(place)
        await bot.kill()
        self.ended.append(bot)

    def leader(self) -> int | None:
        """Who leads; among those that live only one has ever said so since the last one was killed."""
        return next((place for place, bot in self.bots.items() if LEADS in bot.said), None)

    async def some_leader(self) -> int:
        await until(lambda: self.leader() is not None, seconds=TAKEN_OVER_WITHIN, what="somebody leads")
        place = self.leader()
        assert place is not None
        return place

    async def end(self, *, well: bool) -> list[int]:
        codes = [await bot.stop() for bot in self.bots.values()] if well else []
        for place in list(self.bots):
            await self.kill(place)
        return codes


class ReplicaProof(Proof):
    """The proof of the three promises, with several processes; `webhook`: updates are brought to any of them."""

    def __init__(
        self,
        plan: Plan,
        url: str,
        folder: Path,
        tell: Callable[[str], None] = lambda _line: None,
        *,
        processes: int = 3,
        webhook: bool = False,
    ) -> None:
        super().__init__(plan, url, folder, tell)
        self._ports = free_ports(processes)
        self._balancer = Balancer(self._ports) if webhook else None

    async def _live_and_die(self) -> None:
        if self._balancer is not None:
            await self._balancer.open()
        settings = bot_settings(self._server.url, self._url, TOKEN, ADMINISTRATOR)
        fleet = Fleet(settings, self._folder, self._ports, self._balancer.url if self._balancer else None)
        try:
            await fleet.start_all()
            await fleet.some_leader()
            await self._kill_and_follow(fleet)
            self._crowd.allow_all()
            await until(lambda: self._crowd.finished, seconds=STUCK, what="all receipts came")
            await self._nothing_waits()
            await fleet.all_run()  # a stop asks a program that runs, not one that is still being loaded
            codes = await fleet.end(well=True)
            self._findings.incidents += [f"a bot ended with {code}" for code in codes if code]
        except AssertionError as late:  # what is missing is counted all the same
            self._findings.incidents.append(str(late))
        finally:
            await fleet.end(well=False)
            if self._balancer is not None:
                await self._balancer.close()
        for bot in fleet.ended:
            self._findings.incidents += re.findall(r"incident \w+ .*", bot.said) + re.findall(r"\w*Error: .*", bot.said)

    async def _kill_and_follow(self, fleet: Fleet) -> None:
        plan, share = self._plan, 1 / (self._plan.kills + 1)
        expected = (plan.mix.reports * CALLS_PER_REPORT + plan.mix.chatter) * share
        for number in range(plan.kills):
            self._crowd.allow(share)
            enough = len(self._telegram.calls) + self._random.randint(1, round(expected))
            await until(lambda enough=enough: self._had_enough(enough), seconds=STUCK, what=f"{enough} calls")  # type: ignore[misc]
            await asyncio.sleep(self._random.uniform(0, 0.02))
            leader = await fleet.some_leader()
            victim = leader if number % 2 == 0 else self._random.choice([p for p in fleet.bots if p != leader])
            await fleet.kill(victim)
            self._findings.in_flight.append(MAX_IN_FLIGHT if victim == leader else 0)
            self._findings.kills = number + 1
            self._tell(f"kill {number + 1} of {plan.kills}: the {'leader' if victim == leader else 'other'}")
            await fleet.some_leader()
            await fleet.start(victim)

    def _had_enough(self, calls: int) -> bool:
        idle = self._crowd.finished or self._crowd.unanswered == 0
        return len(self._telegram.calls) >= calls or (idle and not self._town.bot.updates.pending)
