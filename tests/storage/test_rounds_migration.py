"""Databases from before rounds: what stewards were asked to tell at the door is a round of the same number, and
back."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.subjects import SUBJECTS
from domain.matters.rounds import RoundOutcome
from storage.engines.database import Database, open_database
from storage.matters.rounds import Rounds
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from storage.models import RoundRow
from storage.unit_of_work import UnitOfWork
from subjects.announcements.service.sending import count
from subjects.announcements.store import Announcements
from tests.conftest import MovedClock
from tests.storage.test_database_engines import differences

BEFORE = """
INSERT INTO place (id, code, level, name, aliases) VALUES (1, 'sl', 'community', 'x', '[]'), (2, 'b1', 'building', 'y', '[]');
INSERT INTO person (id, created_at, is_administrator) VALUES (1, '2026-11-01', FALSE), (2, '2026-11-01', FALSE);
INSERT INTO announcement (id, author_id, posts, places, urgency, stage, version, send_at, expires_at, created_at, cursor, muted, unreachable) VALUES (5, 1, '[]', '[1]', 'ordinary', 'sending', 1, '2026-11-17 01:00:00', '2026-12-17 01:00:00', '2026-11-16 01:00:00', 0, 0, 0);
INSERT INTO door_task (id, announcement_id, person_id, places, done_at) VALUES (7, 5, 1, '[1, 2]', NULL), (9, 5, 2, '[2]', '2026-11-18 01:00:00.000000')
"""  # noqa: E501


@pytest.fixture
async def before(database_url: str, clock: MovedClock) -> Database:
    """A filled database of the version before rounds."""

    def older(connection: Connection) -> None:
        command.downgrade(config_for(connection), "0035")
        for statement in BEFORE.split(";\n"):
            connection.exec_driver_sql(statement)

    database = open_database(database_url, clock.now, SUBJECTS)
    await database.schema(older)
    return database


async def test_lists_that_were_sent_can_still_be_answered_and_are_counted_as_before(before: Database) -> None:
    await before.schema(migrate)
    assert await before.schema(differences) == []

    def walked(work: UnitOfWork) -> list[tuple[int, int | None, bool, list[tuple[int, RoundOutcome | None]]]]:
        rounds = work.session.query(RoundRow).order_by(RoundRow.id)
        points = {one.id: [(p.place_id, p.outcome) for p in work.store(Rounds).points(one.id)] for one in rounds}
        return [(one.id, one.by_person_id, one.done_at is not None, points[one.id]) for one in rounds]

    assert await before.read(walked) == [
        (7, 1, False, [(1, None), (2, None)]),
        (9, 2, True, [(2, RoundOutcome.TOLD)]),
    ]

    def counted(work: UnitOfWork) -> tuple[int, int, int]:
        row = work.store(Announcements).get(5)
        assert row is not None
        outcome = count(work, row)
        return outcome.told_at_doors, outcome.asked_at_doors, outcome.doors

    assert await before.read(counted) == (1, 2, 0)

    def next_one(work: UnitOfWork) -> int:
        row = work.session.get_one(RoundRow, 7)
        return work.store(Rounds).add(row.kind, 1, row.closes_at, [(1, None)]).id

    assert await before.run(next_one) == 10, "numbers go on behind the old ones"
    await before.close()


async def test_it_can_go_back_and_forth(before: Database) -> None:
    def tasks(connection: Connection) -> list[tuple[object, ...]]:
        asked = text("SELECT id, announcement_id, person_id, done_at FROM door_task ORDER BY id")
        return [tuple(row) for row in connection.execute(asked)]

    then = await before.schema(tasks)
    await before.schema(migrate)
    await before.schema(lambda connection: command.downgrade(config_for(connection), "0035"))
    assert await before.schema(tasks) == then
    await before.schema(migrate)
    assert await before.schema(differences) == []
    await before.close()
