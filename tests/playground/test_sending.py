"""What may be sent, to whom, and how every refusal reads."""

from __future__ import annotations

from typing import Any

import pytest

from playground.telegram import Bot, Person, Telegram

from .conftest import Ask, Clock


async def test_a_sent_message_appears_in_the_chat(ask: Ask, bot: Bot, chen: Person) -> None:
    sent = await ask("sendMessage", chat_id=chen.id, text="<b>已收到</b>", parse_mode="HTML")
    shown = chen.chat(bot).last
    assert sent.result["message_id"] == shown.id
    assert (shown.text, shown.html, shown.from_bot) == ("已收到", "<b>已收到</b>", True)
    assert sent.result["from"]["is_bot"] is True


async def test_nobody_is_written_to_before_pressing_start(ask: Ask, telegram: Telegram) -> None:
    stranger = telegram.add_person("Stranger")
    refused = await ask("sendMessage", chat_id=stranger.id, text="hello")
    assert (refused.status, refused.description) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


async def test_an_unknown_chat_is_not_found(ask: Ask) -> None:
    for chat_id in (99, -99, "@nobody"):
        refused = await ask("sendMessage", chat_id=chat_id, text="hello")
        assert (refused.status, refused.description) == (400, "Bad Request: chat not found")


async def test_who_blocked_the_bot_gets_nothing_until_he_unblocks_it(ask: Ask, bot: Bot, chen: Person) -> None:
    chen.blocks(bot)
    refused = await ask("sendMessage", chat_id=chen.id, text="hello")
    assert (refused.status, refused.description) == (403, "Forbidden: bot was blocked by the user")
    chen.unblocks(bot)
    assert (await ask("sendMessage", chat_id=chen.id, text="hello")).ok


async def test_a_deleted_account_is_told_apart(ask: Ask, bot: Bot, chen: Person) -> None:
    chen.leaves_telegram()
    refused = await ask("sendMessage", chat_id=chen.id, text="hello")
    assert (refused.status, refused.description) == (403, "Forbidden: user is deactivated")


@pytest.mark.parametrize("text", ["", "   \n", "<b> </b>"])
async def test_an_empty_text_is_refused(ask: Ask, chen: Person, text: str) -> None:
    refused = await ask("sendMessage", chat_id=chen.id, text=text, parse_mode="HTML")
    assert (refused.status, refused.description) == (400, "Bad Request: message text is empty")


async def test_a_text_may_have_4096_characters_after_its_tags_are_read(ask: Ask, chen: Person) -> None:
    full = "<b>" + "&lt;" * 4096 + "</b>"
    assert (await ask("sendMessage", chat_id=chen.id, text=full, parse_mode="HTML")).ok
    refused = await ask("sendMessage", chat_id=chen.id, text="漏" * 4097)
    assert (refused.status, refused.description) == (400, "Bad Request: message is too long")
    assert (await ask("sendMessage", chat_id=chen.id, text="😀" * 2049)).status == 400


async def test_a_caption_may_have_1024_characters(ask: Ask, bot: Bot, chen: Person) -> None:
    photo = chen.sends_photo(bot).file_id
    assert (await ask("sendPhoto", chat_id=chen.id, photo=photo, caption="x" * 1024)).ok
    refused = await ask("sendPhoto", chat_id=chen.id, photo=photo, caption="x" * 1025)
    assert (refused.status, refused.description) == (400, "Bad Request: message caption is too long")


async def test_broken_html_is_refused_and_nothing_is_shown(ask: Ask, bot: Bot, chen: Person) -> None:
    before = len(chen.chat(bot).messages)
    refused = await ask("sendMessage", chat_id=chen.id, text="<b>Eve & x", parse_mode="HTML")
    assert refused.description.startswith("Bad Request: can't parse entities:")
    assert len(chen.chat(bot).messages) == before


async def test_only_html_is_known_as_parse_mode(ask: Ask, chen: Person) -> None:
    refused = await ask("sendMessage", chat_id=chen.id, text="x", parse_mode="Fancy")
    assert refused.description == "Bad Request: unsupported parse_mode"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ["x"]},
        {"text": {"a": 1}},
        {"chat_id": [1]},
        {"disable_notification": "perhaps"},
        {"reply_parameters": "7"},
        {"reply_parameters": {"message_id": "x"}},
        {"link_preview_options": "off"},
        {"reply_markup": "{"},
        {"reply_markup": ["x"]},
        {"entities": [{"type": "bold"}]},
    ],
)
async def test_a_field_of_a_wrong_type_is_refused(ask: Ask, chen: Person, wrong: dict[str, Any]) -> None:
    refused = await ask("sendMessage", **{"chat_id": chen.id, "text": "x", **wrong})
    assert refused.status == 400
    assert refused.body["ok"] is False


async def test_a_reply_needs_its_message_unless_it_may_be_missing(ask: Ask, bot: Bot, chen: Person) -> None:
    said = chen.says(bot, "漏水")
    sent = await ask("sendMessage", chat_id=chen.id, text="ok", reply_parameters={"message_id": said.id})
    assert sent.result["reply_to_message"]["text"] == "漏水"
    refused = await ask("sendMessage", chat_id=chen.id, text="ok", reply_parameters={"message_id": 999})
    assert refused.description == "Bad Request: message to be replied not found"
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert (await ask("sendMessage", chat_id=chen.id, text="ok", reply_parameters=lenient)).ok


async def test_a_mention_of_a_known_person_names_him_and_another_one_stays_text(ask: Ask, chen: Person) -> None:
    link = '<a href="tg://user?id={}">陈</a>'
    known = await ask("sendMessage", chat_id=chen.id, text=link.format(chen.id), parse_mode="HTML")
    assert known.result["entities"][0]["user"]["id"] == chen.id
    unknown = await ask("sendMessage", chat_id=chen.id, text=link.format(77), parse_mode="HTML")
    assert "entities" not in unknown.result


async def test_an_unknown_method_and_a_strange_token_are_refused(telegram: Telegram, bot: Bot, ask: Ask) -> None:
    assert (await ask("sendMoney")).body == {"ok": False, "error_code": 404, "description": "Not Found"}
    refused = await telegram.call("9:playground", "getMe", {})
    assert (refused.status, refused.description) == (401, "Unauthorized")


async def test_editing_changes_the_message_where_it_stands(ask: Ask, bot: Bot, chen: Person) -> None:
    sent = (await ask("sendMessage", chat_id=chen.id, text="new")).result
    edited = await ask("editMessageText", chat_id=chen.id, message_id=sent["message_id"], text="claimed")
    assert edited.result["text"] == "claimed"
    assert edited.result["edit_date"]
    assert (chen.chat(bot).last.text, chen.chat(bot).last.edited) == ("claimed", 1)


async def test_an_edit_that_changes_nothing_is_refused(ask: Ask, chen: Person) -> None:
    buttons = {"inline_keyboard": [[{"text": "我来办", "callback_data": "claim"}]]}
    sent = (await ask("sendMessage", chat_id=chen.id, text="x", reply_markup=buttons)).result
    same = {"chat_id": chen.id, "message_id": sent["message_id"], "text": "x "}
    refused = await ask("editMessageText", **same, reply_markup=buttons)
    assert refused.description.startswith("Bad Request: message is not modified: specified new message content")
    assert (await ask("editMessageText", **same)).ok, "without its buttons it is another message"


async def test_unknown_foreign_and_deleted_messages_cannot_be_edited(ask: Ask, bot: Bot, chen: Person) -> None:
    own = chen.says(bot, "mine")
    sent = (await ask("sendMessage", chat_id=chen.id, text="gone")).result["message_id"]
    await ask("deleteMessage", chat_id=chen.id, message_id=sent)
    expected = {999: "message to edit not found", sent: "message to edit not found", own.id: "message can't be edited"}
    for number, reason in expected.items():
        refused = await ask("editMessageText", chat_id=chen.id, message_id=number, text="y")
        assert refused.description == f"Bad Request: {reason}"


async def test_a_photo_has_a_caption_and_a_text_has_none(ask: Ask, bot: Bot, chen: Person) -> None:
    photo = chen.sends_photo(bot).file_id
    shown = (await ask("sendPhoto", chat_id=chen.id, photo=photo, caption="a")).result["message_id"]
    said = (await ask("sendMessage", chat_id=chen.id, text="a")).result["message_id"]
    wrong = await ask("editMessageText", chat_id=chen.id, message_id=shown, text="b")
    assert wrong.description == "Bad Request: there is no text in the message to edit"
    wrong = await ask("editMessageCaption", chat_id=chen.id, message_id=said, caption="b")
    assert wrong.description == "Bad Request: there is no caption in the message to edit"
    assert (await ask("editMessageCaption", chat_id=chen.id, message_id=shown, caption="b")).ok


async def test_what_is_older_than_two_days_cannot_be_deleted(ask: Ask, chen: Person, clock: Clock) -> None:
    sent = (await ask("sendMessage", chat_id=chen.id, text="x")).result["message_id"]
    clock.forward(48 * 3600 + 1)
    refused = await ask("deleteMessage", chat_id=chen.id, message_id=sent)
    assert refused.description == "Bad Request: message can't be deleted for everyone"


async def test_a_copy_has_no_author_and_may_have_another_caption(ask: Ask, bot: Bot, chen: Person) -> None:
    photo = chen.sends_photo(bot, caption="before")
    copied = await ask("copyMessage", chat_id=chen.id, from_chat_id=chen.id, message_id=photo.id, caption="after")
    shown = chen.chat(bot).message(copied.result["message_id"])
    assert shown is not None
    assert (shown.text, shown.kind, shown.file_id) == ("after", "photo", photo.file_id)
    missing = await ask("copyMessage", chat_id=chen.id, from_chat_id=chen.id, message_id=999)
    assert missing.description == "Bad Request: message to copy not found"


async def test_message_numbers_begin_anew_in_every_chat(telegram: Telegram, bot: Bot, chen: Person) -> None:
    li = telegram.add_person("李")
    assert li.start(bot).id == 1
    assert chen.chat(bot).messages[0].id == 1


async def test_a_keyboard_stays_until_it_is_taken_away(ask: Ask, bot: Bot, chen: Person) -> None:
    keyboard = {"keyboard": [[{"text": "电话", "request_contact": True}]], "resize_keyboard": True}
    sent = (await ask("sendMessage", chat_id=chen.id, text="x", reply_markup=keyboard)).result
    assert chen.chat(bot).keyboard == keyboard
    refused = await ask("editMessageText", chat_id=chen.id, message_id=sent["message_id"], text="y")
    assert refused.description == "Bad Request: message can't be edited"
    await ask("sendMessage", chat_id=chen.id, text="x", reply_markup={"remove_keyboard": True})
    assert chen.chat(bot).keyboard is None


async def test_typing_is_shown_until_the_message_comes(ask: Ask, bot: Bot, chen: Person) -> None:
    assert (await ask("sendChatAction", chat_id=chen.id, action="typing")).result is True
    assert chen.chat(bot).typing_at is not None
    await ask("sendMessage", chat_id=chen.id, text="x")
    assert chen.chat(bot).typing_at is None
    assert (await ask("sendChatAction", chat_id=chen.id, action="thinking")).status == 400
