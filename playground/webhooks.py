"""Updates carried to a bot's own address: in order within a chat, side by side between chats, until accepted."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playground.answers import Json
from playground.updates import UpdateQueue

# The address, the secret token and the update; the status, and the body if it was JSON.
Post = Callable[[str, str | None, Json], Awaitable[tuple[int, Json | None]]]
Reply = Callable[[Json], Awaitable[None]]

LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class Webhook:
    url: str
    secret_token: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Delivery:
    """The work of one webhook from being set until being removed."""

    webhook: Webhook
    queue: UpdateQueue
    post: Post
    reply: Reply
    now: Callable[[], float]
    first_pause: float
    _lanes: dict[int, deque[tuple[int, Json]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slots: asyncio.Semaphore | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._slots = asyncio.Semaphore(self.webhook.max_connections)
        self.queue.watcher = self._arrived
        for update in self.queue.pending:
            self._take(update["update_id"], update)

    def stop(self) -> None:
        self.queue.watcher = None
        for task in self._tasks:
            task.cancel()

    def _arrived(self, update_id: int, update: Json) -> None:
        assert self._loop is not None
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, update_id, update)

    def _take(self, update_id: int, update: Json) -> None:
        lane = _lane_of(update)
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append((update_id, update))
            return
        self._lanes[lane] = deque([(update_id, update)])
        task = asyncio.get_running_loop().create_task(self._work(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: int) -> None:
        waiting = self._lanes[lane]
        while waiting:
            update_id, update = waiting[0]
            await self._deliver(update)
            self.queue.confirm(update_id)
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, update: Json) -> None:
        assert self._slots is not None
        pause = self.first_pause
        while True:
            async with self._slots:
                problem = await self._try(update)
            if problem is None:
                return
            self.webhook.last_error_date = int(self.now())
            self.webhook.last_error_message = problem
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _try(self, update: Json) -> str | None:
        try:
            status, body = await self.post(self.webhook.url, self.webhook.secret_token, update)
        except (OSError, TimeoutError) as problem:
            return f"Connection failed: {type(problem).__name__}"
        if not 200 <= status < 300:
            return f"Wrong response from the webhook: {status}"
        if body is not None and isinstance(body.get("method"), str):
            await self.reply(body)
        return None


def _lane_of(update: Json) -> int:
    for body in update.values():
        if isinstance(body, dict):
            message = body.get("message", body)
            chat = message.get("chat") or body.get("from") or {}
            return int(chat.get("id", 0))
    return 0
