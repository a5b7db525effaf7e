"""SIGTERM: what was begun is finished, the rest stays in the tables, and it takes less than ten seconds."""

import asyncio

from sqlalchemy import select

from playground.telegram import Fault
from storage.models import InboxRow
from storage.models.delivery import InboxState
from tests.crash.process import start_bot, until
from tests.http.conftest import PATIENCE, Street

MOST = 10


async def test_a_stop_in_the_middle_of_work_loses_nothing_repeats_nothing_and_leaves_nothing_in_hand(
    street: Street,
) -> None:
    phones = [await street.person(f"居民{number}") for number in range(40)]
    bot = await start_bot(street.folder, street.settings)
    try:
        for phone in phones:
            for _ in range(5):
                phone.says("/help")
        await until(lambda: any(phone.texts for phone in phones), seconds=PATIENCE, what="the first answer")
        began = asyncio.get_running_loop().time()
        assert await bot.stop() == 0, bot.said
        assert asyncio.get_running_loop().time() - began < MOST
        heard = sum(len(phone.texts) for phone in phones)
        assert heard < 200, "it stopped in the middle"
        columns = select(InboxRow.owner, InboxRow.tries).where(InboxRow.state == InboxState.WAITING)
        left = await street.database.read(
            lambda work: {(row.owner, row.tries) for row in work.session.execute(columns)}
        )
        assert left <= {(None, 0)}
        bot = await start_bot(street.folder, street.settings)
        await until(lambda: sum(len(phone.texts) for phone in phones) >= 200, seconds=60, what="all answers")
        await street.nothing_waits()
        assert await bot.stop() == 0, bot.said
    finally:
        await bot.kill()
    assert [len(phone.texts) for phone in phones] == [5] * len(phones)


async def test_a_telegram_that_does_not_answer_holds_up_no_stop(street: Street) -> None:
    chen = await street.person("陈桂芳")
    street.telegram.faults.add(Fault("sendMessage", "hang", seconds=60))
    bot = await start_bot(street.folder, street.settings)
    try:
        chen.says("/help")
        await until(lambda: bool(street.telegram.faults.struck), seconds=PATIENCE, what="a call that hangs")
        began = asyncio.get_running_loop().time()
        assert await bot.stop() == 0, bot.said
        assert asyncio.get_running_loop().time() - began < MOST
        bot = await start_bot(street.folder, street.settings)
        await chen.sees("一句话")
        assert await bot.stop() == 0
    finally:
        await bot.kill()
