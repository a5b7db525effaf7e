"""What all sending and editing has in common: the words, the buttons, the answered message, the pace."""

from __future__ import annotations

from typing import Any

from playground.answers import bad_request
from playground.arguments import Arguments, wrong_type
from playground.bots import Bot
from playground.chats import Chat
from playground.entities import Entities, Entity, trimmed, utf16_length, with_automatic
from playground.formatting import parse_html
from playground.keyboards import NOTHING, Markup, read_markup
from playground.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def read_text(world: World, args: Arguments) -> tuple[str, Entities]:
    text, entities = _formatted(world, args, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(world: World, args: Arguments) -> tuple[str, Entities]:
    text, entities = _formatted(world, args, "caption", "caption_entities")
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _formatted(world: World, args: Arguments, name: str, entities_name: str) -> tuple[str, Entities]:
    source = args.text(name)
    if not source:
        return "", ()
    mode = (args.text("parse_mode") or "").lower()
    found: Entities = ()
    text = source.replace("\r\n", "\n").replace("\x00", "")
    if mode == "html":
        text, found = parse_html(text)
    elif mode:
        # MarkdownV2 exists in Telegram; the playground knows only what its programs are to use.
        raise bad_request("unsupported parse_mode")
    elif entities_name in args:
        found = tuple(_entity(entity) for entity in args.list(entities_name) or ())
    text, found = trimmed(text, found)
    return text, with_automatic(text, world.with_mentions(found) if found else found)


def _entity(source: Any) -> Entity:
    if not isinstance(source, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = source.get("type"), source.get("offset"), source.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: type, offset and length are needed")
    user = source.get("user")
    url = f"tg://user?id={user.get('id')}" if isinstance(user, dict) else source.get("url")
    return Entity(kind, offset, length, url, source.get("language"), source.get("custom_emoji_id"))


def markup_of(args: Arguments, *, inline_only: bool = False) -> Markup:
    if "reply_markup" not in args:
        return NOTHING
    found = read_markup(args.structure("reply_markup"))
    if inline_only and found.keyboard is not None:
        raise bad_request("inline keyboard expected")
    return found


def answered_message(chat: Chat, args: Arguments) -> int | None:
    """The message that is replied to; None without one, or where it may be missing and is."""
    source = args.structure("reply_parameters")
    if source is None:
        number = args.integer("reply_to_message_id")
        may_be_missing = args.flag("allow_sending_without_reply")
        elsewhere = False
    else:
        if not isinstance(source, dict):
            raise wrong_type("reply_parameters", "Object")
        reply = Arguments(source)
        number = reply.message_id()
        may_be_missing = reply.flag("allow_sending_without_reply")
        elsewhere = reply.integer("chat_id") not in (None, chat.id)
    if not number:
        return None
    if elsewhere or chat.message(number) is None:
        if may_be_missing:
            return None
        raise bad_request("message to be replied not found")
    return number


def check_delivery(args: Arguments) -> bool:
    """Whether it is to arrive silently; the other switches only have to be of their type."""
    for name in ("link_preview_options", "message_effect_id"):
        if name == "link_preview_options" and name in args and not isinstance(args.structure(name), dict):
            raise wrong_type(name, "Object")
    args.flag("protect_content")
    args.integer("message_thread_id")
    return args.flag("disable_notification")


def keep_pace(world: World, bot: Bot, chat: Chat, count: int = 1) -> None:
    if world.gate is not None:
        world.gate.let_pass(bot.id, chat.id, count)
