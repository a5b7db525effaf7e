"""Trouble on purpose, in process: what was done, what was lost, and how often."""

from __future__ import annotations

import pytest

from playground.telegram import Bot, Fault, Person, Telegram

from .conftest import Ask


def shown(chen: Person, bot: Bot) -> list[str]:
    return [message.text for message in chen.chat(bot).messages if message.from_bot]


async def test_a_fault_strikes_as_often_as_it_says(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    telegram.faults.add(Fault(method="sendMessage", kind="429", times=2, retry_after=7))
    for _ in range(2):
        refused = await ask("sendMessage", chat_id=chen.id, text="x")
        assert refused.body["parameters"] == {"retry_after": 7}
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).ok
    assert shown(chen, bot) == ["x"]


async def test_a_fault_may_wait_for_a_chat_or_skip_some(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    li = telegram.add_person("李")
    li.start(bot)
    telegram.faults.add(Fault(method="sendMessage", kind="500", chat_id=li.id, skip=1))
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).ok
    assert (await ask("sendMessage", chat_id=li.id, text="x")).ok
    assert (await ask("sendMessage", chat_id=li.id, text="x")).status == 500
    assert telegram.faults.struck == [("sendmessage", "500")]


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("401", 401)])
async def test_an_error_comes_instead_of_the_action(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person, kind: str, status: int
) -> None:
    telegram.faults.add(Fault(kind=kind))  # type: ignore[arg-type]
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).status == status
    assert shown(chen, bot) == []


async def test_a_reset_before_does_nothing_and_a_reset_after_does_it(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person
) -> None:
    telegram.faults.add(Fault(kind="reset_before"))
    telegram.faults.add(Fault(kind="reset_after"))
    with pytest.raises(ConnectionResetError):
        await ask("sendMessage", chat_id=chen.id, text="first")
    with pytest.raises(ConnectionResetError):
        await ask("sendMessage", chat_id=chen.id, text="second")
    assert shown(chen, bot) == ["second"]


async def test_silence_is_a_timeout_at_once_in_process(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    telegram.faults.add(Fault(kind="hang"))
    telegram.faults.add(Fault(kind="hang_after"))
    for text in ("first", "second"):
        with pytest.raises(TimeoutError):
            await ask("sendMessage", chat_id=chen.id, text=text)
    assert shown(chen, bot) == ["second"]


async def test_garbage_is_no_json(ask: Ask, telegram: Telegram, chen: Person) -> None:
    telegram.faults.add(Fault(kind="garbage"))
    answer = await ask("sendMessage", chat_id=chen.id, text="x")
    assert answer.body == {}
    assert answer.raw is not None


async def test_updates_lost_on_the_way_come_again(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    chen.says(bot, "漏水")
    telegram.faults.add(Fault(method="getUpdates", kind="reset_after"))
    with pytest.raises(ConnectionResetError):
        await ask("getUpdates")
    assert (await ask("getUpdates")).result[0]["message"]["text"] == "漏水"
