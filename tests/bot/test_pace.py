"""Telegram's limits, kept by the bot itself: the stand-in enforces them strictly and never has to say 429."""

from bisect import bisect_left
from datetime import UTC, datetime

import pytest

from bot.application import Application, SystemClock
from bot.subjects import SUBJECTS
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits, Pace
from domain.notices.notices import Letter, Say
from playground.telegram import Limits as TelegramLimits
from playground.telegram import Telegram
from storage.engines.database import Database, open_database
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.stories.neighbourhood import TOKEN, InProcess


@pytest.fixture
async def strict(clock: MovedClock) -> Telegram:
    """A Telegram that refuses the 31st message of a second, a private chat's fast ones, a group's 21st a minute."""
    telegram = Telegram(now=clock.timestamp, limits=TelegramLimits())
    telegram.recording = True
    telegram.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
    return telegram


async def application(telegram: Telegram, database: Database, clock: MovedClock, limits: Limits) -> Application:
    api = InProcess(telegram, TOKEN)
    me = await learn_name(api, TOKEN)
    return Application(database, [channel_of(api, me, clock, limits)], clock)


def most_in_a_second(times: list[float]) -> int:
    return max(bisect_left(times, start + 1.0) - index for index, start in enumerate(times))


async def test_no_second_ever_holds_more_than_thirty(database_url: str) -> None:
    """On the real clock, for concurrent senders: three seconds of messages to 90 chats."""
    telegram = Telegram(limits=TelegramLimits())
    telegram.recording = True
    bot = telegram.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
    people = [telegram.add_person(f"居民{n}") for n in range(90)]
    for person in people:
        person.start(bot)
    real = SystemClock()
    database = open_database(database_url, real.now, SUBJECTS)
    api = InProcess(telegram, TOKEN)
    me = await learn_name(api, TOKEN)
    app = Application(database, [channel_of(api, me, real, Limits())], real)

    def queue(work: UnitOfWork) -> None:
        for person in people:
            work.tell(Letter(work.people.recognise("telegram", str(person.id), "zh").id, Say("cancelled")))

    await database.run(queue)
    await app.courier.drain()
    await database.close()
    sends = [call for call in telegram.calls if call.method == "sendMessage"]
    assert len(sends) == 90
    assert all(call.status == 200 for call in sends)
    times = sorted(call.at for call in sends)
    assert most_in_a_second(times) <= 30
    assert times[-1] - times[0] <= 89 / 30 * 1.25, "and the time that is allowed is used"


class EarlyClock(MovedClock):
    """Wakes its sleepers some milliseconds before their time, as an event loop with a coarse clock does."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(max(seconds - 0.004, 0.001))


async def test_whoever_is_woken_early_sleeps_on() -> None:
    clock = EarlyClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))
    pace, times = Pace(Limits(), clock), list[float]()
    for _ in range(120):
        async with pace.turn():
            times.append(clock.timestamp())
    assert most_in_a_second(times) <= 30


async def test_one_chat_gets_a_small_burst_and_then_one_a_second(
    strict: Telegram, database: Database, clock: MovedClock
) -> None:
    bot = strict.bots[0]
    person = strict.add_person("陈桂芳")
    person.start(bot)
    app = await application(strict, database, clock, Limits())

    def queue(work: UnitOfWork) -> None:
        known = work.people.recognise("telegram", str(person.id), "zh")
        work.tell(*(Letter(known.id, Say("cancelled")) for _ in range(10)))

    await database.run(queue)
    began = clock.timestamp()
    await app.courier.drain()
    times = sorted(call.at - began for call in strict.calls if call.method == "sendMessage")
    assert len(times) == 10
    assert all(call.status == 200 for call in strict.calls)
    assert 6 <= times[-1] <= 9, "three at once, the other seven a second apart"


async def test_a_group_gets_at_most_twenty_a_minute(strict: Telegram, database: Database, clock: MovedClock) -> None:
    person = strict.add_person("陈桂芳")
    group = strict.add_group("一号楼业主群", [person])
    app = await application(strict, database, clock, Limits())

    def queue(work: UnitOfWork) -> None:
        for _ in range(30):
            work.outbox.add(account_of(work, group.id), Letter(0, Say("cancelled")))

    await database.run(queue)
    await app.courier.drain()
    times = sorted(call.at for call in strict.calls if call.method == "sendMessage")
    assert len(times) == 30
    assert all(call.status == 200 for call in strict.calls)
    assert max(bisect_left(times, start + 60.0) - index for index, start in enumerate(times)) <= 20


async def test_limits_can_be_switched_off(strict: Telegram, database: Database, clock: MovedClock) -> None:
    unlimited = Telegram(now=clock.timestamp)
    unlimited.recording = True
    bot = unlimited.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
    person = unlimited.add_person("陈桂芳")
    person.start(bot)
    app = await application(unlimited, database, clock, Limits(0, 0, 0))

    def queue(work: UnitOfWork) -> None:
        known = work.people.recognise("telegram", str(person.id), "zh")
        work.tell(*(Letter(known.id, Say("cancelled")) for _ in range(20)))

    await database.run(queue)
    began = clock.timestamp()
    await app.courier.drain()
    assert clock.timestamp() - began < 0.5
    assert len([c for c in unlimited.calls if c.method == "sendMessage"]) == 20
