"""What happens at which hour. The clock only ticks; the tables remember what is due and what was done."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import BaseScheduler

from bot import metrics
from bot.subjects import SUBJECTS
from services.digest.digests import send_due_digests
from services.digest.mornings import send_mornings, warn_of_missing_year
from services.digest.service_hours import note_hour
from services.filing.safeguarding import tell_again
from services.keeping.forgetting import let_go
from services.keeping.tidying import (
    drop_expired_drafts,
    drop_kept_words,
    empty_ended_tickets,
    empty_old_alerts,
    forget_old_rows,
)
from services.parts import Tick
from services.posts.absences import turn_leaves
from services.posts.invitations import list_not_taken_up
from services.posts.posts import end_posts
from services.set_up.place_moves import move_due_places
from services.telling.unasked import release_held, release_overdue
from services.tickets.approvals import remind_approvals
from services.tickets.checks import draw_checks
from services.tickets.ladder import take_due_steps
from services.tickets.steps import resume_due
from storage.copies.condition import TICK
from storage.digest.periods import Periods
from storage.engines.database import Database
from storage.sql.errors import TryAgain, in_words
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

MAX_BATCH = 50
GRACE = timedelta(minutes=1)
"""A tick that took long is not late yet."""


TIMETABLE: Sequence[Tick] = (
    Tick("note_hour", timedelta(minutes=1), note_hour),
    Tick("release_held", timedelta(seconds=30), lambda work: release_held(work, MAX_BATCH)),
    Tick("end_posts", timedelta(minutes=1), lambda work: end_posts(work, MAX_BATCH)),
    Tick("turn_leaves", timedelta(minutes=1), lambda work: turn_leaves(work, MAX_BATCH)),
    Tick("move_due_places", timedelta(minutes=1), lambda work: move_due_places(work, MAX_BATCH)),
    Tick("list_not_taken_up", timedelta(minutes=10), list_not_taken_up),
    Tick("take_due_steps", timedelta(seconds=30), lambda work: take_due_steps(work, MAX_BATCH)),
    Tick("resume_waiting", timedelta(seconds=30), lambda work: resume_due(work, MAX_BATCH)),
    Tick("remind_approvals", timedelta(minutes=5), lambda work: remind_approvals(work, MAX_BATCH)),
    Tick("send_due_digests", timedelta(minutes=1), partial(send_due_digests, parts=SUBJECTS.digest)),
    Tick("send_mornings", timedelta(minutes=1), lambda work: send_mornings(work, MAX_BATCH)),
    Tick("release_overdue", timedelta(minutes=10), lambda work: release_overdue(work, MAX_BATCH), mends=True),
    Tick("draw_checks", timedelta(minutes=10), draw_checks),
    Tick("warn_of_missing_year", timedelta(hours=1), warn_of_missing_year),
    Tick("tell_of_harm_again", timedelta(minutes=1), lambda work: tell_again(work, MAX_BATCH)),
    Tick("drop_expired_drafts", timedelta(minutes=10), drop_expired_drafts),
    Tick("let_go", timedelta(minutes=1), lambda work: let_go(work, MAX_BATCH)),
    Tick("drop_kept_words", timedelta(minutes=10), drop_kept_words),
    Tick("empty_old_alerts", timedelta(hours=1), empty_old_alerts),
    Tick("forget_old_rows", timedelta(hours=1), forget_old_rows),
    Tick("empty_ended_tickets", timedelta(hours=1), lambda work: empty_ended_tickets(work, MAX_BATCH)),
    *SUBJECTS.ticks.values(),
)


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
