"""Whatever people do, the update about it is one that python-telegram-bot can read."""

from __future__ import annotations

from typing import Any

import pytest
import telegram as ptb

from playground.telegram import Bot, Person, RealToken, Telegram, refuse_real_token

from .conftest import Ask


async def read(ask: Ask) -> list[ptb.Update]:
    reader = ptb.Bot("1:playground")
    found = []
    for body in (await ask("getUpdates")).result:
        update = ptb.Update.de_json(body, reader)
        assert not _unread(update.to_dict(), body), body
        found.append(update)
    return found


def _unread(parsed: Any, body: Any) -> list[str]:
    """The names in the update that were lost while reading it."""
    if not isinstance(body, dict) or not isinstance(parsed, dict):
        return []
    lost = [name for name in body if name not in parsed and body[name]]
    return lost + [name for key in body if key in parsed for name in _unread(parsed[key], body[key])]


async def test_every_kind_of_message_is_read(ask: Ask, bot: Bot, chen: Person) -> None:
    chen.start(bot, "3-2-501")
    said = chen.says(bot, "厨房漏水了 /help")
    chen.says(bot, "同上", reply_to=said.id)
    chen.says(bot, "看这个", forwarded_from="王阿姨")
    chen.sends_photo(bot, caption="x")
    chen.sends_album(bot, 2, "y")
    chen.sends_voice(bot)
    chen.sends_video(bot)
    chen.sends_document(bot)
    chen.sends_sticker(bot)
    chen.sends_location(bot)
    chen.sends_contact(bot)
    updates = await read(ask)
    assert [ptb.helpers.effective_message_type(update) for update in updates] == [
        *["text"] * 4,
        *["photo"] * 3,
        "voice",
        "video",
        "document",
        "sticker",
        "location",
        "contact",
    ]
    start, said_there, reply, forwarded = (update.message for update in updates[:4])
    assert start is not None
    assert start.text == "/start 3-2-501"
    assert start.entities[0].type == "bot_command"
    assert start.from_user is not None
    assert start.from_user.language_code == "zh-hans"
    assert said_there is not None
    assert said_there.parse_entities() == {said_there.entities[0]: "/help"}
    assert reply is not None
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.message_id == said.id
    assert forwarded is not None
    assert isinstance(forwarded.forward_origin, ptb.MessageOriginHiddenUser)


async def test_edits_presses_and_blocks_are_read(ask: Ask, bot: Bot, chen: Person) -> None:
    said = chen.says(bot, "漏水")
    chen.edits(bot, said.id, "厨房漏水")
    buttons = {"inline_keyboard": [[{"text": "x", "callback_data": "a"}, {"text": "y", "url": "https://a.cn"}]]}
    await ask("sendMessage", chat_id=chen.id, text="card", reply_markup=buttons)
    chen.presses(bot, chen.chat(bot).last, "a")
    chen.presses(bot, 999, "a", old=True)
    chen.blocks(bot)
    chen.unblocks(bot)
    _, edited, pressed, old, blocked, unblocked = await read(ask)
    assert edited.edited_message is not None
    assert edited.edited_message.text == "厨房漏水"
    assert edited.edited_message.edit_date is not None
    assert pressed.callback_query is not None
    assert isinstance(pressed.callback_query.message, ptb.Message)
    assert old.callback_query is not None
    assert old.callback_query.message is not None
    assert not old.callback_query.message.is_accessible
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None
    assert unblocked.my_chat_member.new_chat_member.status == "member"


async def test_groups_are_read(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    group = telegram.add_group("3 号楼", [chen])
    chen.says(bot, "/help", in_group=group)
    group.remove_bot(bot)
    group.add_bot(bot)
    group.migrate()
    updates = await read(ask)
    assert len(updates) == 8
    first, last = updates[0].my_chat_member, updates[-1].message
    assert first is not None
    assert first.chat.id == group.id
    assert last is not None
    assert last.migrate_from_chat_id == group.id


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person
) -> None:
    group = telegram.add_group("3 号楼", [chen])
    sent = (await ask("sendMessage", chat_id=group.id, text="hello")).result["message_id"]
    bot.updates.clear()
    chen.says(bot, "不关你的事", in_group=group)
    chen.says(bot, "/help@other_bot", in_group=group)
    chen.says(bot, "/help@louzhang_bot", in_group=group)
    chen.says(bot, "好的", in_group=group, reply_to=sent)
    assert [update["message"]["text"] for update in bot.updates.pending] == ["/help@louzhang_bot", "好的"]


async def test_a_group_that_moved_says_where_it_went(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    group = telegram.add_group("3 号楼", [chen])
    upgraded = group.migrate()
    refused = await ask("sendMessage", chat_id=group.id, text="x")
    assert refused.body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.body["parameters"] == {"migrate_to_chat_id": upgraded.id}
    assert (await ask("sendMessage", chat_id=upgraded.id, text="x")).ok


async def test_a_bot_that_was_put_out_of_a_group_is_told_so(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person
) -> None:
    group = telegram.add_group("3 号楼", [chen])
    group.remove_bot(bot)
    refused = await ask("sendMessage", chat_id=group.id, text="x")
    assert (refused.status, refused.description) == (403, "Forbidden: bot was kicked from the group chat")


def test_people_have_numbers_beyond_32_bits(chen: Person) -> None:
    assert chen.id > 2**31


def test_who_blocked_the_bot_writes_only_after_unblocking_or_starting_again(bot: Bot, chen: Person) -> None:
    chen.blocks(bot)
    with pytest.raises(RuntimeError):
        chen.says(bot, "x")
    chen.start(bot)
    assert not chen.chat(bot).blocked


@pytest.mark.parametrize("token", ["123456789:AAF-realLookingTokenOfThirtyFiveSigns", "", "playground", "x:playground"])
def test_a_token_that_may_be_real_is_refused_and_not_repeated(telegram: Telegram, token: str) -> None:
    with pytest.raises(RealToken) as refused:
        refuse_real_token(token)
    assert not token or token == "playground" or token not in str(refused.value)
    with pytest.raises(RealToken):
        telegram.add_bot(token, username="x", name="x")


async def test_a_menu_is_kept_by_language_and_the_nearest_is_shown(ask: Ask, bot: Bot, chen: Person) -> None:
    english = [{"command": "help", "description": "Help"}]
    chinese = [{"command": "help", "description": "帮助"}]
    await ask("setMyCommands", commands=english)
    await ask("setMyCommands", commands=chinese, language_code="zh")
    assert bot.commands == english
    assert bot.commands_for(chen) == chinese
    assert (await ask("getMyCommands", language_code="zh")).result == chinese
    await ask("deleteMyCommands", language_code="zh")
    assert bot.commands_for(chen) == english
    wrong = await ask("setMyCommands", commands=[{"command": "Hilfe!", "description": "x"}])
    assert wrong.description == "Bad Request: BOT_COMMAND_INVALID"
