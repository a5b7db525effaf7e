"""Held is never for ever, on both databases: what is held has a moment at which it leaves."""

import logging

import pytest
from alembic import command
from sqlalchemy import Connection, text, update
from sqlalchemy.exc import IntegrityError

from bot import metrics
from bot.schedule import TIMETABLE, run_tick
from domain.notices.notices import Letter, Say
from domain.vocabulary import Grade
from services.keeping.checkup import check_up
from storage.engines.database import Database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.storage.mail import counts, rows, take, words

OVERDUE_TICK = next(tick for tick in TIMETABLE if tick.name == "release_overdue")


async def hold(database: Database, *, grade: Grade = Grade.P2, hours: float = 1) -> None:
    def unit(work: UnitOfWork) -> None:
        until = work.now.replace(hour=work.now.hour + int(hours))
        work.outbox.add(account_of(work, 5), Letter(0, Say("cancelled"), held_until=until, keeps_quiet=grade))

    await database.run(unit)


def test_a_letter_that_is_held_keeps_somebodys_quiet_time(clock: MovedClock) -> None:
    with pytest.raises(ValueError, match="never leave"):
        Letter(1, Say("cancelled"), held_until=clock.now())


@pytest.mark.parametrize("missing", ["keeps_quiet", "not_before"])
async def test_the_database_holds_nothing_without_a_moment_at_which_it_leaves(database: Database, missing: str) -> None:
    await hold(database)
    with pytest.raises(IntegrityError):
        await database.run(lambda work: work.session.execute(update(OutboxRow).values({missing: None})))
    assert await rows(database) == [(await database.run(lambda work: account_of(work, 5)), "Say", OutboxState.HELD, 0)]


async def test_what_was_held_for_ever_leaves_by_day_and_is_counted_in_the_log(
    database: Database, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    def back(connection: Connection) -> None:
        command.downgrade(config_for(connection), "0015")
        connection.execute(
            text(
                "INSERT INTO outbox"
                " (chat_id, broadcast, kind, facts, created_at, not_before, keeps_quiet, state, tries)"
                " SELECT chat_id, broadcast, kind, facts, created_at, NULL, NULL, state, tries FROM outbox"
                " UNION ALL SELECT chat_id, broadcast, kind, facts, created_at, not_before, NULL, state, tries"
                " FROM outbox"
            )
        )

    await hold(database)
    await database.schema(back)
    with caplog.at_level(logging.WARNING):
        await database.schema(migrate)
    assert "2 messages were held for ever" in caplog.text
    clock.move(hours=1)
    assert await run_tick(database, next(tick for tick in TIMETABLE if tick.name == "release_held")) == 3
    said, there = await counts(database)
    assert said == there == {(await database.run(lambda work: account_of(work, 5)), False): 3}
    assert words(await take(database)) == ["cancelled"]


async def test_what_is_past_its_moment_leaves_once_whatever_it_waits_for_and_is_counted_and_named(
    database: Database, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    def faults(work: UnitOfWork) -> str:
        return "\n".join(finding.words for finding in check_up(work, [], 1) if finding.fault)

    await hold(database)
    clock.move(hours=1, minutes=50)
    assert await run_tick(database, OVERDUE_TICK) == 0, "not yet an hour late"
    assert "held back" not in await database.run(faults)
    clock.move(minutes=20)
    assert "1 messages are held back past their moment" in await database.run(faults)
    counted = metrics.MENDED.labels("release_overdue")._value.get()
    with caplog.at_level(logging.WARNING):
        assert [await run_tick(database, OVERDUE_TICK) for _ in range(2)] == [1, 0]
    assert "tick=release_overdue found 1 that should have been done before" in caplog.text
    assert metrics.MENDED.labels("release_overdue")._value.get() == counted + 1
    assert words(await take(database)) == ["cancelled"]
    assert "held back" not in await database.run(faults)


async def test_at_night_even_what_is_past_its_moment_rings_nobody(database: Database, clock: MovedClock) -> None:
    await hold(database)
    clock.move(hours=14)  # 23:00
    assert await run_tick(database, OVERDUE_TICK) == 0
    clock.move(hours=8, minutes=30)
    assert await run_tick(database, OVERDUE_TICK) == 1
