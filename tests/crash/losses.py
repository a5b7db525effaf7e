"""Three kinds of loss, in this process and by a clock that is moved: kills at random moments, answers of Telegram that
never come, kills that follow a card, so that its buttons are pressed while nobody runs. A press must always count where
it is seen: no card may take a claim and go on asking for one.
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import func, select

from bot.application import Application
from bot.subjects import SUBJECTS
from bot.telegram.api import Answer, FilesByParameter, TelegramApi
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from playground.telegram import Telegram
from storage.engines.database import open_database
from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.crash.crowd import Crowd, Mix
from tests.crash.town import TOKEN, people_of, settle_in
from tests.stories.neighbourhood import InProcess, learning_at_once

BEGIN = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
LOST = 0.3
"""Of the answers, where answers are lost."""
FATAL = 1 / 12
"""Of the messages, where lives end at random. More often, and the same ones are repeated until they are given up."""
BEGUN = 2
"""Reports begun in each life."""


class Loss(StrEnum):
    """What is lost: the life of the process with all it knew, or Telegram's answer to a message that has arrived."""

    KILLS = "kills"
    ANSWERS = "answers"
    DOWN = "down"


class BadLine:
    """The Bot API over a bad line. Once it is `cut` no call comes back: the process is dead and does not know it."""

    def __init__(self, telegram: Telegram, loss: Loss, chance: random.Random) -> None:
        self._api, self._loss, self._chance = InProcess(telegram, TOKEN), loss, chance
        self._buried = asyncio.Event()
        self.cut, self.lost = asyncio.Event(), 0

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        if not self.cut.is_set():
            answer = await self._api.call(method, params, seconds=seconds, files=files)
            if not method.startswith(("send", "edit")) or not self._strikes(params):
                return answer
            self.lost += 1
            if self._loss is Loss.ANSWERS:
                return Answer(0, {})
            self.cut.set()
        await self._buried.wait()
        raise asyncio.CancelledError

    def _strikes(self, params: Mapping[str, object]) -> bool:
        if self._loss is Loss.ANSWERS:
            return self._chance.random() < LOST
        if self._loss is Loss.DOWN:
            return "t:claim:" in str(params.get("reply_markup"))
        return self._chance.random() < FATAL

    def bury(self) -> None:
        """Whoever waits for an answer waits no longer."""
        self.cut.set()
        self._buried.set()

    async def download(self, file_id: str, *, seconds: float = 60) -> bytes | None:
        return None

    async def close(self) -> None:
        return None


@dataclass(slots=True)
class Suffered:
    """What was counted. `dead`: cards that took a claim and ask for one still."""

    kills: int = 0
    answers_lost: int = 0
    claims: int = 0
    dead: int = 0
    updates: int = 0
    waiting: int = 0
    unanswered: int = 0
    set_aside: int = 0


async def suffer(url: str, loss: Loss, *, kills: int, reports: int, seed: int) -> Suffered:
    """Let a crowd talk to a bot that is killed up to so many times (or whose answers are lost) and then runs on well,
    until all is answered."""
    clock, chance = MovedClock(BEGIN), random.Random(seed)
    telegram = Telegram(now=clock.timestamp)
    telegram.query_lifetime = 10**9
    town = people_of(telegram, residents=min(reports, 48))
    found = Suffered()
    database = open_database(url, clock.now, SUBJECTS)
    await settle_in(database, stewards=[one.id for one in town.stewards], residents=[one.id for one in town.residents])
    me = await learn_name(InProcess(telegram, TOKEN), TOKEN)
    learning = learning_at_once()
    crowd = Crowd(town, Mix(reports, 0, claims=1.0, repairs=0.0), seed)
    well = InProcess(telegram, TOKEN)

    def born(line: TelegramApi) -> Application:
        return Application(database, [channel_of(line, me, clock, Limits(0, 0, 0))], clock, learning=learning)

    try:
        for _ in range(2 * reports):
            line = BadLine(telegram, loss, chance) if found.kills < kills else well
            crowd.allow(BEGUN / reports)
            found.kills += await _live(born(line), line)
            found.answers_lost += line.lost if loss is Loss.ANSWERS and isinstance(line, BadLine) else 0
            if crowd.finished:
                break
        await _live(born(well), well)
    finally:
        crowd.close()

    def count(work: UnitOfWork) -> None:
        found.waiting = work.inbox.depth() + work.outbox.depth()
        aside = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == OutboxState.SET_ASIDE)
        found.set_aside = work.session.scalar(aside) or 0

    await database.run(count)
    await database.close()
    found.updates, found.claims, found.dead = crowd.updates, len(crowd.claimed), len(crowd.dead_cards)
    found.unanswered = crowd.unanswered
    return found


async def _live(app: Application, line: BadLine | InProcess) -> bool:
    """One life of the process, until nothing is left to do or it is killed; returns whether it was. The next one begins
    when nothing of it goes on."""
    others = asyncio.all_tasks()
    living = asyncio.create_task(_settle(app))
    cut = asyncio.create_task(line.cut.wait()) if isinstance(line, BadLine) else None
    await asyncio.wait([living, *([cut] if cut else [])], return_when=asyncio.FIRST_COMPLETED)
    killed = not living.done()
    living.cancel()
    if cut is not None:
        cut.cancel()
    if isinstance(line, BadLine):
        line.bury()
    if left := asyncio.all_tasks() - others:
        await asyncio.wait(left, timeout=10)
    if not killed:
        living.result()
    return killed


async def _settle(app: Application) -> None:
    await app.recover()
    await app.settle()
