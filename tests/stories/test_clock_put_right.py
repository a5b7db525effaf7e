"""A clock that jumps ahead and is put right: nobody waits for an hour that was already there once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SMALLEST_MOVE, Steps, Watch
from bot.schedule import start_schedule, tick_again
from bot.telegram.pace import Limits, Pace
from services.filing.flooding import MINUTE
from storage.delivery.lanes import LONGEST_REST, Lanes
from storage.engines.database import Database
from storage.models import LaneRow
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

AHEAD = [timedelta(minutes=7), timedelta(hours=5), timedelta(days=400)]


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
async def test_whoever_was_answered_ahead_of_time_is_answered_again(
    town: Neighbourhood, chen: Phone, clock: MovedClock, ahead: timedelta
) -> None:
    clock.move(seconds=ahead.total_seconds())
    await chen.says("/help")
    heard = len(chen.messages)
    clock.move(seconds=-ahead.total_seconds())
    await chen.says("/my")
    assert len(chen.messages) == heard + 1


async def test_a_flood_of_a_minute_that_has_not_come_yet_silences_nobody(
    town: Neighbourhood, chen: Phone, clock: MovedClock
) -> None:
    clock.move(days=1)
    for _ in range(30):
        chen.person.says(chen.bot, "/help")
    await town.settle()
    assert chen.screen.startswith("您这一分钟里发得太多了")
    clock.move(days=-1)
    await chen.says("/my")
    assert not chen.screen.startswith("您这一分钟里发得太多了")
    assert timedelta(minutes=1) == MINUTE


@pytest.mark.both_databases
@pytest.mark.parametrize("column", ["ready_at", "leased_until"])
async def test_what_a_wrong_clock_has_written_before_a_restart_holds_nobody_up(
    town: Neighbourhood, chen: Phone, column: str
) -> None:
    def left_behind(work: UnitOfWork) -> None:
        for lane in work.session.query(LaneRow):
            setattr(lane, column, work.now + timedelta(days=3))

    await chen.says("/help")
    await town.database.run(left_behind)
    heard = len(chen.messages)
    await chen.says("/my")
    assert len(chen.messages) == heard + 1


@pytest.mark.both_databases
async def test_no_lane_is_kept_further_ahead_than_the_longest_rest(town: Neighbourhood, chen: Phone) -> None:
    """Its message was paced by a clock that has been put right before it was marked."""
    await chen.says("/help")

    def settle(work: UnitOfWork) -> datetime:
        lane = work.session.query(LaneRow).filter_by(account_id=account_of(work, chen.person.id), broadcast=False).one()
        from_tomorrow = work.now + timedelta(days=1)
        work.store(Lanes).move([((lane.account_id, False), from_tomorrow)])
        work.store(Lanes).clock_put_back(timedelta(seconds=60))
        work.session.expire_all()
        assert lane.ready_at <= work.now
        return lane.ready_at

    await town.database.run(settle)
    assert timedelta(hours=1) > LONGEST_REST


async def test_the_pace_of_all_messages_starts_anew() -> None:
    clock = MovedClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))
    pace = Pace(Limits(), clock)
    clock.move(days=1)
    for chat in (1, 2):
        pace.pause(chat, 300)
    clock.move(days=-1)
    began = clock.now()
    for _ in range(60):
        async with pace.turn():
            pace.next_for(1)
    assert clock.now() - began < timedelta(seconds=3)
    assert pace.next_for(1) - clock.now() < timedelta(minutes=2)


async def test_whoever_sleeps_while_the_clock_is_put_back_is_woken_in_time() -> None:
    class PutBack(MovedClock):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            self.move(days=-1)

    clock = PutBack(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))
    pace = Pace(Limits(per_second=1), clock)
    began = clock.now()
    for _ in range(3):
        async with pace.turn():
            pass
    assert clock.now() < began + timedelta(seconds=5)


async def test_the_timetable_goes_on(database: Database) -> None:
    scheduler = start_schedule(database, lambda: False, lambda: None)
    try:
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            job.modify(next_run_time=now + timedelta(days=1))
        tick_again(scheduler, now)
        assert all(job.next_run_time <= now + timedelta(hours=1) for job in scheduler.get_jobs())
    finally:
        scheduler.shutdown(wait=False)


def test_a_clock_that_only_runs_has_not_moved() -> None:
    clock = MovedClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))
    steps, watch = Steps(clock), Watch(clock)
    clock.move(seconds=1)
    assert (steps.back(), watch.moved()) == (None, timedelta(0))
    clock.move(hours=2)
    assert steps.back() is None
    assert watch.moved() > timedelta(hours=2) - SMALLEST_MOVE
    clock.move(hours=-2)
    assert steps.back() == timedelta(hours=2)
    assert watch.moved() < -timedelta(hours=2) + SMALLEST_MOVE
    assert steps.back() is None
