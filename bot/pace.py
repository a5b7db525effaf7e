"""Telegram's limits, kept by the bot itself: so many in any second overall, so many to one chat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

BURST = 3
"""Messages a private chat may get at once before it is paced."""
_SLACK = 1.02
"""Two per cent apart from the limit: what leaves here evenly may arrive a little bunched."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages per second overall, per second to a private chat, per minute to a group. 0: no limit."""

    per_second: float = 30
    per_chat: float = 1
    per_group_minute: float = 20


class Pace:
    """Decides when the next message may leave, and when a chat may get its next one."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._next = clock.now()
        self._paused_until = clock.now()
        self._chats: dict[int, datetime] = {}
        self._pauses: dict[int, datetime] = {}

    async def turn(self) -> None:
        """Wait for a place in the stream of all messages: evenly spaced, so no second ever holds more."""
        while True:
            now = self._clock.now()
            if self._paused_until > now:
                await self._clock.sleep((self._paused_until - now).total_seconds())
                continue
            if not self._limits.per_second:
                return
            mine = max(self._next, now)
            self._next = mine + timedelta(seconds=_SLACK / self._limits.per_second)
            if mine > now:
                await self._clock.sleep((mine - now).total_seconds())
            return

    def next_for(self, chat_id: int) -> datetime:
        """A message has gone to this chat now: when may the next one go?"""
        now = self._clock.now()
        if chat_id < 0:
            per_minute = self._limits.per_group_minute
            return now + timedelta(seconds=_SLACK * 60 / per_minute) if per_minute else now
        if not self._limits.per_chat:
            return now
        step = timedelta(seconds=_SLACK / self._limits.per_chat)
        due = max(self._chats.get(chat_id, now), now) + step
        self._chats[chat_id] = due
        if len(self._chats) > 10_000:
            self._chats = {chat: at for chat, at in self._chats.items() if at > now}
        return max(now, due - step * (BURST - 1))

    def pause(self, chat_id: int, seconds: int) -> datetime:
        """Telegram said 429: this chat rests; when a second chat is told the same, everything does."""
        now = self._clock.now()
        until = now + timedelta(seconds=seconds)
        self._pauses = {chat: at for chat, at in self._pauses.items() if at > now}
        self._pauses[chat_id] = until
        if len(self._pauses) > 1:
            self._paused_until = max(self._paused_until, until)
        return until
