"""Telegram as a channel (bot/channel.py)."""

from collections.abc import Callable

from bot.telegram.api import TelegramApi
from bot.telegram.parsed import NAME
from domain.words.lengths import cut
from handlers.said import Said

PRESS_ANSWER_SECONDS = 5
"""Nobody looks for it longer."""
MAX_TOAST_CHARACTERS = 190
"""Units (domain/words/lengths.py); Telegram takes 200."""


class TelegramChannel:
    """One bot."""

    name = NAME

    def __init__(self, api: TelegramApi, read: Callable[[str], Said]) -> None:
        self._api, self._read = api, read

    def read(self, body: str) -> Said:
        return self._read(body)

    async def answer_press(self, press: str, words: str | None) -> None:
        params: dict[str, object] = {"callback_query_id": press}
        if words is not None:
            params["text"] = cut(words, MAX_TOAST_CHARACTERS)
        await self._api.call("answerCallbackQuery", params, seconds=PRESS_ANSWER_SECONDS)
