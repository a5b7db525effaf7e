"""What a bot has not yet confirmed that it read: kept in order, sent again until it is confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from playground.answers import ApiError, Json

KEPT_SECONDS = 24 * 3600.0
LONGEST_POLL = 50.0
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Watcher = Callable[[int, Json], None]


class UpdateQueue:
    def __init__(self, now: Callable[[], float], first_id: int = 700_000_001) -> None:
        self._now = now
        self._next_id = first_id
        self._pending: dict[int, tuple[float, Json]] = {}
        self._waiter: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] | None = None
        self.watcher: Watcher | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def pending(self) -> list[Json]:
        return [update for _, update in self._pending.values()]

    def allow(self, kinds: Sequence[str] | None) -> None:
        """None keeps what was set before; an empty list sets Telegram's own choice again."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, body: Json) -> Json | None:
        if kind not in self.allowed if self.allowed is not None else kind in LEFT_OUT_BY_DEFAULT:
            return None
        update: Json = {"update_id": self._next_id, kind: body}
        self._pending[self._next_id] = (self._now(), update)
        self._next_id += 1
        if self.watcher is not None:
            self.watcher(update["update_id"], update)
        self._wake()
        return update

    def confirm(self, update_id: int) -> None:
        self._pending.pop(update_id, None)

    def clear(self) -> None:
        self._pending.clear()

    async def fetch(self, offset: int, limit: int, wait: float) -> list[Json]:
        """Confirm everything before the offset and return what follows, waiting for it if need be."""
        self._end_other_poll()
        self._confirm_before(offset)
        if not self._pending and wait > 0:
            await self._wait(min(wait, LONGEST_POLL))
            # What came while we waited may still lie before an offset that runs ahead.
            self._confirm_before(offset)
        return self._first(limit)

    def _first(self, limit: int) -> list[Json]:
        found: list[Json] = []
        for _, update in self._pending.values():
            if len(found) == limit:
                break
            found.append(update)
        return found

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            read = list(self._pending)[:offset]
        else:
            oldest = self._now() - KEPT_SECONDS
            read = []
            for update_id, (at, _) in self._pending.items():
                if update_id >= offset and at >= oldest:
                    break
                read.append(update_id)
        for update_id in read:
            del self._pending[update_id]

    async def _wait(self, seconds: float) -> None:
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            pass
        finally:
            if self._waiter is waiter:
                self._waiter = None

    def _end_other_poll(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            conflict = "terminated by other getUpdates request; make sure that only one bot instance is running"
            waiter.set_exception(ApiError(409, f"Conflict: {conflict}"))

    def _wake(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is None:
            return
        loop = waiter.get_loop()
        try:
            here = asyncio.get_running_loop() is loop
        except RuntimeError:
            here = False
        if here:
            _finish(waiter)
        elif not loop.is_closed():
            loop.call_soon_threadsafe(_finish, waiter)


def _finish(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
