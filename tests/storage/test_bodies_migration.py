"""Databases from before bodies: posts and tickets stay as they are, nobody is asked anything, and can go back."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.subjects import SUBJECTS
from domain.vocabulary import Role
from storage.engines.database import Database, open_database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from tests.conftest import MovedClock
from tests.storage.test_database_engines import differences

BEFORE = """
INSERT INTO place (id, code, level, name, aliases) VALUES (1, 'sl', 'community', 'x', '[]');
INSERT INTO post (id, code, place_id, role, title) VALUES (1, 'gh1', 1, 'steward', 's'), (2, 'of', 1, 'office', 'o');
INSERT INTO person (id, created_at, is_administrator) VALUES (1, '2026-11-01', FALSE);
INSERT INTO holding (id, post_id, person_id, held_as) VALUES (1, 1, 1, 'main')
"""


@pytest.fixture
async def before(database_url: str, clock: MovedClock) -> Database:
    """A filled database of the version before bodies."""

    def older(connection: Connection) -> None:
        command.downgrade(config_for(connection), "0033")
        for statement in BEFORE.split(";\n"):
            connection.execute(text(statement))

    database = open_database(database_url, clock.now, SUBJECTS)
    await database.schema(older)
    return database


async def test_posts_of_before_are_in_no_body_and_their_holders_hold_them_still(before: Database) -> None:
    await before.schema(migrate)
    assert await before.schema(differences) == []
    directory = await before.read(lambda work: work.directory)
    assert [post.body_id for post in directory.posts.values()] == [None, None]
    assert directory.bodies == {}
    held = await before.read(lambda work: [post.role for post in work.directory.posts_of(1, work.now)])
    assert held == [Role.STEWARD]
    assert await before.read(lambda work: work.directory.seats_of(1, work.now)) == []
    await before.close()


async def test_it_can_go_back_and_forth(before: Database) -> None:
    def posts(connection: Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.execute(text("SELECT id, code, role, title FROM post ORDER BY id"))]

    then = await before.schema(posts)
    await before.schema(migrate)
    await before.schema(lambda connection: command.downgrade(config_for(connection), "0033"))
    assert await before.schema(posts) == then
    await before.schema(migrate)
    assert await before.schema(differences) == []
    await before.close()
