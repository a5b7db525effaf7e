"""What an operator's programs are told: alive, ready or not and why, and the numbers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import text

from bot.listening import listen
from bot.schedule import TIMETABLE, run_tick
from bot.status import Status
from domain.notices.notices import Letter, Say
from storage.delivery.inbox import Arrived
from storage.engines.database import Database
from storage.engines.replicas import Alone
from tests.conftest import MovedClock


class Window:
    """The status page of a program that has just started."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def asks(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self._url + path) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def window(database: Database, clock: MovedClock) -> AsyncIterator[Window]:
    runner = await listen("127.0.0.1:0", Status(database, Alone(), clock).app())
    host, port = runner.addresses[0]
    yield Window(f"http://{host}:{port}")
    await runner.cleanup()


async def tick_all(database: Database) -> None:
    for tick in TIMETABLE:
        await run_tick(database, tick)


async def test_a_program_that_has_just_started_lives_and_is_ready(window: Window) -> None:
    assert await window.asks("/healthz") == (200, "ok\n")
    assert await window.asks("/readyz") == (200, '{"ready":true,"failing":[]}')


async def test_when_the_clock_has_not_ticked_for_long_it_is_not_ready(
    window: Window, database: Database, clock: MovedClock
) -> None:
    clock.move(minutes=10)
    assert await window.asks("/readyz") == (503, '{"ready":false,"failing":["ticks"]}')
    await tick_all(database)
    assert (await window.asks("/readyz"))[0] == 200


async def test_when_a_message_could_leave_and_does_not_it_is_not_ready(
    window: Window, database: Database, clock: MovedClock
) -> None:
    later = clock.now() + timedelta(hours=1)
    await database.run(lambda work: work.outbox.add(5, Letter(0, Say("cancelled"), not_before=later)))
    clock.move(minutes=2)
    await tick_all(database)
    assert (await window.asks("/readyz"))[0] == 200, "what is to leave later is not late"
    await database.run(lambda work: work.outbox.add(6, Letter(0, Say("cancelled"))))
    clock.move(minutes=2)
    await tick_all(database)
    assert await window.asks("/readyz") == (503, '{"ready":false,"failing":["courier"]}')
    await database.run(lambda work: work.outbox.take(5, lease=timedelta(minutes=1)))
    assert (await window.asks("/readyz"))[0] == 200, "what is on its way is not late"


async def test_a_database_of_an_older_version_is_not_ready(window: Window, database: Database) -> None:
    await database.schema(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '0001'")))
    assert await window.asks("/readyz") == (503, '{"ready":false,"failing":["migrations"]}')


async def test_without_a_database_it_lives_is_not_ready_and_still_counts(window: Window, database: Database) -> None:
    await database.schema(lambda c: c.execute(text("ALTER TABLE inbox RENAME TO gone")))
    assert (await window.asks("/healthz"))[0] == 200
    assert await window.asks("/readyz") == (503, '{"ready":false,"failing":["database"]}')
    assert (await window.asks("/metrics"))[0] == 200


async def test_the_numbers_say_what_waits_for_how_long_and_what_was_set_aside(
    window: Window, database: Database, clock: MovedClock
) -> None:
    await database.run(lambda work: work.inbox.keep([Arrived("telegram", n, str(n), "{}") for n in (1, 2, 3)]))
    await database.run(lambda work: work.inbox.set_aside(work.inbox.waiting(1)[0], "AB12"))
    await database.run(lambda work: work.outbox.add(5, Letter(0, Say("cancelled"))))
    clock.move(seconds=30)
    _, shown = await window.asks("/metrics")
    lines = set(shown.splitlines())
    assert {
        "louzhang_inbox_waiting 2.0",
        "louzhang_inbox_oldest_seconds 30.0",
        "louzhang_inbox_set_aside 1.0",
        "louzhang_outbox_waiting 1.0",
        "louzhang_outbox_oldest_seconds 30.0",
        "louzhang_courier_lag_seconds 30.0",
        "louzhang_outbox_set_aside 0.0",
        'louzhang_tickets{state="new"} 0.0',
        "louzhang_posts_unreachable 0.0",
        "louzhang_leads 1.0",
    } <= lines
    for histogram in ("update", "send", "told"):
        assert f"louzhang_{histogram}_seconds_count" in shown


async def test_many_may_ask_at_once(window: Window) -> None:
    answers = await asyncio.gather(*(window.asks(path) for path in ("/readyz", "/metrics") * 5))
    assert {status for status, _ in answers} == {200}
