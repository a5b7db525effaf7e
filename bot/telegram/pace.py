"""Telegram's limits, kept by the bot itself: so many in any second overall, so many to one chat."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock, Steps

BURST_MESSAGES = 3
"""Messages a private chat may get at once before it is paced."""
_SLACK = 1.02
"""Two per cent apart from a chat's limit: what leaves here evenly may arrive a little bunched."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages per second overall, per second to a private chat, per minute to a group. 0: no limit."""

    per_second: float = 30
    per_chat: float = 1
    per_group_minute: float = 20


@dataclass(slots=True)
class _Place:
    """One message's place in the stream; when it was known to have arrived."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    at: datetime | None = None


class Pace:
    """Decides when the next message may leave, and when a chat may get its next one."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock, self._steps = clock, Steps(clock)
        self._next = clock.now()
        self._most = max(1, int(limits.per_second))
        self._window = timedelta(seconds=self._most / limits.per_second if limits.per_second else 0)
        self._places: deque[_Place] = deque(maxlen=self._most)
        self._paused_until = clock.now()
        self._chats: dict[int, datetime] = {}
        self._pauses: dict[int, datetime] = {}

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A place in the stream of all messages: evenly spaced, and never one more in a second than is allowed, however
        unevenly they arrive: it begins a full second after the one thirty places before was known to have arrived."""
        while self._paused_until > self._now():
            await self._sleep_until(self._paused_until)
        if not self._limits.per_second:
            yield
            return
        place, before = _Place(), self._places[0] if len(self._places) == self._most else None
        self._places.append(place)
        try:
            await self._wait_for_turn(before)
            yield
        finally:
            place.at = self._clock.now()
            place.arrived.set()

    async def _wait_for_turn(self, before: _Place | None) -> None:
        now = self._now()
        mine = max(self._next, now)
        self._next = mine + self._window / self._most
        await self._sleep_until(mine)
        if before is not None:
            await before.arrived.wait()
            await self._sleep_until(min(before.at or mine, self._now()) + self._window)

    async def _sleep_until(self, instant: datetime) -> None:
        """Not a moment less: an event loop may wake its sleepers some milliseconds early, and that would be a 429. And
        not longer than it was at first: a clock that is put back meanwhile keeps nobody waiting."""
        longest = rest = instant - self._now()
        while timedelta(0) < rest <= longest:
            await self._clock.sleep(rest.total_seconds())
            longest, rest = rest, instant - self._clock.now()

    def _now(self) -> datetime:
        """What lies ahead of a clock that was put back counts no more."""
        now = self._clock.now()
        if self._steps.back() is not None:
            self._next = self._paused_until = now
            self._chats.clear()
            self._pauses.clear()
        return now

    def next_for(self, chat_id: int) -> datetime:
        """A message has gone to this chat now: when may the next one go?"""
        now = self._now()
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
        return max(now, due - step * (BURST_MESSAGES - 1))

    def pause(self, chat_id: int, seconds: int) -> datetime:
        """Telegram said 429: this chat rests; when a second chat is told the same, everything does."""
        now = self._now()
        until = now + timedelta(seconds=seconds)
        self._pauses = {chat: at for chat, at in self._pauses.items() if at > now}
        self._pauses[chat_id] = until
        if len(self._pauses) > 1:
            self._paused_until = max(self._paused_until, until)
        return until
