"""What happens at which hour. The clock only ticks; the tables remember what is due and what was done."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import BaseScheduler

from bot import metrics
from bot.subjects import SUBJECTS
from services.parts import Tick
from services.telling.unasked import release_held, release_overdue
from storage.copies.condition import TICK
from storage.digest.periods import Periods
from storage.engines.database import Database
from storage.sql.errors import TryAgain, in_words
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""A tick that took long is not late yet."""


TIMETABLE: Sequence[Tick] = (
    Tick("release_held", timedelta(seconds=30), release_held),
    *SUBJECTS.ticks.values(),
    Tick("release_overdue", timedelta(minutes=10), release_overdue, mends=True),
)
"""What waits for the night's end goes first: it belongs to no subject, and to all. Then what each of them gives."""


async def run_tick(database: Database, tick: Tick) -> int:
    """Batches of one short transaction each, until nothing is due; late, missed or doubled does no harm."""

    def batch(work: UnitOfWork) -> int:
        if not (done := tick.do(work)):
            work.store(Periods).note(TICK, tick.name)
        return done

    total = 0
    while done := await database.run(batch):
        total += done
    if total and tick.mends:
        log.warning("tick=%s found %s that should have been done before", tick.name, total)
        metrics.MENDED.labels(tick.name).inc(total)
    return total


def late_ticks(ages: Mapping[str, float], *, since: float) -> list[str]:
    """Ticks that should have been done again; `since`: for how many seconds they could have been."""
    return [
        tick.name
        for tick in TIMETABLE
        if min(ages.get(tick.name, since), since) > tick.every.total_seconds() * 2 + GRACE.total_seconds()
    ]


def tick_again(scheduler: BaseScheduler, now: datetime) -> None:
    """The clock was put back: nothing waits for an hour that was already there once."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=now)


def start_schedule(database: Database, leads: Callable[[], bool], after: Callable[[], None]) -> AsyncIOScheduler:
    """Tick until shut down, while this process leads. `after` is called when a tick may have queued messages."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    def job(tick: Tick) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            if not leads():
                return
            try:
                if await run_tick(database, tick):
                    after()
            except TryAgain as trouble:
                log.warning("tick=%s waits for the database: %s", tick.name, in_words(trouble))
            except Exception as bug:
                log.error("tick=%s %s", tick.name, type(bug).__name__)

        return run

    for tick in TIMETABLE:
        scheduler.add_job(
            job(tick), "interval", seconds=tick.every.total_seconds(), misfire_grace_time=None, coalesce=True
        )
    scheduler.start()
    return scheduler
