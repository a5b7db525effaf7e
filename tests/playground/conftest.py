"""A small Telegram for every test: a bot, two people, and a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from playground.telegram import Answer, Bot, Person, Telegram

Ask = Callable[..., Awaitable[Answer]]


class Clock:
    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock)


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return telegram.add_bot("1:playground", username="louzhang_bot", name="楼长")


@pytest.fixture
def chen(telegram: Telegram, bot: Bot) -> Person:
    """Chen has pressed Start, and the bot has read it."""
    person = telegram.add_person("陈", last_name="Wei", language_code="zh-hans")
    person.start(bot)
    bot.updates.clear()
    return person


@pytest.fixture
def ask(telegram: Telegram, bot: Bot) -> Ask:
    async def call(method: str, **params: Any) -> Answer:
        return await telegram.call(bot.token, method, params)

    return call
