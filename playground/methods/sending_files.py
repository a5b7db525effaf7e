"""Methods that bring photos, voices, videos, documents and albums into a chat, new ones or known ones."""

from __future__ import annotations

from functools import partial
from typing import Any

from playground.answers import ApiError, Json, bad_request
from playground.arguments import Arguments, wrong_type
from playground.bots import Bot
from playground.files import KIND_NAMES, LARGEST_PHOTO, LARGEST_UPLOAD, StoredFile, Upload
from playground.media import Media
from playground.methods.sending import deliver
from playground.methods.wording import answered_message, check_delivery, keep_pace, read_caption
from playground.world import World

ALBUM_KINDS = ("photo", "video", "document", "audio")
ALBUM_SIZES = range(2, 11)


def file_of(world: World, bot: Bot, kind: str, args: Arguments, name: str) -> StoredFile:
    """A file sent along, or one that Telegram has already."""
    value = args.text(name)
    upload = args.upload(name, value)
    if upload is not None:
        return _keep(world, kind, upload, args)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored, _ = world.files.find(value, bot.id)
    if stored.kind != kind:
        names = KIND_NAMES.get(stored.kind, stored.kind.title()), KIND_NAMES.get(kind, kind.title())
        raise bad_request(f"can't use file of type {names[0]} as {names[1]}")
    return stored


def _keep(world: World, kind: str, upload: Upload, args: Arguments) -> StoredFile:
    if len(upload.content) > (LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD):
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and not _is_picture(upload.content):
        raise bad_request("IMAGE_PROCESS_FAILED")
    details: Json = {}
    if kind == "document":
        details = {"file_name": upload.name, "mime_type": upload.content_type}
    elif kind == "sticker":
        details = STICKER
    else:
        details = {"mime_type": upload.content_type, "duration": args.integer("duration") or 0}
        if kind == "video":
            details |= {"width": args.integer("width") or 640, "height": args.integer("height") or 360}
    return world.files.keep(kind, upload, details)


STICKER: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}


def _is_picture(content: bytes) -> bool:
    return content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM"))


def send_file(kind: str, world: World, bot: Bot, args: Arguments) -> Json:
    text, entities = read_caption(world, args) if kind != "sticker" else ("", ())
    stored = file_of(world, bot, kind, args, kind)
    sent = deliver(world, bot, args, text=text, entities=entities, media=Media(kind, stored))
    return sent.to_json(world.files, bot.id)


def send_media_group(world: World, bot: Bot, args: Arguments) -> list[Json]:
    items = args.list("media") or []
    if len(items) not in ALBUM_SIZES:
        raise bad_request("there must be 2-10 items in an album")
    if "reply_markup" in args:
        raise bad_request("reply markup can't be attached to an album")
    parts = []
    for item in items:
        if not isinstance(item, dict):
            raise wrong_type("media", "Array of InputMedia")
        kind = item.get("type")
        if kind not in ALBUM_KINDS:
            raise bad_request(f'can\'t parse InputMedia: media type "{kind}" is invalid')
        single = args.with_values(item)
        text, entities = read_caption(world, single)
        parts.append((Media(kind, file_of(world, bot, kind, single, "media")), text, entities))
    kinds = {media.kind for media, _, _ in parts}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    silent = check_delivery(args)
    chat = world.chat_for(bot, args.chat_id())
    reply_to = answered_message(chat, args)
    keep_pace(world, bot, chat, len(parts))
    album = str(13_000_000_000_000_000 + world.number())
    sent = [
        world.post(
            chat,
            bot.account,
            text=text,
            entities=entities,
            media=media,
            reply_to=reply_to,
            album=album,
            silent=silent,
        )
        for media, text, entities in parts
    ]
    return [message.to_json(world.files, bot.id) for message in sent]


METHODS: dict[str, Any] = {
    **{f"send{kind}": partial(send_file, kind) for kind in ("photo", "voice", "video", "document", "sticker")},
    "sendmediagroup": send_media_group,
}
