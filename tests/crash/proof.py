"""The proof of the three promises: the bot is killed again and again while people talk to it; then all is counted."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlalchemy import func, select, update

from bot.courier.courier import MAX_IN_FLIGHT
from bot.subjects import SUBJECTS
from domain.vocabulary import Action
from playground.server import Server, serve
from playground.telegram import Telegram
from storage.delivery.lanes import LONG_AGO
from storage.engines.database import Database, open_database
from storage.models import ChangeRow, InboxRow, LaneRow, OutboxRow, Ticket, TicketText
from storage.models.delivery import InboxState, OutboxState
from storage.unit_of_work import UnitOfWork
from tests.crash.crowd import Crowd, Mix
from tests.crash.process import Process, bot_settings, start_bot, until
from tests.crash.town import ADMINISTRATOR, TOKEN, people_of, settle_in

CALLS_PER_REPORT = 4
"""About as many calls a report causes: preview, receipt, card, the answer to the press."""
STUCK = 90
"""Seconds without an end after which something is wrong."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a proof is. `wait_out`: the lease of the last kill is waited for; else its minute passes at once."""

    mix: Mix
    residents: int
    talkers: int
    kills: int
    seed: int = 20261118
    wait_out: bool = False


SHORT = Plan(Mix(reports=105, chatter=55), residents=48, talkers=12, kills=6)
FULL = Plan(Mix(reports=700, chatter=350), residents=240, talkers=60, kills=25, wait_out=True)


@dataclass(slots=True)
class Findings:
    """What was counted. `in_flight`: per kill, messages that had arrived and were not yet marked as sent; `dead_cards`
    took a claim and ask for one still."""

    updates: int = 0
    kills: int = 0
    reports_said: int = 0
    reports_kept: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    filed_lines: int = 0
    numbers_twice: list[str] = field(default_factory=list)
    not_told: list[str] = field(default_factory=list)
    inbox: dict[str, int] = field(default_factory=dict)
    outbox: dict[str, int] = field(default_factory=dict)
    delivered: int = 0
    marked_sent: int = 0
    in_flight: list[int] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    dead_cards: int = 0

    @property
    def repeated(self) -> int:
        return self.delivered - self.marked_sent

    def faults(self) -> list[str]:
        """Every broken promise in a sentence; empty when all were kept."""
        checks: list[tuple[bool, str]] = [
            (not self.lost, f"lost: {self.lost}"),
            (not self.doubled, f"filed twice: {self.doubled}"),
            (self.reports_kept == self.reports_said, f"{self.reports_kept} kept of {self.reports_said}"),
            (self.filed_lines == self.reports_kept, f"{self.filed_lines} lines «filed» in the history"),
            (not self.numbers_twice, f"numbers given twice: {self.numbers_twice}"),
            (not self.not_told, f"reporters without a receipt: {self.not_told}"),
            (set(self.inbox) <= {"DONE"}, f"left in the inbox: {self.inbox}"),
            (self.inbox.get("DONE") == self.updates, f"{self.inbox} of {self.updates} updates"),
            (set(self.outbox) <= {"SENT", "DROPPED"}, f"left in the outbox: {self.outbox}"),
            (max(self.in_flight, default=0) <= MAX_IN_FLIGHT, f"in flight at a kill: {self.in_flight}"),
            (self.repeated <= sum(self.in_flight), f"{self.repeated} repeated, {self.in_flight} in flight"),
            (not self.incidents, f"incidents: {self.incidents}"),
            (not self.dead_cards, f"{self.dead_cards} cards took a claim and ask for one still"),
        ]
        return [sentence for kept, sentence in checks if not kept]


class Proof:
    """One bot, one database, one crowd, many kills."""

    def __init__(self, plan: Plan, url: str, folder: Path, tell: Callable[[str], None] = lambda _line: None) -> None:
        self._plan, self._url, self._folder, self._tell = plan, url, folder, tell
        self._random = random.Random(plan.seed)
        self._telegram = Telegram()
        self._telegram.recording = True
        self._telegram.query_lifetime = 10**6
        self._town = people_of(self._telegram, residents=plan.residents, talkers=plan.talkers)
        self._crowd = Crowd(self._town, plan.mix, plan.seed)
        self._findings = Findings()
        self._server: Server

    async def run(self) -> Findings:
        database = self._open()
        town = self._town
        accounts = [person.id for person in (*town.residents, *town.talkers)]
        await settle_in(database, stewards=[person.id for person in town.stewards], residents=accounts)
        await database.close()
        self._server = await serve(self._telegram)
        try:
            await self._live_and_die()
        finally:
            self._crowd.close()
            await self._server.stop()
        database = self._open()
        try:
            await database.read(self._count)
        finally:
            await database.close()
        return self._findings

    def _open(self) -> Database:
        return open_database(self._url, lambda: datetime.now(UTC), SUBJECTS)

    async def _live_and_die(self) -> None:
        plan, share = self._plan, 1 / (self._plan.kills + 1)
        settings = bot_settings(self._server.url, self._url, TOKEN, ADMINISTRATOR)
        expected = (plan.mix.reports * CALLS_PER_REPORT + plan.mix.chatter) * share
        marked = 0
        for number in range(plan.kills):
            self._crowd.allow(share)
            before, delivered = len(self._telegram.calls), self._delivered()
            bot = await start_bot(self._folder, settings)
            try:
                await self._some_calls(bot, before + self._random.randint(1, round(2 * expected)))
                await asyncio.sleep(self._random.uniform(0, 0.02))
            finally:
                await bot.kill()
            await self._settle_network()
            last = number == plan.kills - 1
            now_marked = await self._minute_passes(leases=not (last and plan.wait_out))
            self._findings.in_flight.append(self._delivered() - delivered - (now_marked - marked))
            self._findings.kills, marked = number + 1, now_marked
            self._tell(f"kill {number + 1} of {plan.kills}: {self._crowd.updates} updates, {now_marked} messages sent")
        bot = await start_bot(self._folder, settings)
        try:
            self._crowd.allow_all()
            await until(lambda: self._crowd.finished or not bot.running, seconds=STUCK, what="all receipts came")
            await self._nothing_waits()
            if code := await bot.stop():
                self._findings.incidents.append(f"the bot ended with {code}")
        except AssertionError as late:  # what is missing is counted all the same
            self._findings.incidents.append(str(late))
        finally:
            await bot.kill()
        self._findings.incidents += re.findall(r"incident \w+ .*", bot.said) + re.findall(r"\w*Error: .*", bot.said)

    async def _some_calls(self, bot: Process, target: int) -> None:
        """Until the bot has called so often in this life, or has nothing left to do."""
        calls = self._telegram.calls

        def enough() -> bool:
            idle = self._crowd.finished or self._crowd.unanswered == 0
            return len(calls) >= target or not bot.running or (idle and not self._town.bot.updates.pending)

        await until(enough, seconds=STUCK, what=f"{target} calls")
        if not bot.running:
            raise AssertionError(f"the bot ended by itself: {bot.said[-2000:]}")

    async def _settle_network(self) -> None:
        """What the dead process had already sent is still read: two calls behind it go the same way."""
        async with aiohttp.ClientSession() as session:
            for _ in range(2):
                async with session.get(f"{self._server.url}/bot{TOKEN}/getMe") as answer:
                    await answer.read()

    def _delivered(self) -> int:
        """Messages and edits that reached the stand-in. An edit that changes nothing is refused, and was delivered."""
        methods = ("send", "edit", "copy", "forward")
        return sum(call.status in (200, 400) and call.method.startswith(methods) for call in self._telegram.calls)

    async def _minute_passes(self, *, leases: bool) -> int:
        """Count what is marked as sent; and let the dead process's leases run out without waiting for them."""

        def pass_by(work: UnitOfWork) -> int:
            if leases:
                work.session.execute(update(LaneRow).values(leased_until=LONG_AGO))
            sent = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == OutboxState.SENT)
            return work.session.scalar(sent) or 0

        database = self._open()
        try:
            return await database.run(pass_by)
        finally:
            await database.close()

    async def _nothing_waits(self) -> None:
        """Look into the tables until inbox and outbox are empty."""
        database = self._open()
        try:
            for _ in range(STUCK * 5):
                waiting = await database.read(lambda work: work.inbox.depth() + work.outbox.depth())
                if not waiting and not self._town.bot.updates.pending:
                    return
                await asyncio.sleep(0.2)
        finally:
            await database.close()

    def _count(self, work: UnitOfWork) -> None:
        found, session = self._findings, work.session
        said = Counter(words for resident in self._crowd.residents for words in resident.said)
        kept = Counter(session.scalars(select(TicketText.body).where(TicketText.action == Action.FILE)))
        found.updates = self._crowd.updates
        found.reports_said, found.reports_kept = said.total(), session.scalar(select(func.count(Ticket.id))) or 0
        found.lost = [words for words in said if not kept[words]]
        found.doubled = [words or "" for words, times in kept.items() if times > 1]
        filed = select(func.count()).select_from(ChangeRow).where(ChangeRow.action == Action.FILE)
        found.filed_lines = session.scalar(filed) or 0
        numbers = Counter(session.scalars(select(Ticket.number)))
        found.numbers_twice = [number for number, times in numbers.items() if times > 1]
        received = {number for resident in self._crowd.residents for number in resident.receipts}
        found.not_told = sorted(set(numbers) - received)
        inbox = session.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))
        found.inbox = {InboxState(state).name: count for state, count in inbox}
        outbox = session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
        found.outbox = {OutboxState(state).name: count for state, count in outbox}
        aside = select(InboxRow.number, InboxRow.tries, InboxRow.incident).where(InboxRow.incident.is_not(None))
        found.incidents += [f"update {u} set aside after {t} tries: {why}" for u, t, why in session.execute(aside)]
        found.dead_cards = len(self._crowd.dead_cards)
        found.delivered, found.marked_sent = self._delivered(), found.outbox.get("SENT", 0)
