"""How fast a bot may send: what Telegram lets pass, and how long it then asks the bot to wait."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from playground.answers import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    per_second: int = 30
    per_private_chat: float = 1.0
    private_burst: int = 3
    per_group_minute: int = 20


class Gate:
    """Counts what a bot sends. Whoever was refused stays refused until the time he was told is over."""

    def __init__(self, limits: Limits, now: Callable[[], float]) -> None:
        self._limits = limits
        self._now = now
        self._bots: dict[int, _Window] = {}
        self._groups: dict[tuple[int, int], _Window] = {}
        self._private: dict[tuple[int, int], _Bucket] = {}

    def let_pass(self, bot_id: int, chat_id: int, count: int = 1) -> None:
        """Count these messages, or refuse them with the seconds to wait."""
        now = self._now()
        limits = self._limits
        key = (bot_id, chat_id)
        chat: _Window | _Bucket
        if chat_id < 0:
            chat = self._groups.setdefault(key, _Window(limits.per_group_minute, 60.0))
        else:
            chat = self._private.setdefault(key, _Bucket(limits.per_private_chat, limits.private_burst, now))
        bot = self._bots.setdefault(bot_id, _Window(limits.per_second, 1.0))
        for counter in (chat, bot):
            wait = counter.wait(now, count)
            if wait > 0:
                raise too_many_requests(max(1, math.ceil(wait)))
        for counter in (chat, bot):
            counter.take(now, count)


class _Window:
    """At most so many within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self.times: deque[float] = deque()
        self.closed_until = 0.0

    def wait(self, now: float, count: int) -> float:
        if now < self.closed_until:
            return self.closed_until - now
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        over = len(self.times) + count - self.most
        if over <= 0 or not self.times:
            return 0.0
        wait = self.times[min(over, len(self.times)) - 1] + self.seconds - now
        self.closed_until = now + math.ceil(wait)
        return wait

    def take(self, now: float, count: int) -> None:
        self.times.extend([now] * count)


class _Bucket:
    """So many a second on average, a few at once after a pause."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self.level = float(burst)
        self.at = now
        self.closed_until = 0.0

    def wait(self, now: float, count: int) -> float:
        if now < self.closed_until:
            return self.closed_until - now
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        # An album may be longer than the burst; it goes when the bucket is full and leaves a debt.
        missing = min(count, self.burst) - self.level
        if missing <= 1e-9:
            return 0.0
        wait = missing / self.rate
        self.closed_until = now + math.ceil(wait)
        return wait

    def take(self, _now: float, count: int) -> None:
        self.level -= count
