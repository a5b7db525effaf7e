"""Methods that change or take back what a bot has said."""

from __future__ import annotations

from typing import Any

from playground.answers import Json, bad_request
from playground.arguments import Arguments
from playground.bots import Bot
from playground.chats import Chat, Event, Message
from playground.entities import Entities
from playground.keyboards import Markup
from playground.methods.wording import keep_pace, markup_of, read_caption, read_text
from playground.world import World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _own_message(world: World, bot: Bot, args: Arguments) -> Message:
    if "inline_message_id" in args:
        raise bad_request("message to edit not found")
    chat = world.chat_for(bot, args.chat_id())
    found = chat.message(args.message_id())
    if found is None:
        raise bad_request("message to edit not found")
    keyboard = found.markup.keyboard
    if found.sender is not bot.account or (keyboard is not None and not keyboard.get("remove_keyboard")):
        raise bad_request("message can't be edited")
    return found


def _change(world: World, bot: Bot, message: Message, text: str, entities: Entities, markup: Markup) -> Json:
    same_words = (text, entities) == (message.text, message.entities)
    if same_words and markup.inline == message.markup.inline:
        raise bad_request(NOT_MODIFIED)
    keep_pace(world, bot, message.chat)
    message.text = text
    message.entities = entities
    message.markup = markup
    message.edited += 1
    message.edit_date = int(world.now())
    world.notify(Event("edited", message.chat, message))
    return message.to_json(world.files, bot.id)


def edit_message_text(world: World, bot: Bot, args: Arguments) -> Json:
    text, entities = read_text(world, args)
    markup = markup_of(args, inline_only=True)
    message = _own_message(world, bot, args)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(world, bot, message, text, entities, markup)


def edit_message_caption(world: World, bot: Bot, args: Arguments) -> Json:
    text, entities = read_caption(world, args)
    markup = markup_of(args, inline_only=True)
    message = _own_message(world, bot, args)
    if message.media is None or message.media.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, bot, message, text, entities, markup)


def edit_message_reply_markup(world: World, bot: Bot, args: Arguments) -> Json:
    markup = markup_of(args, inline_only=True)
    message = _own_message(world, bot, args)
    return _change(world, bot, message, message.text, message.entities, markup)


def _why_not_deletable(world: World, bot: Bot, chat: Chat, number: int) -> str | None:
    message = chat.message(number)
    if message is None:
        return "message to delete not found"
    foreign_in_group = chat.person is None and message.sender is not bot.account
    if foreign_in_group or world.now() - message.date > DELETABLE_SECONDS:
        return "message can't be deleted for everyone"
    return None


def _delete(world: World, chat: Chat, number: int) -> None:
    message = chat.message(number)
    if message is not None:
        message.deleted = True
        world.notify(Event("deleted", chat, message))


def delete_message(world: World, bot: Bot, args: Arguments) -> bool:
    chat = world.chat_for(bot, args.chat_id(), writing=False)
    number = args.message_id()
    if (problem := _why_not_deletable(world, bot, chat, number)) is not None:
        raise bad_request(problem)
    _delete(world, chat, number)
    return True


def delete_messages(world: World, bot: Bot, args: Arguments) -> bool:
    """As documented, messages that cannot be found are skipped."""
    chat = world.chat_for(bot, args.chat_id(), writing=False)
    numbers = args.list("message_ids") or []
    if not 1 <= len(numbers) <= 100 or not all(isinstance(number, int) for number in numbers):
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        if _why_not_deletable(world, bot, chat, number) is None:
            _delete(world, chat, number)
    return True


METHODS: dict[str, Any] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
