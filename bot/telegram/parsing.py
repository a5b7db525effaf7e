"""Updates as python-telegram-bot reads them, as far as anybody here does."""

from collections.abc import Mapping, Sequence

import orjson
from telegram import Bot, Update, User
from telegram.request import BaseRequest

from bot.telegram.soundness import READ, check

_NOT_READ = (
    "poll", "game", "dice", "story", "sticker", "checklist", "invoice", "paid_media", "giveaway", "giveaway_winners",
    "external_reply", "quote", "forward_origin", "link_preview_options",
)  # fmt: skip
"""What a message may hold besides."""
_OF_A_REPLY = ("message_id", "date", "chat", "from")
_OF_WHAT_WAS_PRESSED = ("contact", "from", "text", "entities", "caption", "caption_entities", "reply_markup")
"""Not read either, of a message whose button was pressed."""


class _Silence(BaseRequest):
    """No network at all: no connections, no certificates read at the start."""

    read_timeout = None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_args: object, **_options: object) -> tuple[int, bytes]:
        raise AssertionError("calls leave through bot/telegram/api.py")


class Me(Bot):
    """The bot as updates need to know it: its name, learned from getMe; it never talks to the network itself."""

    def __init__(self, token: str, user: User) -> None:
        super().__init__(token, request=_Silence(), get_updates_request=_Silence())
        self._me = user

    @property
    def bot(self) -> User:
        return self._me


def parse(body: str, me: Me) -> tuple[Update, tuple[str, ...]]:
    """The update, and what the buttons of the message that was pressed carry. Raises ValueError for what is none.

    Other kinds of updates, and contents that are answered by «I do not understand», would have to be as the library
    knows them today. Of a pressed message only its number is read, and its buttons' data: its words, buttons and sender
    would take half of the parsing.
    """
    given = orjson.loads(body)
    check(given)
    update = {name: given[name] for name in ("update_id", *READ) if name in given}
    for content in (update.get("message"), update.get("edited_message")):
        if isinstance(content, dict):
            _drop(content, _NOT_READ)
            replied = content.get("reply_to_message")
            if isinstance(replied, dict):
                content["reply_to_message"] = {name: replied[name] for name in _OF_A_REPLY if name in replied}
    query = update.get("callback_query")
    pressed = query.get("message") if isinstance(query, dict) else None
    beside: tuple[str, ...] = ()
    if isinstance(pressed, dict):
        beside = _data_in(pressed.get("reply_markup"))
        _drop(pressed, (*_NOT_READ, *_OF_WHAT_WAS_PRESSED))
    return Update.de_json(update, me), beside


def _drop(content: dict[str, object], names: Sequence[str]) -> None:
    for name in names:
        content.pop(name, None)


def _data_in(markup: object) -> tuple[str, ...]:
    """What buttons carry; nothing of what is no keyboard."""
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    buttons = [button for row in _listed(rows) for button in _listed(row) if isinstance(button, Mapping)]
    return tuple(data for button in buttons if isinstance(data := button.get("callback_data"), str))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
