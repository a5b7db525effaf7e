"""What the clock, the courier and the intake ask again and again is found by an index, however much is stored."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, insert, text

from domain.words import Action, Channel, Grade, Kind, Secrecy, State
from storage.condition import read_condition
from storage.database import Database
from storage.inbox import Waiting
from storage.lanes import Settled
from storage.models import (
    Awaited,
    ChangeRow,
    Draft,
    InboxRow,
    LaneRow,
    MessageOfTicket,
    OutboxRow,
    Person,
    Ticket,
    TicketText,
)
from storage.models.base import Base
from storage.models.delivery import InboxState, OutboxState
from storage.store import table_of
from storage.unit_of_work import UnitOfWork
from tests.storage.rows import lay_out

STORED = 5_000
PEOPLE = 200
CATEGORIES = [f"R{number}" for number in range(101, 141)]
LARGE = frozenset({"ticket", "change", "outbox", "inbox", "message_of_ticket", "ticket_text"})
"""Tables that grow as long as the program runs."""

QUESTIONS: dict[str, Callable[[UnitOfWork], object]] = {
    "whose step is due": lambda work: work.tickets.due_steps(50),
    "what waits no longer": lambda work: work.tickets.due_to_resume(50),
    "which held messages may go": lambda work: work.held.release(list(Grade), 50),
    "what is held for one chat": lambda work: work.held.gather(5, work.now),
    "who gets the morning's message": lambda work: work.people.due_for_morning(work.local_day(), 50),
    "what was closed last week": lambda work: work.tickets.closed_between(work.now - timedelta(days=7), work.now),
    "whose words must go": lambda work: work.tickets.to_empty(
        (Kind.REPAIR, Kind.ENQUIRY), work.now - timedelta(days=180), 50
    ),
    "which drafts have expired": lambda work: work.conversation.drop_expired_drafts(),
    "which handled updates are forgotten": lambda work: work.inbox.forget_handled(work.now - timedelta(hours=48)),
    "which updates set aside are forgotten": lambda work: work.inbox.forget_set_aside(work.now - timedelta(days=14)),
    "which sent messages are forgotten": lambda work: work.delivered.forget_sent(work.now - timedelta(days=30)),
    "what is known of a fault": lambda work: work.neighbours.known_to(1, "R101", [1, 2], since=work.now),
    "what was reported of one kind": lambda work: work.neighbours.filed_at("R101", [1, 2], since=work.now),
    "who may be forgotten": lambda work: work.personal.leavers(50),
    "whose tickets have ended since he asked": lambda work: work.personal.with_ended_tickets(50, [1, 2]),
    "who looked at a name": lambda work: work.personal.looks(work.people.get(1)),
    "what became of an announcement": lambda work: work.delivered.copies(7),
    "which copies can be stopped": lambda work: work.outbox.withdraw(7),
    "whether anything stands before what came": lambda work: _answered_at_once(work),
    "who speaks": lambda work: work.expect([9_000_000_000, 9_000_000_001]),
    "which updates wait": lambda work: work.inbox.take_up(100, owner=1),
    "what the dead left behind": lambda work: work.inbox.left_behind({1}, 100),
    "how everything stands": read_condition,
    "which messages may be sent": lambda work: work.outbox.take(16, lease=timedelta(seconds=60)),
    "what somebody answers for": lambda work: work.tickets.of_assignee(work.people.get(1)),
    "what somebody has reported": lambda work: work.tickets.of_reporter(work.people.get(1), since=work.now),
    "what an unreachable person answers for": lambda work: work.tickets.open_of_assignee(1),
    "what nobody answers for": lambda work: work.tickets.open_without_assignee(),
    "where tickets' cards are": lambda work: work.messages.expect([1, 2]),
    "what is told of tickets' histories": lambda work: work.tickets.expect_lines([(1, 1), (2, 1)]),
    "what a screen shows": lambda work: work.expect_shown([1, 2], [3], [(1, 1)]),
    "what is settled": lambda work: work.lanes.settle(
        [Settled((chat, False), work.now, fence=0, done=0) for chat in (1, 2)]
    ),
    "who has a ticket's history": lambda work: work.tickets.history(work.session.get_one(Ticket, 1)),
}


def _answered_at_once(work: UnitOfWork) -> None:
    work.inbox.cross_off(Waiting(None, STORED * 2, 5_000_000, "{}", 1))
    work.inbox.write()


Asked = list[tuple[str, object]]


@contextmanager
def overheard(connection: Connection) -> Iterator[Asked]:
    """Every statement that reads or writes rows while this is open, with its parameters."""
    heard: Asked = []

    def hear(_c: object, _cursor: object, statement: str, parameters: object, _context: object, many: bool) -> None:
        if not many and not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            heard.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(connection, "before_cursor_execute", hear)


def whole_scans(connection: Connection, statement: str, parameters: object) -> list[str]:
    """The steps of the statement's plan that read one of the large tables from end to end."""
    partial = {
        str(index.name)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN (FORMAT JSON)"
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()  # type: ignore[arg-type]
    if connection.dialect.name == "sqlite":
        return [line for line in (str(row[3]) for row in rows) if _scans_in_sqlite(line, partial)]
    plan = rows[0][0] if not isinstance(rows[0][0], str) else json.loads(rows[0][0])
    return [str(node) for node in _nodes(plan[0]["Plan"]) if _scans_in_postgresql(node, partial)]


def _scans_in_sqlite(line: str, partial: set[str]) -> bool:
    scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
    return scan is not None and scan[1] in LARGE and scan[2] not in partial


def _scans_in_postgresql(node: dict[str, object], partial: set[str]) -> bool:
    kind, table = str(node["Node Type"]), node.get("Relation Name")
    if kind == "Seq Scan":
        return table in LARGE
    by_index = kind in ("Index Scan", "Index Only Scan") and table in LARGE
    return by_index and "Index Cond" not in node and node["Index Name"] not in partial


def _nodes(node: dict[str, object]) -> Iterator[dict[str, object]]:
    yield node
    below = node.get("Plans", [])
    assert isinstance(below, list)
    for one in below:
        yield from _nodes(one)


def fill(work: UnitOfWork) -> None:
    """Mostly things that ended long ago, and a few of everything that a tick looks for."""
    lay_out(work)
    places = sorted(work.directory.places)
    people = [work.people.recognise(9_000_000_000 + number, "zh") for number in range(PEOPLE)]
    ids = [person.id for person in people]
    work.session.flush()
    connection = work.session.connection()
    connection.execute(insert(Ticket), [_ticket(work, number, places, ids) for number in range(1, STORED + 1)])
    lines: list[dict[str, object]] = [
        {
            "ticket_id": number,
            "seq": 1,
            "action": Action.FILE,
            "before": None,
            "after": State.NEW,
            "by_id": ids[number % PEOPLE],
            "channel": Channel.CHAT,
            "at": work.now - timedelta(hours=number),
            "detail": {},
        }
        for number in range(1, STORED + 1)
    ]
    connection.execute(insert(ChangeRow), lines)
    connection.execute(insert(InboxRow), [_update(work, number) for number in range(1, STORED + 1)])
    connection.execute(insert(table_of(OutboxRow)), [_message(work, number, ids) for number in range(1, STORED + 1)])
    connection.execute(insert(table_of(LaneRow)), [_lane(work, number) for number in range(STORED)])
    connection.execute(insert(table_of(MessageOfTicket)), [_card(number, ids) for number in range(1, STORED + 1)])
    connection.execute(insert(table_of(TicketText)), [_words(work, number) for number in range(1, STORED + 1)])
    work.session.add(Draft(person_id=1, form={}, version=1, created_at=work.now, expires_at=work.now))
    work.session.add(Awaited(person_id=1, what="add", ticket_id=1, detail={}, since=work.now))


def _ticket(work: UnitOfWork, number: int, places: list[int], ids: list[int]) -> dict[str, object]:
    """Every fiftieth is still open: new, claimed, waiting or resolved by turns."""
    at = work.now - timedelta(hours=number)
    state = [State.NEW, State.CLAIMED, State.WAITING, State.RESOLVED][number // 50 % 4] if number % 50 == 0 else None
    waiting = state is State.WAITING
    return {
        "id": number,
        "number": f"26-{number:05d}",
        "state": state or State.CLOSED,
        "category": CATEGORIES[number // len(places) % len(CATEGORIES)],
        "kind": Kind.REPAIR if number % 3 else Kind.DISPUTE,
        "grade": Grade.P2,
        "safety": False,
        "place_id": places[number % len(places)],
        "secrecy": Secrecy.NORMAL,
        "concerns_steward": False,
        "channel": Channel.CHAT,
        "on_behalf": False,
        "filed_by_id": ids[number % PEOPLE],
        "reporter_id": ids[number % PEOPLE],
        "recorded_by_id": ids[number % 7] if number % 10 == 0 else None,
        "assignee_id": ids[number * 7 % PEOPLE],
        "filed_at": at,
        "next_step_at": work.now + timedelta(hours=number - 200) if state and not waiting else None,
        "waiting_until": work.now + timedelta(hours=number - 200) if waiting else None,
        "ended_at": None if state else at,
        "closed_at": None if state else at,
        "emptied_at": None if state or number < 4000 else at,
        "appealed": False,
        "changes": 1,
        "moves": 0,
    }


def _update(work: UnitOfWork, number: int) -> dict[str, object]:
    waits = number % 100 == 0
    return {
        "update_id": number,
        "chat_id": number % PEOPLE,
        "body": "{}" if waits else None,
        "received_at": work.now,
        "tries": 0,
        "state": InboxState.WAITING if waits else InboxState.DONE,
        "done_at": None if waits else work.now,
    }


def _message(work: UnitOfWork, number: int, ids: list[int]) -> dict[str, object]:
    state = OutboxState.HELD if number % 50 == 0 else OutboxState.WAITING if number % 51 == 0 else OutboxState.SENT
    return {
        "chat_id": number % PEOPLE,
        "broadcast": False,
        "person_id": ids[number % PEOPLE],
        "kind": "Help",
        "facts": {"commands": []},
        "created_at": work.now,
        "not_before": work.now + timedelta(hours=number - 2500) if state is OutboxState.HELD else None,
        "state": state,
        "tries": 0,
        "sent_at": work.now if state is OutboxState.SENT else None,
    }


def _lane(work: UnitOfWork, number: int) -> dict[str, object]:
    long_ago = work.now - timedelta(days=9)
    return {
        "chat_id": number,
        "broadcast": False,
        "pending": number % 2 if number < PEOPLE else 0,
        "ready_at": long_ago,
        "leased_until": long_ago,
        "fence": 0,
    }


def _card(number: int, ids: list[int]) -> dict[str, object]:
    person = number % PEOPLE
    return {
        "chat_id": 9_000_000_000 + person,
        "message_id": number,
        "ticket_id": number,
        "person_id": ids[person],
        "is_card": number % 2 == 0,
    }


def _words(work: UnitOfWork, number: int) -> dict[str, object]:
    return {"ticket_id": number, "action": Action.FILE, "body": "漏水", "at": work.now}


@pytest.fixture
async def full(database: Database) -> Database:
    """A database with some thousands of everything, and the statistics that a running one would have."""
    await database.run(fill)

    def analyse(connection: Connection) -> None:
        connection.execute(text("ANALYZE"))

    await database.schema(analyse)
    return database


async def test_no_repeated_question_reads_a_large_table_from_end_to_end(full: Database) -> None:
    scans: list[str] = []
    asked: dict[str, int] = {}

    def ask(work: UnitOfWork) -> None:
        connection = work.session.connection()
        assert work.directory.posts, "read once, kept in memory"
        assert work.session.get(Person, 1) is not None
        for name, question in QUESTIONS.items():
            with overheard(connection) as heard, work.session.begin_nested():
                question(work)
                work.session.flush()
            asked[name] = len(heard)
            for statement, parameters in heard:
                scans.extend(
                    f"{name}: {step}\n    {statement}" for step in whole_scans(connection, statement, parameters)
                )

    await full.run(ask)
    assert not scans, "\n".join(scans)
    assert all(asked.values()), f"nothing was heard of: {[name for name, many in asked.items() if not many]}"
