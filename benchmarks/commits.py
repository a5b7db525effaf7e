"""How many transactions of an update's shape the database itself commits in a second: its driver, prepared statements,
no objects, no bot. An update of the shape is written down, ticks something off, changes a ticket, appends a line of
history, queues two messages, fills a lane and marks two messages as sent."""

import asyncio
import sqlite3
import time

import asyncpg

TABLES = """
CREATE TABLE b_inbox (id BIGINT PRIMARY KEY, chat_id BIGINT, body TEXT, state SMALLINT);
CREATE INDEX b_inbox_waiting ON b_inbox (id) WHERE state = 0;
CREATE TABLE b_ticket (id BIGINT PRIMARY KEY, number TEXT UNIQUE, reporter BIGINT, assignee BIGINT, state TEXT,
    category TEXT, filed_at TEXT, claim_due TEXT, resolve_due TEXT, next_step_at TEXT, ended_at TEXT);
CREATE INDEX b_ticket_reporter ON b_ticket (reporter);
CREATE INDEX b_ticket_assignee ON b_ticket (assignee);
CREATE INDEX b_ticket_filed ON b_ticket (filed_at);
CREATE INDEX b_ticket_due ON b_ticket (resolve_due);
CREATE INDEX b_ticket_step ON b_ticket (next_step_at);
CREATE TABLE b_change (ticket BIGINT, seq INT, action TEXT, at TEXT, detail TEXT, PRIMARY KEY (ticket, seq));
CREATE INDEX b_change_at ON b_change (at);
CREATE TABLE b_outbox (id BIGINT PRIMARY KEY, chat_id BIGINT, kind TEXT, facts TEXT, state SMALLINT, sent_at TEXT);
CREATE INDEX b_outbox_lane ON b_outbox (chat_id, id) WHERE state < 2;
CREATE TABLE b_lane (chat_id BIGINT PRIMARY KEY, pending INT, ready_at TEXT, fence INT);
"""
BODY = '{"update_id": 1, "message": {"message_id": 1, "text": "3号楼1单元301厨房漏水，一直在滴"}}' + " " * 400
AT = "2026-11-18 12:00:00"


def _shape(n: int, mark: str) -> list[tuple[str, tuple[object, ...]]]:
    """The statements of update `n`; `mark` makes a placeholder of the driver's kind."""

    def sql(text: str) -> str:
        if mark == "?":
            return text
        parts = text.split("?")
        return "".join(f"{part}${i}" for i, part in enumerate(parts[:-1], 1)) + parts[-1]

    ticket, chat = n // 3, n % 500
    work: list[tuple[str, tuple[object, ...]]] = [
        ("INSERT INTO b_inbox VALUES (?, ?, ?, 0)", (n, chat, BODY)),
        ("UPDATE b_inbox SET state = 1 WHERE id = ?", (n,)),
        ("INSERT INTO b_change VALUES (?, ?, 'claim', ?, '{}')", (ticket, n % 3, AT)),
        ("INSERT INTO b_outbox VALUES (?, ?, 'TicketCard', '{}', 0, NULL)", (2 * n, chat)),
        ("INSERT INTO b_outbox VALUES (?, ?, 'TicketNews', '{}', 0, NULL)", (2 * n + 1, chat + 500)),
        (
            "INSERT INTO b_lane VALUES (?, 1, ?, 0) ON CONFLICT (chat_id) DO UPDATE SET pending = b_lane.pending + 1",
            (chat, AT),
        ),
        ("UPDATE b_outbox SET state = 2, sent_at = ? WHERE id = ?", (AT, 2 * n)),
        ("UPDATE b_outbox SET state = 2, sent_at = ? WHERE id = ?", (AT, 2 * n + 1)),
        ("UPDATE b_lane SET pending = pending - 1, fence = fence + 1 WHERE chat_id = ?", (chat,)),
    ]
    if n % 3 == 0:
        values = (ticket, str(ticket), chat, chat, "new", "R101", AT, AT, AT, AT, None)
        work.insert(2, (f"INSERT INTO b_ticket VALUES ({', '.join('?' * 11)})", values))
    else:
        work.insert(2, ("UPDATE b_ticket SET state = 'claimed', next_step_at = ? WHERE id = ?", (AT, ticket)))
    return [(sql(text), values) for text, values in work]


async def commits_per_second(url: str, transactions: int) -> float:
    """One after the other, each with a commit that is on the disk."""
    if url.startswith("sqlite"):
        return await asyncio.to_thread(_sqlite, url.removeprefix("sqlite:///"), transactions)
    return await _postgresql(url, transactions)


def _sqlite(path: str, transactions: int) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(TABLES)
    began = time.perf_counter()
    for n in range(transactions):
        connection.execute("BEGIN IMMEDIATE")
        for text, values in _shape(n, "?"):
            connection.execute(text, values)
        connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return transactions / took


async def _postgresql(url: str, transactions: int) -> float:
    connection = await asyncpg.connect(url)
    await connection.execute(TABLES)
    began = time.perf_counter()
    for n in range(transactions):
        async with connection.transaction():
            for text, values in _shape(n, "$"):
                await connection.execute(text, *values)
    took = time.perf_counter() - began
    await connection.close()
    return transactions / took
