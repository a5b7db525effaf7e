"""The door to the database: all of a unit or nothing, whatever goes wrong, on both engines."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, PendingRollbackError, StatementError

from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from domain.refusal import Refusal
from domain.tickets.lifecycle import Change
from domain.vocabulary import Action, Level, State
from storage.engines.database import Database, open_database
from storage.engines.running import Unit
from storage.models import ChangeRow, Counter, OutboxRow, PlaceRow, Revision
from storage.sql.errors import DatabaseUnreachable, TryAgain
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.rows import lay_out, person, ticket


def count(name: str, work: UnitOfWork) -> None:
    work.session.add(Counter(name=name, value=1))


async def names(database: Database) -> list[str]:
    """Which counters are there."""
    found = await database.read(lambda work: list(work.session.scalars(select(Counter.name))))
    return sorted(found)


async def run_together(database: Database, *units: Unit[object]) -> list[object]:
    """Several units that wait together; on SQLite they share one commit. Their results or errors."""
    return await asyncio.gather(*(database.run(unit) for unit in units), return_exceptions=True)


def refuse(work: UnitOfWork) -> None:
    count("refused", work)
    work.session.flush()
    raise Refusal("refused-not-yours")


def double(work: UnitOfWork) -> None:
    """Fails only when the unit ends."""
    count("double", work)
    work.session.flush()
    work.session.expunge_all()
    count("double", work)


async def test_a_unit_that_fails_leaves_its_neighbours_alone(database: Database) -> None:
    results = await run_together(
        database,
        lambda work: count("a", work),
        refuse,
        lambda work: count("b", work),
        double,
        lambda work: count("c", work),
    )
    assert [type(result) for result in results] == [type(None), Refusal, type(None), IntegrityError, type(None)]
    assert await names(database) == ["a", "b", "c"]


def never_found(work: UnitOfWork) -> None:
    count("never found", work)
    next(iter(()))


async def test_a_unit_that_finds_nothing_where_something_should_be_leaves_its_neighbours_alone(
    database: Database,
) -> None:
    """No future can carry a StopIteration: whoever waited in the same commit must not wait for ever."""
    async with asyncio.timeout(5):
        results = await run_together(database, never_found, lambda work: count("b", work))
    assert [type(result) for result in results] == [RuntimeError, type(None)]
    assert await names(database) == ["b"]


async def test_a_swallowed_flush_error_does_not_commit_silently(database: Database) -> None:
    def swallow(work: UnitOfWork) -> None:
        count("before", work)
        work.session.flush()
        work.session.expunge_all()
        count("before", work)
        try:
            work.session.flush()
        except IntegrityError:
            pass
        else:
            raise AssertionError("the second row was taken")

    with pytest.raises(PendingRollbackError):
        await database.run(swallow)
    assert await names(database) == []
    await database.run(lambda work: count("after", work))
    assert await names(database) == ["after"]


async def test_what_fails_in_an_attempt_leaves_no_trace_and_the_unit_goes_on(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        ids = lay_out(work)
        chen = person(work, 1)
        row = ticket(work, ids["gh1"], reporter=chen)
        work.record(row, Change(Action.FILE, None, State.NEW, chen.id, work.now))
        work.tell(Letter(chen.id, Say("kept")))
        revision = work.session.scalar(select(Revision.directory))

        def fail() -> None:
            work.record(row, Change(Action.CLAIM, State.NEW, State.CLAIMED, chen.id, work.now))
            work.tell(Letter(chen.id, Say("undone")))
            count("undone", work)
            work.session.add(PlaceRow(code="x", parent_id=ids["sl"], level=Level.STREET, name="x", aliases=[]))
            work.places.touch()
            assert work.directory.by_code("x") is not None
            raise Refusal("refused-not-yours")

        with pytest.raises(Refusal), work.attempt():
            fail()
        assert (row.state, row.changes, row.moves) == (State.NEW, 1, 1)
        assert work.directory.by_code("x") is None
        assert work.session.scalar(select(Revision.directory)) == revision
        count("kept", work)
        work.tell(Letter(chen.id, Say("kept too")))

    await database.run(unit)
    assert await names(database) == ["kept", "tickets 2611"]

    def look(work: UnitOfWork) -> tuple[list[Action], list[object], bool]:
        lines = list(work.session.scalars(select(ChangeRow.action)))
        facts = list(work.session.scalars(select(OutboxRow.facts).order_by(OutboxRow.id)))
        return lines, [fact["key"] for fact in facts], work.directory.by_code("x") is None

    assert await database.read(look) == ([Action.FILE], ["kept", "kept too"], True)


async def test_a_database_error_in_an_attempt_undoes_the_attempt_only(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        count("a", work)
        work.session.flush()
        with pytest.raises(IntegrityError), work.attempt():
            work.session.execute(text("INSERT INTO counter (name, value) VALUES ('a', 2)"))
        count("b", work)

    await database.run(unit)
    assert await names(database) == ["a", "b"]


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        work.people.invite("hash", None, datetime(2026, 11, 18, 9, 0))

    with pytest.raises(StatementError, match="naive"):
        await database.run(unit)


async def test_times_come_back_as_the_instants_they_were(database: Database, clock: MovedClock) -> None:
    await database.run(lambda work: work.people.invite("hash", None, work.now + timedelta(microseconds=1)))

    def look(work: UnitOfWork) -> datetime:
        found = work.people.invitation("hash")
        assert found is not None
        return found.expires_at

    expires = await database.run(look)
    assert expires == clock.now() + timedelta(microseconds=1)
    assert expires.utcoffset() == timedelta(0)


async def test_readers_see_nothing_that_is_not_committed(
    database_url: str, database: Database, clock: MovedClock
) -> None:
    async def from_elsewhere() -> list[str]:
        other = open_database(database_url, clock.now, SUBJECTS)
        try:
            return await names(other)
        finally:
            await other.close()

    def unit(work: UnitOfWork) -> list[str]:
        count("a", work)
        work.session.flush()
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(lambda: asyncio.run(from_elsewhere())).result()

    assert await database.run(unit) == []
    assert await names(database) == ["a"]


async def test_reading_writes_nothing(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        count("a", work)
        work.session.flush()
        work.outbox.add(1, Letter(0, Say("a")))

    await database.read(unit)
    assert await names(database) == []
    assert await database.run(lambda work: work.session.scalar(select(func.count()).select_from(OutboxRow))) == 0


async def test_a_unit_nobody_waits_for_any_more_does_not_stop_the_others(database: Database) -> None:
    for turns in range(60):
        task = asyncio.ensure_future(database.run(lambda work: work.tickets.next_number("2611")))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await database.run(lambda work: count("alive", work))
    assert "alive" in await names(database)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:////no/such/folder/a.db", "mysql://a/b"])
def test_an_address_that_cannot_be_used_is_refused_at_once(url: str, clock: MovedClock) -> None:
    with pytest.raises(DatabaseUnreachable):
        open_database(url, clock.now, SUBJECTS)


async def test_a_server_that_is_not_there_may_be_tried_again(clock: MovedClock) -> None:
    nowhere = open_database("postgresql://nobody:secret@127.0.0.1:1/none", clock.now, SUBJECTS)
    with pytest.raises(TryAgain) as trouble:
        await nowhere.run(lambda work: None)
    with pytest.raises(DatabaseUnreachable):
        await nowhere.schema(lambda connection: None)
    assert "secret" not in str(trouble.value)
    await nowhere.close()
