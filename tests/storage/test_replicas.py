"""Several processes on one database: who leads, who lives, and what becomes of it when one is gone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engines import replicas
from storage.engines.replicas import Replica, open_replica
from storage.sql.errors import AlreadyRunning

Pair = tuple[Replica, Replica]


@pytest.fixture
async def pair(postgres_database: str) -> AsyncIterator[Pair]:
    first, second = open_replica(postgres_database), open_replica(postgres_database)
    await first.keep()
    await second.keep()
    yield first, second
    await first.close()
    await second.close()


async def cut(url: str, replica: Replica) -> None:
    """End the session that holds a process's locks, as the server does with one that says nothing; it is gone then."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        session = (
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND objid = :number"
        )
        assert (await connection.execute(text(session), {"number": replica.number})).scalar()
    await engine.dispose()


async def test_one_of_several_leads_and_all_know_who_lives(pair: Pair) -> None:
    first, second = pair
    assert (first.leads, second.leads) == (True, False)
    assert (first.present, second.present) == (True, True)
    assert await first.living() == await second.living() == frozenset({first.number, second.number})


async def test_who_leads_keeps_leading_however_often_the_others_ask(pair: Pair) -> None:
    first, second = pair
    for _ in range(3):
        await second.keep()
        await first.keep()
    assert (first.leads, second.leads) == (True, False)


async def test_when_the_leader_ends_the_next_one_leads(pair: Pair) -> None:
    first, second = pair
    await first.close()
    await second.keep()
    assert second.leads
    assert await second.living() == frozenset({second.number})


async def test_a_leader_who_is_cut_off_notices_and_follows_whoever_took_over(
    pair: Pair, postgres_database: str
) -> None:
    first, second = pair
    await cut(postgres_database, first)
    await second.keep()
    assert second.leads
    await first.keep()
    assert (first.present, first.leads) == (False, False)
    await first.keep()
    assert (first.present, first.leads) == (True, False)
    assert await second.living() == frozenset({first.number, second.number})


async def test_a_leader_that_freezes_loses_the_lead_though_it_is_not_dead(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "SILENT_SECONDS", 1)
    first, second = open_replica(postgres_database), open_replica(postgres_database)
    await first.keep()  # and then never again
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 20
    while not second.leads:
        assert loop.time() < deadline
        await second.keep()
    assert await second.living() == frozenset({second.number})
    await first.keep()
    assert not first.leads
    await first.close()
    await second.close()


async def test_the_leader_hears_at_once_that_something_was_queued(pair: Pair) -> None:
    first, second = pair
    told = asyncio.Event()
    first.when_told(queued=told.set, arrived=lambda: None)
    second.tell_leader()
    second.tell_leader()
    await asyncio.wait_for(told.wait(), 10)


async def test_every_process_hears_at_once_that_updates_are_left_to_it(pair: Pair) -> None:
    first, second = pair
    await first.keep()  # the second came after its first look
    assert first.others
    assert second.others
    told = asyncio.Event()
    second.when_told(queued=lambda: pytest.fail("nothing was queued"), arrived=told.set)
    first.tell_others()
    await asyncio.wait_for(told.wait(), 10)


async def test_whoever_is_left_alone_notices_and_tells_nobody(pair: Pair) -> None:
    first, second = pair
    await first.close()
    await second.keep()
    assert not second.others
    second.when_told(queued=lambda: None, arrived=lambda: pytest.fail("there is nobody to tell"))
    second.tell_others()
    heard = asyncio.Event()
    second.when_told(queued=heard.set, arrived=lambda: pytest.fail("there is nobody to tell"))
    second.tell_leader()
    await asyncio.wait_for(heard.wait(), 10)


async def test_where_no_database_answers_nobody_is_present(postgres_database: str) -> None:
    lost = open_replica("postgresql://nobody@127.0.0.1:1/nothing")
    await lost.keep()
    assert not lost.present
    assert not lost.others
    assert not lost.leads
    assert await lost.living() is None
    await lost.close()


async def test_sqlite_serves_one_process_until_that_one_ends(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'louzhang.sqlite3'}"
    first = open_replica(url)
    assert first.leads
    with pytest.raises(AlreadyRunning):
        open_replica(url)
    (tmp_path / "another-name.sqlite3").symlink_to(tmp_path / "louzhang.sqlite3")
    with pytest.raises(AlreadyRunning):
        open_replica(f"sqlite:///{tmp_path / 'another-name.sqlite3'}")
    await first.close()
    second = open_replica(url)
    assert second.number != first.number
    await second.close()
