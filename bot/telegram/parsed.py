"""What Telegram gives us, before it is read: which kinds of updates are wanted, whose each is, how it is
written down."""

import json
import zlib
from collections.abc import Mapping, Sequence

import orjson

from bot.telegram.soundness import READ
from domain.ids import is_id
from storage.delivery.inbox import Arrived

ALLOWED = list(READ)
NAME = "telegram"
"""What accounts, files and updates of this channel are kept under."""


def updates_in(result: object) -> list[dict[str, object]]:
    """The updates in an answer to getUpdates, sound or not: whatever is none cannot be written down."""
    return [one for one in result if isinstance(one, dict)] if isinstance(result, list) else []


def parsed_updates(updates: Sequence[Mapping[str, object]]) -> list[Arrived]:
    """Updates as rows of the inbox, the malformed ones too: there they are set aside."""
    return [Arrived(NAME, _number_of(update), str(sender_of(update)), _written(update)) for update in updates]


def _number_of(update: Mapping[str, object]) -> int:
    """Its number. One without a sound one is known by what stands in it, below zero, where Telegram has none."""
    number = update.get("update_id")
    return number if is_id(number) else -1 - zlib.crc32(_written(update).encode())


def _written(update: Mapping[str, object]) -> str:
    """As JSON, with whatever in it no database or reader takes."""
    try:
        return orjson.dumps(update).decode()
    except TypeError:  # a number of more than 64 bits, half a character, too deep
        try:
            return json.dumps(update, default=str)
        except (ValueError, RecursionError):
            return ""


def sender_of(update: Mapping[str, object]) -> int:
    """Whose update it is and whose order it keeps, in a group too; the chat where nobody sends it; else 0."""
    for kind in ALLOWED:
        content = update.get(kind)
        if isinstance(content, Mapping):
            inside = content.get("message") if kind == "callback_query" else content
            chat = inside.get("chat") if isinstance(inside, Mapping) else None
            for found in (content.get("from"), chat):
                if isinstance(found, Mapping) and is_id(number := found.get("id")):
                    return number
    return 0
