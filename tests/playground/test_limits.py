"""Rate limits: how much passes, how long the wait is, and that impatience does not help."""

from __future__ import annotations

import pytest

from playground.telegram import Bot, Limits, Person, Telegram

from .conftest import Ask, Clock


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock, limits=Limits())


async def test_a_chat_takes_a_few_at_once_and_then_one_a_second(ask: Ask, chen: Person, clock: Clock) -> None:
    for _ in range(3):
        assert (await ask("sendMessage", chat_id=chen.id, text="x")).ok
    refused = await ask("sendMessage", chat_id=chen.id, text="x")
    assert refused.body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    clock.forward(1)
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).ok
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).status == 429


async def test_trying_again_too_early_is_refused_again(ask: Ask, chen: Person, clock: Clock) -> None:
    for _ in range(4):
        await ask("sendMessage", chat_id=chen.id, text="x")
    clock.forward(0.5)
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).status == 429
    clock.forward(0.5)
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).ok


async def test_a_bot_sends_thirty_a_second_to_all_together(
    ask: Ask, telegram: Telegram, bot: Bot, clock: Clock
) -> None:
    people = [telegram.add_person(f"P{number}") for number in range(31)]
    for person in people:
        person.start(bot)
    answers = [await ask("sendMessage", chat_id=person.id, text="x") for person in people]
    assert [answer.status for answer in answers] == [200] * 30 + [429]
    clock.forward(1)
    assert (await ask("sendMessage", chat_id=people[-1].id, text="x")).ok


async def test_a_group_takes_twenty_a_minute(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person, clock: Clock
) -> None:
    group = telegram.add_group("3 号楼", [chen])
    for _ in range(20):
        assert (await ask("sendMessage", chat_id=group.id, text="x")).ok
        clock.forward(1)
    refused = await ask("sendMessage", chat_id=group.id, text="x")
    assert refused.body["parameters"] == {"retry_after": 40}
    clock.forward(40)
    assert (await ask("sendMessage", chat_id=group.id, text="x")).ok


async def test_edits_count_and_toasts_do_not(ask: Ask, bot: Bot, chen: Person) -> None:
    sent = (await ask("sendMessage", chat_id=chen.id, text="0")).result["message_id"]
    statuses = [
        (await ask("editMessageText", chat_id=chen.id, message_id=sent, text=str(number))).status
        for number in (1, 2, 3)
    ]
    assert statuses == [200, 200, 429]
    query = chen.presses(bot, sent, "x", forge=True)
    assert (await ask("answerCallbackQuery", callback_query_id=query.id, text="ok")).ok


async def test_an_album_counts_every_photo(ask: Ask, bot: Bot, chen: Person, clock: Clock) -> None:
    photos = [{"type": "photo", "media": chen.sends_photo(bot).file_id} for _ in range(5)]
    assert (await ask("sendMediaGroup", chat_id=chen.id, media=photos)).ok
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).body["parameters"] == {"retry_after": 3}


async def test_what_is_refused_for_another_reason_does_not_count(ask: Ask, chen: Person) -> None:
    for _ in range(10):
        assert (await ask("sendMessage", chat_id=chen.id, text="")).status == 400
    assert (await ask("sendMessage", chat_id=chen.id, text="x")).ok


async def test_the_record_of_calls_shows_when_what_was_sent(
    ask: Ask, telegram: Telegram, chen: Person, clock: Clock
) -> None:
    telegram.recording = True
    await ask("sendMessage", chat_id=chen.id, text="x")
    clock.forward(5)
    await ask("sendMessage", chat_id=str(chen.id), text="")
    assert [(call.method, call.chat_id, call.status) for call in telegram.calls] == [
        ("sendMessage", chen.id, 200),
        ("sendMessage", chen.id, 400),
    ]
    assert telegram.calls[1].at - telegram.calls[0].at == 5
