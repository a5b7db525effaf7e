"""An inbox of before 0027 comes through with the order and numbers of its updates, and goes back again."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from storage.delivery.inbox import Arrived
from storage.engines.database import Database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from storage.unit_of_work import UnitOfWork

GROUP = -1_002_000_000_000
BEFORE = "0026"
SPOKEN = '{"message": {"from": {"id": 77}, "text": "漏水"}}'


def _went_back(connection: Connection) -> list[tuple[int, int]]:
    command.downgrade(config_for(connection), BEFORE)
    found = connection.execute(text("SELECT update_id, chat_id FROM inbox ORDER BY id"))
    return [(row.update_id, row.chat_id) for row in found]


def _filled(connection: Connection) -> None:
    """As the version before has left it: one that waits, one of a group, one set aside, one of
    nobody any more, and one of a group that could not be handled and still has its words."""
    command.downgrade(config_for(connection), BEFORE)
    for number, chat, body, state in (
        (5, 77, "{}", 0),
        (6, GROUP, "{}", 0),
        (7, 77, '{"a": 1}', 2),
        (8, 0, None, 1),
        (9, GROUP, SPOKEN, 2),
    ):
        connection.execute(
            text(
                "INSERT INTO inbox (update_id, chat_id, body, received_at, tries, state)"
                " VALUES (:number, :chat, :body, '2026-11-18 01:00:00+00:00', 0, :state)"
            ),
            {"number": number, "chat": chat, "body": body, "state": state},
        )


def _kept(work: UnitOfWork) -> list[tuple[str, int, str]]:
    found = work.session.execute(text("SELECT channel, number, address FROM inbox ORDER BY id"))
    return [(row.channel, row.number, row.address) for row in found]


async def test_what_waits_is_known_by_its_channel_and_address(database: Database) -> None:
    await database.schema(_filled)
    await database.schema(migrate)
    rows = [
        ("telegram", 5, "77"),
        ("telegram", 6, str(GROUP)),
        ("telegram", 7, "77"),
        ("telegram", 8, ""),
        ("telegram", 9, "77"),
    ]
    assert await database.read(_kept) == rows
    again = [Arrived("telegram", 5, "77", "{}"), Arrived("another", 5, "77", "{}")]
    await database.run(lambda work: work.inbox.keep(again))
    assert await database.read(_kept) == [*rows, ("another", 5, "77")], "the same update again, and another channel's"
    taken = await database.run(lambda work: work.inbox.take_up(9, owner=1))
    assert [one.place for one in taken] == [("telegram", "77"), ("telegram", str(GROUP)), ("another", "77")]


async def test_it_goes_back_to_the_version_before(database: Database) -> None:
    await database.schema(_filled)
    await database.schema(migrate)
    assert await database.schema(_went_back) == [(5, 77), (6, GROUP), (7, 77), (8, 0), (9, 77)]
    await database.schema(migrate)
    assert len(await database.read(_kept)) == 5


async def test_what_another_channel_has_brought_is_not_taken_for_telegrams(database: Database) -> None:
    await database.run(lambda work: work.inbox.keep([Arrived("another", 5, "lin", "{}")]))
    with pytest.raises(RuntimeError, match="came from elsewhere"):
        await database.schema(_went_back)
