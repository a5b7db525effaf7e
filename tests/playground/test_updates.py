"""Long polling: nothing is given up before it was confirmed, and nobody waits longer than needed."""

from __future__ import annotations

import asyncio

from playground.telegram import Bot, Person, Telegram

from .conftest import Ask, Clock


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_unconfirmed_update_is_sent_again(ask: Ask, bot: Bot, chen: Person) -> None:
    chen.says(bot, "one")
    first = (await ask("getUpdates")).result
    assert (await ask("getUpdates")).result == first


async def test_an_offset_confirms_everything_before_it(ask: Ask, bot: Bot, chen: Person) -> None:
    for word in ("one", "two", "three"):
        chen.says(bot, word)
    first = (await ask("getUpdates", limit=1)).result
    rest = (await ask("getUpdates", offset=first[0]["update_id"] + 1)).result
    assert texts(first) == ["one"]
    assert texts(rest) == ["two", "three"]
    assert texts((await ask("getUpdates")).result) == ["two", "three"]


async def test_a_negative_offset_forgets_all_but_the_last(ask: Ask, bot: Bot, chen: Person) -> None:
    for word in ("one", "two", "three"):
        chen.says(bot, word)
    assert texts((await ask("getUpdates", offset=-1)).result) == ["three"]
    assert len(bot.updates) == 1


async def test_update_numbers_grow_one_by_one(ask: Ask, bot: Bot, chen: Person) -> None:
    chen.says(bot, "one")
    chen.says(bot, "two")
    one, two = (await ask("getUpdates")).result
    assert two["update_id"] == one["update_id"] + 1


async def test_at_most_a_hundred_come_at_once(ask: Ask, bot: Bot, chen: Person) -> None:
    for number in range(120):
        chen.says(bot, str(number))
    assert len((await ask("getUpdates", limit=500)).result) == 100


async def test_a_long_poll_is_woken_at_once(ask: Ask, bot: Bot, chen: Person) -> None:
    poll = asyncio.ensure_future(ask("getUpdates", timeout=30))
    await asyncio.sleep(0.01)
    chen.says(bot, "now")
    answer = await asyncio.wait_for(poll, 1)
    assert texts(answer.result) == ["now"]


async def test_a_poll_is_woken_from_another_thread(ask: Ask, bot: Bot, chen: Person) -> None:
    poll = asyncio.ensure_future(ask("getUpdates", timeout=30))
    await asyncio.sleep(0.01)
    await asyncio.to_thread(chen.says, bot, "now")
    assert texts((await asyncio.wait_for(poll, 1)).result) == ["now"]


async def test_a_long_poll_ends_empty_after_its_time(ask: Ask, bot: Bot) -> None:
    assert (await ask("getUpdates", timeout="0.01")).result == []


async def test_a_second_poll_ends_the_first_with_a_conflict(ask: Ask, bot: Bot, chen: Person) -> None:
    first = asyncio.ensure_future(ask("getUpdates", timeout=30))
    await asyncio.sleep(0.01)
    second = asyncio.ensure_future(ask("getUpdates", timeout=30))
    refused = await first
    assert refused.status == 409
    assert refused.description.startswith("Conflict: terminated by other getUpdates request")
    chen.says(bot, "now")
    assert texts((await second).result) == ["now"]


async def test_a_webhook_excludes_polling(ask: Ask, bot: Bot) -> None:
    await ask("setWebhook", url="http://127.0.0.1:9/hook")
    refused = await ask("getUpdates")
    assert refused.status == 409
    assert "webhook is active" in refused.description
    await ask("deleteWebhook")
    assert (await ask("getUpdates")).ok


async def test_allowed_kinds_are_remembered(ask: Ask, bot: Bot, chen: Person) -> None:
    await ask("getUpdates", allowed_updates='["callback_query"]')
    chen.says(bot, "unheard")
    assert (await ask("getUpdates")).result == []
    await ask("getUpdates", allowed_updates=[])
    chen.says(bot, "heard")
    assert texts((await ask("getUpdates")).result) == ["heard"]


async def test_an_update_is_kept_for_a_day(ask: Ask, bot: Bot, chen: Person, clock: Clock) -> None:
    chen.says(bot, "old")
    clock.forward(23 * 3600)
    chen.says(bot, "new")
    clock.forward(2 * 3600)
    assert texts((await ask("getUpdates")).result) == ["new"]


async def test_two_bots_do_not_share_updates(telegram: Telegram, bot: Bot, chen: Person) -> None:
    other = telegram.add_bot("2:playground", username="other_bot", name="Other")
    chen.says(bot, "for the first")
    assert (await telegram.call(other.token, "getUpdates", {})).result == []
