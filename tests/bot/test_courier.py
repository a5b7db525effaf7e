"""The courier and its stop: what has left is waited for, what has not goes back to its lane."""

import asyncio
from collections.abc import Mapping

from bot.application import Application, learn_name
from bot.delivery import DRAWN_AHEAD, IN_FLIGHT, LEASE
from bot.pace import Limits
from bot.telegram_api import Answer, Files
from domain.notices import Letter, Say
from playground.telegram import Telegram
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import TOKEN, InProcess

CHATS = IN_FLIGHT + DRAWN_AHEAD + 5


class Slow(InProcess):
    """Telegram takes its time until told otherwise."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(telegram, TOKEN)
        self.answers = asyncio.Event()
        self.waiting = 0

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: Files | None = None
    ) -> Answer:
        if method == "sendMessage":
            self.waiting += 1
            await self.answers.wait()
        return await super().call(method, params, seconds=seconds, files=files)


async def test_at_a_stop_what_has_left_lands_and_what_was_only_drawn_is_anybodys_again(
    database: Database, clock: MovedClock
) -> None:
    telegram = Telegram(now=clock.timestamp)
    telegram.recording = True
    bot = telegram.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
    people = [telegram.add_person(f"居民{number}") for number in range(CHATS)]
    for person in people:
        person.start(bot)
    slow = Slow(telegram)
    courier = Application(database, slow, await learn_name(slow, TOKEN), clock, Limits(0, 0, 0)).courier

    def queue(work: UnitOfWork) -> None:
        for person in people:
            work.tell(Letter(work.people.recognise(person.id, "zh").id, Say("cancelled")))

    await database.run(queue)
    assert [await courier.round() for _ in range(4)] == [DRAWN_AHEAD, IN_FLIGHT, 0, 0], "what left makes room"
    await asyncio.sleep(0)
    assert slow.waiting == IN_FLIGHT, "no more than these can be repeated after a crash"
    courier.stopping = True
    slow.answers.set()
    await courier.land()
    assert sum(call.method == "sendMessage" for call in telegram.calls) == IN_FLIGHT
    left = await database.run(lambda work: (work.lanes.pending(), work.lanes.next_ready()))
    assert left[0] == CHATS - IN_FLIGHT
    assert left[1] is not None
    assert left[1] <= clock.now(), "nobody has to wait for a lease to end"
    taken = await database.run(lambda work: work.outbox.take(CHATS, lease=LEASE))
    assert {one.tries for one in taken} == {1}, "not having left is no try"
