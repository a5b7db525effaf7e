"""What an operator's programs ask: does it live, can it work, how does it stand. Names and numbers, nobody's data."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import metrics
from bot.clock import Clock
from bot.schedule import late_ticks
from domain.digest.standing import standing_of
from domain.vocabulary import State
from storage.copies.condition import Condition, read_condition, tickets_by_state
from storage.engines.database import Database
from storage.engines.replicas import Replica
from storage.migrations import is_current
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

MAX_LAG_SECONDS = 60
"""Seconds for which a message that might leave may wait before the courier counts as stuck."""
PATIENCE_SECONDS = 3
COUNT_TICKETS_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Status:
    """Looks into the tables when it is asked."""

    database: Database
    replica: Replica
    clock: Clock
    _since: datetime = field(init=False)
    _counted_at: datetime | None = None

    def __post_init__(self) -> None:
        self._since = self.clock.now()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        return app

    async def failing(self) -> list[str]:
        """What keeps this process from working, by name: database, migrations, courier, ticks."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                current, condition = await self.database.read(lambda work: (is_current(work), read_condition(work)))
        except Exception as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            return ["database"]
        up = (self.clock.now() - self._since).total_seconds()
        failed = {
            "migrations": not current,
            "courier": min(condition.courier_lag, up) > MAX_LAG_SECONDS,
            "ticks": bool(late_ticks(condition.ticks, since=up)),
        }
        return [name for name, wrong in failed.items() if wrong]

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, _request: web.Request) -> web.Response:
        failing = await self.failing()
        body = orjson.dumps({"ready": not failing, "failing": failing})
        return web.Response(body=body, status=503 if failing else 200, content_type="application/json")

    async def _metrics(self, _request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.database.read(self._measure)
        except Exception as error:  # what was counted in memory is shown all the same
            log.warning("the tables could not be measured: %s", type(error).__name__)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _measure(self, work: UnitOfWork) -> None:
        _show(read_condition(work))
        metrics.LEADS.set(self.replica.leads)
        standing = standing_of(work.directory, work.now)
        metrics.POSTS_UNREACHABLE.set(len(standing.unreachable))
        metrics.POSTS_VACANT.set(len(standing.vacant))
        if self._counted_at is None or work.now - self._counted_at >= COUNT_TICKETS_EVERY:
            self._counted_at = work.now
            for state, number in tickets_by_state(work).items():
                metrics.TICKETS.labels(State(state)).set(number)


def _show(condition: Condition) -> None:
    metrics.INBOX_WAITING.set(condition.inbox_waiting)
    metrics.INBOX_OLDEST.set(condition.inbox_oldest)
    metrics.INBOX_SET_ASIDE.set(condition.inbox_set_aside)
    metrics.OUTBOX_WAITING.set(condition.outbox_waiting)
    metrics.OUTBOX_OLDEST.set(condition.outbox_oldest)
    metrics.OUTBOX_SET_ASIDE.set(condition.outbox_set_aside)
    metrics.OUTBOX_OVERDUE.set(condition.outbox_overdue)
    metrics.COURIER_LAG.set(condition.courier_lag)
    for name, age in condition.ticks.items():
        metrics.TICK_AGE.labels(name).set(age)
