"""What Telegram gives us: which kinds of updates are wanted, whose chat each belongs to, how it is written down."""

from collections.abc import Mapping, Sequence

import orjson

from storage.inbox import Arrived

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]


def updates_in(result: object) -> list[dict[str, object]]:
    """The updates in an answer to getUpdates; what has no number is none."""
    found = [one for one in result if isinstance(one, dict)] if isinstance(result, list) else []
    return [update for update in found if isinstance(update.get("update_id"), int)]


def arrived_in(updates: Sequence[Mapping[str, object]]) -> list[Arrived]:
    """Updates as rows of the inbox."""
    return [Arrived(int(str(u["update_id"])), chat_of(u), orjson.dumps(u).decode()) for u in updates]


def chat_of(update: Mapping[str, object]) -> int:
    """The chat an update belongs to, whose order it keeps; its sender where there is no chat; else 0."""
    for kind in ALLOWED:
        content = update.get(kind)
        if isinstance(content, Mapping):
            inside = content.get("message") if kind == "callback_query" else content
            chat = inside.get("chat") if isinstance(inside, Mapping) else None
            sender = content.get("from")
            for found in (chat, sender):
                if isinstance(found, Mapping) and isinstance(found.get("id"), int):
                    return int(str(found["id"]))
    return 0
