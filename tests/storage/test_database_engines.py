"""What only one of the two engines does: the group on SQLite, locks and deadlocks on PostgreSQL; migrations on both."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

import storage.engines.sqlite
from bot.subjects import SUBJECTS
from domain.vocabulary import Level
from storage.engines.database import Database, open_database
from storage.engines.running import Unit
from storage.migrations import NEWEST, migrate
from storage.migrations.upgrade import config_for
from storage.models import Base, Counter, CoverageRow, PlaceRow
from storage.sql.errors import DatabaseNewer, TryAgain
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.test_database import count, names, run_together

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@only_sqlite
async def test_the_one_writer_works_in_the_order_of_asking(database: Database) -> None:
    done: list[int] = []

    def unit(number: int, work: UnitOfWork) -> None:
        count(f"{number:03}", work)
        done.append(number)

    await run_together(database, *((lambda work, n=n: unit(n, work)) for n in range(200)))
    assert done == list(range(200))
    assert len(await names(database)) == 200


@pytest.fixture
def another_process(database_url: str) -> Iterator[sqlite3.Connection]:
    """It has the file for itself until it commits."""
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


@only_sqlite
async def test_while_another_process_has_the_file_the_loop_goes_on(
    database: Database, another_process: sqlite3.Connection
) -> None:
    waiting = [asyncio.create_task(database.run(partial(count, name))) for name in ("a", "b")]
    await asyncio.sleep(0.05)
    assert await names(database) == []
    assert not any(one.done() for one in waiting)
    another_process.execute("COMMIT")
    assert await asyncio.gather(*waiting) == [None, None]
    assert await names(database) == ["a", "b"]


@only_sqlite
async def test_whoever_waits_too_long_for_the_file_may_try_again(
    database: Database, another_process: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.engines.sqlite, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(TryAgain):
        await database.run(partial(count, "a"))
    another_process.execute("COMMIT")
    await database.run(partial(count, "b"))
    assert await names(database) == ["b"]


@only_sqlite
async def test_whoever_gave_up_before_his_unit_began_is_passed_over(
    database: Database, another_process: sqlite3.Connection
) -> None:
    given_up, patient = (asyncio.create_task(database.run(partial(count, name))) for name in ("a", "b"))
    await asyncio.sleep(0.05)
    given_up.cancel()
    another_process.execute("COMMIT")
    await patient
    assert await names(database) == ["b"]


def break_the_commit(work: UnitOfWork) -> None:
    """A row whose place does not exist, noticed only when the whole group is committed."""
    work.session.execute(text("PRAGMA defer_foreign_keys = on"))
    work.session.add(CoverageRow(post_id=999, place_id=999, side="all"))


@only_sqlite
async def test_when_the_shared_commit_fails_every_unit_of_it_may_be_tried_again(database: Database) -> None:
    results = await run_together(database, lambda work: count("a", work), break_the_commit)
    assert [type(result) for result in results] == [TryAgain, TryAgain]
    assert await names(database) == []
    await database.run(lambda work: count("a", work))
    assert await names(database) == ["a"]


def add_place(code: str, work: UnitOfWork) -> None:
    work.session.add(PlaceRow(code=code, parent_id=None, level=Level.COMMUNITY, name=code, aliases=[]))
    work.places.touch()


def root(work: UnitOfWork) -> str | None:
    return work.directory.root.code if work.directory.root else None


@only_sqlite
async def test_a_directory_read_before_a_failed_commit_is_not_remembered(database: Database) -> None:
    await run_together(database, lambda work: add_place("never", work), root, break_the_commit)
    await database.run(lambda work: add_place("real", work))
    assert await database.run(root) == "real"


@pytest.fixture
async def two(database: Database) -> Database:
    for name in ("a", "b"):
        await database.run(partial(count, name))
    return database


def meet(first: str, second: str, here: set[str], *, attempt: bool = False) -> Unit[None]:
    """A unit that locks one counter, waits until the other unit has locked its own, and wants that one too."""

    def unit(work: UnitOfWork) -> None:
        work.session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
        work.session.execute(update(Counter).where(Counter.name == first).values(value=2))
        here.add(first)
        while second not in here:
            work.session.execute(text("SELECT 1"))
        if attempt:
            with work.attempt():
                work.session.execute(update(Counter).where(Counter.name == second).values(value=3))
        else:
            work.session.execute(update(Counter).where(Counter.name == second).values(value=3))

    return unit


@only_postgresql
@pytest.mark.parametrize("attempt", [False, True])
async def test_a_deadlock_is_passing_trouble_also_within_an_attempt(two: Database, attempt: bool) -> None:
    here: set[str] = set()
    results = await run_together(two, meet("a", "b", here, attempt=attempt), meet("b", "a", here, attempt=attempt))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "TryAgain"]


@only_postgresql
async def test_a_lock_waited_for_in_vain_is_passing_trouble(two: Database) -> None:
    here: set[str] = set()

    def holds(work: UnitOfWork) -> None:
        work.session.execute(update(Counter).where(Counter.name == "a").values(value=2))
        here.add("held")
        while "done" not in here:
            work.session.execute(text("SELECT 1"))

    def wants(work: UnitOfWork) -> None:
        while "held" not in here:
            work.session.execute(text("SELECT 1"))
        work.session.execute(text("SET LOCAL lock_timeout = '20ms'"))
        try:
            work.session.execute(update(Counter).where(Counter.name == "a").values(value=3))
        finally:
            here.add("done")

    results = await run_together(two, holds, wants)
    assert [type(result).__name__ for result in results] == ["NoneType", "TryAgain"]


@only_postgresql
async def test_a_cut_connection_is_passing_trouble_and_the_next_unit_works(two: Database) -> None:
    def cut(work: UnitOfWork) -> None:
        count("lost", work)
        work.session.flush()
        work.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(TryAgain):
        await two.run(cut)
    await two.run(lambda work: count("c", work))
    assert await names(two) == ["a", "b", "c"]


@only_postgresql
async def test_units_run_side_by_side(two: Database) -> None:
    here: set[str] = set()

    def wait_for(mine: str, other: str) -> Unit[None]:
        def unit(work: UnitOfWork) -> None:
            here.add(mine)
            while other not in here:
                work.session.execute(text("SELECT 1"))

        return unit

    assert await run_together(two, wait_for("x", "y"), wait_for("y", "x")) == [None, None]


# Migrations


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def test_the_newest_version_by_its_file_is_the_end_of_the_chain() -> None:
    """A database at that version is not looked at any further when the program starts."""
    assert ScriptDirectory.from_config(config_for()).get_current_head() == NEWEST


async def test_the_migrations_lead_to_the_models(database: Database) -> None:
    assert await database.schema(differences) == []
    tables = await database.schema(lambda connection: set(inspect(connection).get_table_names()))
    assert tables == {*Base.metadata.tables, "alembic_version"}


async def test_every_index_of_the_models_is_there_with_its_condition(database: Database) -> None:
    def conditions(connection: Connection) -> dict[str, bool]:
        option = f"{connection.dialect.name}_where"
        return {
            str(index["name"]): bool(index.get("dialect_options", {}).get(option) is not None)
            for table in Base.metadata.tables
            for index in inspect(connection).get_indexes(table)
            if not index.get("duplicates_constraint")
        }

    expected = {
        str(index.name): index.dialect_options[database.dialect].get("where") is not None
        for table in Base.metadata.tables.values()
        for index in table.indexes
    }
    found = await database.schema(conditions)
    assert {name: found.get(name) for name in expected} == expected


async def test_migrating_twice_is_harmless(database: Database) -> None:
    await database.run(lambda work: count("kept", work))
    for _ in range(2):
        await database.schema(migrate)
    assert await names(database) == ["kept"]
    assert await database.schema(differences) == []


OLDER = """
INSERT INTO person (id, telegram_id, created_at, is_administrator) VALUES
 (1, 11, '2026-11-01', FALSE), (2, 12, '2026-11-01', FALSE), (3, 13, '2026-11-01', FALSE);
INSERT INTO place (id, code, level, name, aliases) VALUES (1, 'sl', 'community', 'x', '[]');
INSERT INTO ticket (id, number, state, category, kind, grade, safety, place_id, secrecy, concerns_steward, channel,
 on_behalf, filed_by_id, reporter_id, filed_at, reopened, not_solved, appealed, changes, moves) VALUES
 (1, '2611-0001', 'claimed', 'R202', 'repair', 'P2', FALSE, 1, 'normal', FALSE, 'chat', FALSE, 1, 1, '2026-11-01',
 0, 0, FALSE, 4, 1);
INSERT INTO follower (ticket_id, person_id, since) VALUES (1, 2, '2026-11-02');
INSERT INTO ticket_text (id, ticket_id, action, body, at) VALUES (1, 1, 'file', 'report', '2026-11-01'),
 (2, 1, 'follow', 'too', '2026-11-02'), (3, 1, 'note', 'dog', '2026-11-03'), (4, 1, 'correct', 'sorry', '2026-11-04');
INSERT INTO change (ticket_id, seq, action, after, by_id, channel, at, text_id, detail) VALUES
 (1, 1, 'file', 'new', 1, 'chat', '2026-11-01', NULL, '{}'),
 (1, 2, 'follow', 'new', NULL, 'chat', '2026-11-02', 2, '{}'),
 (1, 3, 'note', 'new', 3, 'chat', '2026-11-03', 3, '{}'), (1, 4, 'correct', 'new', 1, 'chat', '2026-11-04', 4, '{}');
INSERT INTO media (id, ticket_id, seq, kind, file_id, unique_id, size) VALUES (1, 1, 1, 'photo', 'f', 'u', 1),
 (2, 1, 2, 'photo', 'f', 'u', 1), (3, 1, 3, 'photo', 'f', 'u', 1), (4, 1, 9, 'photo', 'f', 'u', 1)
"""
"""Words and files as they were kept before they said whose they are; the last file hangs on no line."""


async def test_words_and_files_of_an_older_database_learn_whose_they_are(database_url: str, clock: MovedClock) -> None:
    def older(connection: Connection) -> None:
        command.downgrade(config_for(connection), "0015")
        for statement in OLDER.split(";"):
            connection.execute(text(statement))

    def found(connection: Connection) -> tuple[list[object], list[object]]:
        texts = connection.execute(text("SELECT by_id FROM ticket_text ORDER BY id")).scalars()
        media = connection.execute(text("SELECT action, by_id FROM media ORDER BY id"))
        return list(texts), [tuple(row) for row in media]

    database = open_database(database_url, clock.now, SUBJECTS)
    await database.schema(older)
    await database.schema(migrate)
    files = [("file", 1), ("follow", 2), ("note", 3), ("note", None)]
    assert await database.schema(found) == ([1, 2, 3, 1], files)
    assert await database.schema(differences) == []
    await database.close()


@only_sqlite
async def test_a_table_is_made_anew_while_rows_refer_to_it_and_none_is_left_that_refers_to_nothing(
    database: Database,
) -> None:
    def refer(work: UnitOfWork) -> None:
        work.session.add(PlaceRow(id=1, code="sl", level=Level.COMMUNITY, name="示例社区", aliases=[]))
        work.session.flush()
        work.session.add(PlaceRow(id=2, code="gh", level=Level.COMPOUND, name="桂花苑", aliases=[], parent_id=1))

    def lose(connection: Connection) -> None:
        connection.execute(text("DELETE FROM place WHERE id = 1"))

    def make_anew(connection: Connection) -> None:
        connection.execute(text("CREATE TEMPORARY TABLE before AS SELECT * FROM place"))
        connection.execute(text("DELETE FROM place"))
        connection.execute(text("INSERT INTO place SELECT * FROM before"))

    await database.run(refer)
    with pytest.raises(IntegrityError, match="place"):
        await database.schema(lose)
    await database.schema(make_anew)
    assert await database.read(lambda work: len(work.session.scalars(select(PlaceRow)).all())) == 2


async def test_two_programs_that_start_at_once_migrate_once(
    database_url: str, database: Database, clock: MovedClock
) -> None:
    other = open_database(database_url, clock.now, SUBJECTS)
    await asyncio.gather(database.schema(migrate), other.schema(migrate))
    await other.close()
    assert await database.schema(differences) == []


async def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    await database.run(lambda work: count("kept", work))

    def from_the_future(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await database.schema(from_the_future)
    with pytest.raises(DatabaseNewer):
        await database.schema(migrate)
    assert await names(database) == ["kept"]
    version = await database.read(lambda work: work.session.scalar(select(text("version_num FROM alembic_version"))))
    assert version == "9999"


async def test_an_empty_file_becomes_a_database(tmp_path: Path, clock: MovedClock) -> None:
    fresh = open_database(f"sqlite:///{tmp_path / 'new.sqlite3'}", clock.now, SUBJECTS)
    await fresh.schema(migrate)
    assert await fresh.schema(differences) == []
    await fresh.close()
