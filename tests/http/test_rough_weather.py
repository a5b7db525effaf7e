"""A network as it is: pauses, errors, lost connections. Nothing is lost, nothing changes places."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.application import Application, SystemClock
from bot.telegram.api import HttpTelegram
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from playground.telegram import Fault
from storage.models import Account, OutboxRow
from storage.models.delivery import OutboxState
from tests.crash.process import until
from tests.http.conftest import PATIENCE, TOKEN, FarPhone, Street

ASKED = ("/privacy", "/help", "/my")
ANSWERS = ("您的信息怎么用", "一句话", "您还没有")


@pytest.fixture
async def alive(street: Street) -> AsyncIterator[Application]:
    """The program within this process, talking over real HTTP, with the system's clock."""
    api, stop = HttpTelegram(street.server.url, TOKEN), asyncio.Event()
    me, clock = await learn_name(api, TOKEN), SystemClock()
    application = Application(street.database, [channel_of(api, me, clock, Limits(0, 0, 0))], clock)
    task = asyncio.create_task(application.run(stop))
    try:
        yield application
        assert not task.done()
    finally:
        stop.set()
        await task
        await api.close()


async def fate_of(street: Street, phone: FarPhone) -> list[tuple[int, int]]:
    """State and number of tries of everything this phone was to be told."""
    columns = select(OutboxRow.state, OutboxRow.tries).join(Account, Account.id == OutboxRow.account_id)
    mine = columns.where(Account.address == str(phone.person.id)).order_by(OutboxRow.id)
    return await street.database.read(lambda work: [(state, tries) for state, tries in work.session.execute(mine)])


def in_order(phone: FarPhone) -> bool:
    """Every answer is there, each after the one before; one may be there twice."""
    heard = [next((i for i, words in enumerate(ANSWERS) if words in text), -1) for text in phone.texts]
    return -1 not in heard and heard == sorted(heard) and set(heard) == set(range(len(ANSWERS)))


async def test_a_pause_that_telegram_asks_for_costs_no_try_and_changes_no_order(
    street: Street, alive: Application
) -> None:
    chen, liu = await street.person("陈桂芳"), await street.person("刘大海")
    for seconds in (3, 1):
        street.telegram.faults.add(Fault("sendMessage", "429", chat_id=chen.person.id, retry_after=seconds))
    for command in ASKED:
        chen.says(command)
    await until(lambda: len(street.telegram.faults.struck) == 1, seconds=PATIENCE, what="the first pause")
    liu.says("/help")
    await liu.sees(ANSWERS[1])
    assert not chen.texts, "only the chat that was told to wait waits"
    await until(lambda: in_order(chen), seconds=PATIENCE, what=f"three answers in order: {chen.texts}")
    await street.nothing_waits()
    assert len(chen.texts) == len(ASKED)
    assert await fate_of(street, chen) == [(OutboxState.SENT, 1)] * len(ASKED)
    calls = [c for c in street.telegram.calls if c.chat_id == chen.person.id and c.method == "sendMessage"]
    assert [call.status for call in calls] == [429, 429, 200, 200, 200]
    assert all(later.at - earlier.at >= 1 for earlier, later in pairwise(calls[:3]))


async def test_errors_and_lost_connections_are_tried_again_and_nothing_is_lost(
    street: Street, alive: Application
) -> None:
    phones = {
        "500": await street.person("陈桂芳"),
        "garbage": await street.person("刘大海"),
        "reset_before": await street.person("何小满"),
        "reset_after": await street.person("周建国"),
    }
    faults = street.telegram.faults
    faults.add(Fault("sendMessage", "500", chat_id=phones["500"].person.id))
    faults.add(Fault("sendMessage", "garbage", chat_id=phones["garbage"].person.id))
    faults.add(Fault("sendMessage", "reset_before", chat_id=phones["reset_before"].person.id))
    faults.add(Fault("sendMessage", "reset_after", chat_id=phones["reset_after"].person.id))
    for phone in phones.values():
        for command in ASKED:
            phone.says(command)
    for phone in phones.values():
        await until(partial(in_order, phone), seconds=PATIENCE, what=f"all of {phone.person.first_name}")
    await street.nothing_waits()
    assert {kind for _, kind in faults.struck} == set(phones)
    for kind, phone in phones.items():
        assert [state for state, _ in await fate_of(street, phone)] == [OutboxState.SENT] * len(ASKED)
        again = 1 if kind == "reset_after" else 0  # Telegram had done it, and nobody could know
        assert len(phone.texts) == len(ASKED) + again


async def test_updates_survive_a_telegram_that_fails_while_they_are_fetched(street: Street, alive: Application) -> None:
    chen = await street.person("陈桂芳")
    street.telegram.faults.add(Fault("getUpdates", "500"))
    street.telegram.faults.add(Fault("getUpdates", "reset_after"))
    for command in ASKED:
        chen.says(command)
    await until(lambda: in_order(chen), seconds=PATIENCE, what=f"three answers in order: {chen.texts}")
    await street.nothing_waits()
    assert len(chen.texts) == len(ASKED)
