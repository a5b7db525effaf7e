"""Databases from before accounts: whatever named Telegram's numbers names accounts, and can go back."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.subjects import SUBJECTS
from storage.engines.database import Database, open_database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from tests.conftest import MovedClock
from tests.storage.test_database_engines import differences

GROUP, SORRY = -1001234567890, 77
BEFORE = f"""
INSERT INTO person (id, telegram_id, telegram_language, unreachable_at, created_at, is_administrator) VALUES
 (1, 3, 'zh', NULL, '2026-11-01', FALSE), (2, 2, NULL, '2026-11-09', '2026-11-02', FALSE),
 (3, 1, 'en', NULL, '2026-11-03', FALSE), (4, NULL, NULL, NULL, '2026-11-04', FALSE),
 (5, 5000000001, NULL, NULL, '2026-11-05', FALSE);
INSERT INTO place (id, code, level, name, aliases) VALUES (1, 'sl', 'community', 'x', '[]');
INSERT INTO ticket (id, number, state, category, kind, grade, safety, place_id, secrecy, channel, near,
 on_behalf, filed_by_id, reporter_id, filed_at, reopened, not_solved, appealed, changes, moves) VALUES
 (1, '2611-0001', 'claimed', 'R202', 'repair', 'P2', FALSE, 1, 'normal', 'chat', FALSE, FALSE, 1, 1, '2026-11-01',
 0, 0, FALSE, 1, 1);
INSERT INTO ticket_text (id, ticket_id, action, body, at, chat_id, message_id) VALUES
 (1, 1, 'file', 'report', '2026-11-01', 3, 8), (2, 1, 'note', 'by telephone', '2026-11-02', NULL, NULL);
INSERT INTO message_of_ticket (chat_id, message_id, ticket_id, person_id, is_card) VALUES
 (1, 8, 1, 3, TRUE), (2, 8, 1, 2, TRUE), (3, 8, 1, 1, TRUE), (3, 9, 1, 1, FALSE);
INSERT INTO lane (chat_id, broadcast, pending, ready_at, leased_until, fence) VALUES
 (1, FALSE, 1, '2026-11-01', '2026-11-01', 1), (1, TRUE, 0, '2026-11-01', '2026-11-01', 2),
 (2, FALSE, 2, '2026-11-01', '2026-11-01', 3), (3, FALSE, 3, '2026-11-01', '2026-11-01', 4),
 ({GROUP}, FALSE, 1, '2026-11-01', '2026-11-01', 5);
INSERT INTO outbox (id, chat_id, broadcast, person_id, kind, facts, dedupe, created_at, state, tries) VALUES
 (1, 1, FALSE, 3, 'CardRedraw', '{{"ticket_id": 1}}', '1:CardRedraw:{{''ticket_id'': 1}}', '2026-11-01', 0, 0),
 (2, 3, FALSE, 1, 'CardRedraw', '{{"ticket_id": 1}}', '3:CardRedraw:{{''ticket_id'': 1}}', '2026-11-01', 0, 0),
 (3, {GROUP}, FALSE, NULL, 'Say', '{{"key": "a"}}', NULL, '2026-11-01', 0, 0),
 (4, {SORRY}, FALSE, NULL, 'Sorry', '{{"incident": "A"}}', NULL, '2026-11-01', 2, 1)
"""
TABLES = {
    "person": "id, {telegram_id}, {language}",
    "ticket_text": "id, {chat_id}, {message_id}",
    "message_of_ticket": "{chat_id}, {message_id}, person_id",
    "lane": "{chat_id}, broadcast, pending, fence",
    "outbox": "id, {chat_id}, dedupe",
}
BY_NUMBER = {
    "telegram_id": "telegram_id",
    "language": "telegram_language",
    "chat_id": "chat_id",
    "message_id": "message_id",
}
BY_ACCOUNT = {
    "telegram_id": "(SELECT min(address) FROM account a WHERE a.person_id = person.id)",
    "language": "device_language",
    "chat_id": "(SELECT address FROM account a WHERE a.id = account_id)",
    "message_id": "number",
}


def rows_of(connection: Connection, columns: dict[str, str]) -> dict[str, list[tuple[object, ...]]]:
    """What the tables say, with the same columns however they are called."""
    found = {}
    for table, named in TABLES.items():
        rows = connection.execute(text(f"SELECT {named.format(**columns)} FROM {table} ORDER BY 1, 2"))
        found[table] = sorted((tuple(row) for row in rows), key=repr)
    return found


def in_words(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Numbers as they are written, and redraws without where they wait."""

    def plain(value: object) -> object:
        return value.partition(":")[2] or value if isinstance(value, str) else value if value is None else str(value)

    return {table: sorted((tuple(map(plain, row)) for row in rows), key=repr) for table, rows in found.items()}


@pytest.fixture
async def before(database_url: str, clock: MovedClock) -> Database:
    """A filled database of the version before accounts. Numbers of people and of chats are each other's."""

    def older(connection: Connection) -> None:
        command.downgrade(config_for(connection), "0026")
        for statement in BEFORE.split(";\n"):
            connection.execute(text(statement))

    database = open_database(database_url, clock.now, SUBJECTS)
    await database.schema(older)
    return database


async def test_everything_that_named_a_number_names_its_account(before: Database) -> None:
    then = await before.schema(lambda connection: rows_of(connection, BY_NUMBER))
    await before.schema(migrate)
    now = await before.schema(lambda connection: rows_of(connection, BY_ACCOUNT))
    assert in_words(now) == in_words(then)
    assert await before.schema(differences) == []

    def accounts(connection: Connection) -> tuple[set[tuple[object, ...]], list[object], set[tuple[object, ...]]]:
        found = connection.execute(text("SELECT person_id, channel, address, unreachable_at IS NULL FROM account"))
        waiting = connection.execute(text("SELECT account_id, dedupe FROM outbox WHERE dedupe IS NOT NULL"))
        used = connection.execute(
            text("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE a.used_at <> p.created_at")
        ).scalars()
        return {tuple(row) for row in found}, list(used), {tuple(row) for row in waiting}

    found, used, waiting = await before.schema(accounts)
    assert found == {
        (1, "telegram", "3", True),
        (2, "telegram", "2", False),
        (3, "telegram", "1", True),
        (5, "telegram", "5000000001", True),
        (None, "telegram", str(GROUP), True),
        (None, "telegram", str(SORRY), True),
    }
    assert used == []
    assert {str(dedupe).partition(":")[0] for _, dedupe in waiting} == {str(account_id) for account_id, _ in waiting}
    await before.close()


async def test_what_came_so_goes_back_as_it_was(before: Database) -> None:
    then = await before.schema(lambda connection: rows_of(connection, BY_NUMBER))
    await before.schema(migrate)
    await before.schema(lambda connection: command.downgrade(config_for(connection), "0026"))
    assert await before.schema(lambda connection: rows_of(connection, BY_NUMBER)) == then
    await before.schema(migrate)
    assert await before.schema(differences) == []
    await before.close()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("(1, 'telegram', '99', '2026-11-10')", "1 people have more than one"),
        ("(NULL, 'second', 'lin', '2026-11-10')", "1 accounts are no Telegram numbers"),
    ],
)
async def test_what_the_older_tables_cannot_say_stays(before: Database, more: str, why: str) -> None:
    await before.schema(migrate)

    def add(connection: Connection) -> None:
        connection.execute(text(f"INSERT INTO account (person_id, channel, address, used_at) VALUES {more}"))

    await before.schema(add)
    then = await before.schema(lambda connection: rows_of(connection, BY_ACCOUNT))
    with pytest.raises(RuntimeError, match=why):
        await before.schema(lambda connection: command.downgrade(config_for(connection), "0026"))
    assert await before.schema(lambda connection: rows_of(connection, BY_ACCOUNT)) == then
    await before.close()
