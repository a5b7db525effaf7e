"""Methods that bring words, places and people's numbers into a chat, and copies of what was said."""

from __future__ import annotations

from typing import Any

from playground.answers import Json, bad_request
from playground.arguments import Arguments
from playground.bots import Bot
from playground.chats import Chat, Event, Message
from playground.entities import Entities
from playground.media import Media
from playground.methods.wording import (
    answered_message,
    check_delivery,
    keep_pace,
    markup_of,
    read_caption,
    read_text,
)
from playground.world import World


def deliver(
    world: World, bot: Bot, args: Arguments, *, text: str = "", entities: Entities = (), media: Media | None = None
) -> Message:
    """Check what all messages have in common and put the message into its chat."""
    markup = markup_of(args)
    silent = check_delivery(args)
    chat = world.chat_for(bot, args.chat_id())
    reply_to = answered_message(chat, args)
    keep_pace(world, bot, chat)
    if markup.keyboard is not None:
        chat.keyboard = None if markup.keyboard.get("remove_keyboard") else markup.keyboard
    chat.typing_at = None
    return world.post(
        chat,
        bot.account,
        text=text,
        entities=entities,
        media=media,
        markup=markup,
        reply_to=reply_to,
        silent=silent,
    )


def send_message(world: World, bot: Bot, args: Arguments) -> Json:
    text, entities = read_text(world, args)
    return deliver(world, bot, args, text=text, entities=entities).to_json(world.files, bot.id)


def send_location(world: World, bot: Bot, args: Arguments) -> Json:
    latitude, longitude = args.number("latitude"), args.number("longitude")
    if latitude is None or longitude is None:
        raise bad_request("location must be non-empty")
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise bad_request("wrong location specified")
    media = Media("location", details={"latitude": latitude, "longitude": longitude})
    return deliver(world, bot, args, media=media).to_json(world.files, bot.id)


def send_contact(world: World, bot: Bot, args: Arguments) -> Json:
    phone, first_name = args.text("phone_number"), args.text("first_name")
    if not phone:
        raise bad_request("phone_number is empty")
    if not first_name:
        raise bad_request("first name must be non-empty")
    media = Media("contact", details={"phone_number": phone, "first_name": first_name})
    return deliver(world, bot, args, media=media).to_json(world.files, bot.id)


def _original(world: World, bot: Bot, args: Arguments, verb: str) -> Message:
    source = world.chat_for(bot, args.chat_id("from_chat_id"), writing=False)
    found = source.message(args.message_id())
    if found is None:
        raise bad_request(f"message to {verb} not found")
    if found.service is not None:
        raise bad_request(f"message can't be {verb}ed" if verb == "forward" else "message can't be copied")
    return found


def copy_message(world: World, bot: Bot, args: Arguments) -> Json:
    original = _original(world, bot, args, "copy")
    text, entities = original.text, original.entities
    if original.media is not None and "caption" in args:
        text, entities = read_caption(world, args)
    copied = deliver(world, bot, args, text=text, entities=entities, media=original.media)
    return {"message_id": copied.id}


def forward_message(world: World, bot: Bot, args: Arguments) -> Json:
    original = _original(world, bot, args, "forward")
    chat = world.chat_for(bot, args.chat_id())
    keep_pace(world, bot, chat)
    forwarded = world.post(
        chat,
        bot.account,
        text=original.text,
        entities=original.entities,
        media=original.media,
        forwarded_from=original.forwarded_from or original.sender.full_name,
    )
    return forwarded.to_json(world.files, bot.id)


CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_chat_action(world: World, bot: Bot, args: Arguments) -> bool:
    chat: Chat = world.chat_for(bot, args.chat_id())
    if (args.text("action") or "").lower() not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_at = world.now()
    world.notify(Event("typing", chat))
    return True


METHODS: dict[str, Any] = {
    "sendmessage": send_message,
    "sendlocation": send_location,
    "sendcontact": send_contact,
    "copymessage": copy_message,
    "forwardmessage": forward_message,
    "sendchataction": send_chat_action,
}
