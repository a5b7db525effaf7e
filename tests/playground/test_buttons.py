"""Buttons under messages: how they are checked, pressed and answered."""

from __future__ import annotations

from typing import Any

import pytest

from playground.telegram import Bot, Person, Telegram

from .conftest import Ask, Clock


def one(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


async def test_callback_data_may_have_64_bytes(ask: Ask, chen: Person) -> None:
    fits = one(text="x", callback_data="漏" * 21 + "a")
    assert (await ask("sendMessage", chat_id=chen.id, text="x", reply_markup=fits)).ok
    refused = await ask("sendMessage", chat_id=chen.id, text="x", reply_markup=one(text="x", callback_data="漏" * 22))
    assert (refused.status, refused.description) == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x"},
        {"text": "x", "callback_data": "a", "url": "https://a.cn"},
        {"text": "", "callback_data": "a"},
        {"callback_data": "a"},
        {"text": "x", "callback_data": ""},
        {"text": "x", "callback_data": 7},
        {"text": "x", "url": "nowhere"},
        {"text": "x", "callback_data": "a", "style": "loud"},
    ],
)
async def test_a_button_needs_a_text_and_exactly_one_action(ask: Ask, chen: Person, button: dict[str, Any]) -> None:
    refused = await ask("sendMessage", chat_id=chen.id, text="x", reply_markup=one(**button))
    assert refused.status == 400


async def test_a_button_may_stand_out(ask: Ask, bot: Bot, chen: Person) -> None:
    await ask("sendMessage", chat_id=chen.id, text="x", reply_markup=one(text="x", callback_data="a", style="danger"))
    assert chen.chat(bot).last.buttons[0][0].style == "danger"


async def test_more_than_a_hundred_buttons_are_too_many(ask: Ask, chen: Person) -> None:
    row = [{"text": "x", "callback_data": "a"}]
    assert (await ask("sendMessage", chat_id=chen.id, text="x", reply_markup={"inline_keyboard": [row] * 100})).ok
    refused = await ask("sendMessage", chat_id=chen.id, text="x", reply_markup={"inline_keyboard": [row] * 101})
    assert refused.description == "Bad Request: reply markup is too long"


async def test_a_pressed_button_reaches_the_bot_with_its_message(ask: Ask, bot: Bot, chen: Person) -> None:
    await ask("sendMessage", chat_id=chen.id, text="card", reply_markup=one(text="我来办", callback_data="claim:1"))
    query = chen.presses(bot, chen.chat(bot).last, "claim:1")
    (update,) = (await ask("getUpdates")).result
    pressed = update["callback_query"]
    assert (pressed["id"], pressed["data"], pressed["from"]["id"]) == (query.id, "claim:1", chen.id)
    assert pressed["message"]["text"] == "card"
    assert pressed["message"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "我来办"


async def test_only_what_is_on_the_screen_can_be_pressed_unless_forged(ask: Ask, bot: Bot, chen: Person) -> None:
    await ask("sendMessage", chat_id=chen.id, text="card", reply_markup=one(text="x", callback_data="a"))
    card = chen.chat(bot).last
    with pytest.raises(LookupError):
        chen.presses(bot, card, "b")
    with pytest.raises(LookupError):
        chen.presses(bot, 999, "a")
    assert chen.presses(bot, card, "b", forge=True).data == "b"


async def test_an_old_message_is_pressed_without_its_content(ask: Ask, bot: Bot, chen: Person) -> None:
    await ask("sendMessage", chat_id=chen.id, text="card", reply_markup=one(text="x", callback_data="a"))
    chen.presses(bot, chen.chat(bot).last, "a", old=True)
    (update,) = (await ask("getUpdates")).result
    message = update["callback_query"]["message"]
    assert message["date"] == 0
    assert "text" not in message


async def test_the_answer_to_a_press_is_a_toast_once(ask: Ask, bot: Bot, chen: Person) -> None:
    query = chen.presses(bot, 1, "x", forge=True)
    assert (await ask("answerCallbackQuery", callback_query_id=query.id, text="已接单", show_alert=True)).ok
    assert (await ask("answerCallbackQuery", callback_query_id=query.id, text="again")).ok
    (toast,) = chen.chat(bot).toasts
    assert (toast.text, toast.show_alert) == ("已接单", True)
    assert (query.answered, query.text) == (True, "已接单")


async def test_a_press_can_be_answered_only_for_a_while_and_only_by_its_bot(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person, clock: Clock
) -> None:
    other = telegram.add_bot("2:playground", username="other_bot", name="Other")
    query = chen.presses(bot, 1, "x", forge=True)
    foreign = await telegram.call(other.token, "answerCallbackQuery", {"callback_query_id": query.id})
    unknown = await ask("answerCallbackQuery", callback_query_id="7")
    clock.forward(telegram.query_lifetime + 1)
    late = await ask("answerCallbackQuery", callback_query_id=query.id)
    for refused in (foreign, unknown, late):
        assert refused.status == 400
        assert refused.description.startswith("Bad Request: query is too old and response timeout expired")


async def test_a_toast_has_at_most_200_characters(ask: Ask, bot: Bot, chen: Person) -> None:
    query = chen.presses(bot, 1, "x", forge=True)
    refused = await ask("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert refused.description == "Bad Request: MESSAGE_TOO_LONG"
