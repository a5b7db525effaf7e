"""Years of tickets, and which statements read them from end to end."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection, Engine, event, insert, select, text

from domain.bodies.bodies import BodyChannel, BodyKind
from domain.matters.asks import AskKind, AskState, GoesAlong
from domain.matters.bundles import BundledLine
from domain.vocabulary import Action, Channel, Grade, Kind, MediaKind, Secrecy, State
from storage.engines.database import Database
from storage.models import (
    Account,
    AskRow,
    Awaited,
    BodyRow,
    BundleLine,
    ChangeRow,
    Draft,
    FileRow,
    InboxRow,
    LaneRow,
    MatterLine,
    MatterRow,
    MatterText,
    Media,
    MessageOfTicket,
    OutboxRow,
    Person,
    Ticket,
    TicketText,
)
from storage.models.base import Base
from storage.models.delivery import InboxState, OutboxState
from storage.sql.store import table_of
from storage.unit_of_work import UnitOfWork

STORED = 5_000
PEOPLE = 200
FIRST_UPDATE = 10**12
LARGE = frozenset(
    {
        "ticket",
        "change",
        "outbox",
        "inbox",
        "message_of_ticket",
        "ticket_text",
        "media",
        "file",
        "bundle_line",
        "ask",
        "matter",
        "matter_line",
        "matter_text",
    }
)
"""Tables that grow as long as the program runs."""


Asked = list[tuple[str, object]]


@contextmanager
def overheard(where: Connection | type[Engine]) -> Iterator[Asked]:
    """Every statement that reads or writes rows there (or anywhere) while this is open, with its parameters."""
    heard: Asked = []

    def hear(_c: object, _cursor: object, statement: str, parameters: object, _context: object, many: bool) -> None:
        if not many and statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            heard.append((statement, parameters))

    event.listen(where, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(where, "before_cursor_execute", hear)


def whole_scans(
    connection: Connection, statement: str, parameters: object, large: Collection[str] = LARGE
) -> list[str]:
    """The steps of the statement's plan that read one of the large tables from end to end."""
    partial = {
        str(index.name)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
        return [line for line in (str(row[3]) for row in rows) if _scans_in_sqlite(line, partial, large)]
    plan = _plan_in_postgresql(connection, statement)
    return [str(node) for node in _nodes(plan) if _scans_in_postgresql(node, partial, large)]


def _plan_in_postgresql(connection: Connection, statement: str) -> dict[str, object]:
    """The plan that is made once for all values, as for every statement that is run."""
    given = {int(number) for number in re.findall(r"\$(\d+)", statement)}
    values = f" ({', '.join(['NULL'] * len(given))})" if given else ""
    connection.exec_driver_sql(f"PREPARE looked_at AS {statement}")
    explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) EXECUTE looked_at{values}").scalar_one()
    connection.exec_driver_sql("DEALLOCATE looked_at")
    plan: list[dict[str, dict[str, object]]] = json.loads(explained) if isinstance(explained, str) else explained
    return plan[0]["Plan"]


def _scans_in_sqlite(line: str, partial: set[str], large: Collection[str]) -> bool:
    scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
    return scan is not None and scan[1] in large and scan[2] not in partial


def _scans_in_postgresql(node: dict[str, object], partial: set[str], large: Collection[str]) -> bool:
    kind, table = str(node["Node Type"]), node.get("Relation Name")
    if kind == "Seq Scan":
        return table in large
    by_index = kind in ("Index Scan", "Index Only Scan") and table in large
    return by_index and "Index Cond" not in node and node["Index Name"] not in partial


def _nodes(node: dict[str, object]) -> Iterator[dict[str, object]]:
    """A step of a plan and those below it, without the one row that a smallest or largest value takes from an index."""
    yield node
    below = node.get("Plans", [])
    assert isinstance(below, list)
    for one in below:
        if not (node["Node Type"] == "Limit" and node["Plan Rows"] == 1 and "Filter" not in one):
            yield from _nodes(one)


def fill(work: UnitOfWork, *, over: bool = False) -> None:
    """Things that ended long ago, in the places there are, and (unless all is `over`) a few of everything that a tick
    looks for."""
    places = sorted(work.directory.places)
    people = [work.people.recognise("telegram", str(9_000_000_000 + number), "zh") for number in range(PEOPLE)]
    ids = [person.id for person in people]
    work.session.flush()
    connection, numbers = work.session.connection(), range(1, STORED + 1)
    connection.execute(insert(Ticket), [_ticket(work, number, places, ids, over=over) for number in numbers])
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
        for number in numbers
    ]
    connection.execute(insert(ChangeRow), lines)
    connection.execute(insert(InboxRow), [_update(work, number, over=over) for number in numbers])
    connection.execute(insert(table_of(OutboxRow)), [_message(work, number, ids, over=over) for number in numbers])
    connection.execute(insert(table_of(LaneRow)), [_lane(work, number, over=over) for number in range(STORED)])
    connection.execute(insert(table_of(MessageOfTicket)), [_card(number, ids) for number in numbers])
    connection.execute(insert(table_of(TicketText)), [_words(work, number) for number in numbers])
    connection.execute(insert(table_of(Person)), [{"created_at": work.now} for _ in numbers])
    quiet = connection.execute(select(Person.id).where(Person.id.not_in(ids)).order_by(Person.id)).scalars().all()
    connection.execute(insert(table_of(Account)), [_account(work, person_id) for person_id in quiet])
    connection.execute(insert(table_of(FileRow)), [_file(work, number) for number in numbers])
    keys = connection.execute(select(FileRow.id).order_by(FileRow.id)).scalars().all()
    connection.execute(insert(table_of(Media)), [_photo(number, keys[number - 1]) for number in numbers if number > 2])
    connection.execute(insert(table_of(BundleLine)), [_line_of_bundle(work, number, ids) for number in numbers])
    body = BodyRow(
        code="wy", kind=BodyKind.PROPERTY, name="物业", places=places[:1], channel=BodyChannel.CHAT,
        reply_limit="8w", result_limit="24w",
    )  # fmt: skip
    work.session.add(body)
    work.session.flush()
    connection.execute(
        insert(table_of(MatterText)),
        [{"body": "x", "by_id": ids[number % PEOPLE], "said_at": work.now} for number in numbers],
    )
    connection.execute(insert(table_of(MatterRow)), [_matter(work, number, body.id, over=over) for number in numbers])
    connection.execute(insert(table_of(MatterLine)), [_line_of_matter(work, number) for number in numbers])
    connection.execute(insert(table_of(AskRow)), [_ask(work, number, ids, body.id, over=over) for number in numbers])
    if not over:
        work.session.add(Draft(person_id=1, form={}, version=1, created_at=work.now, expires_at=work.now))
        work.session.add(Awaited(person_id=1, what="add", ticket_id=1, detail={}, since=work.now, until=work.now))


def _matter(work: UnitOfWork, number: int, body_id: int, *, over: bool) -> dict[str, object]:
    """All of one post and one kind, ended long ago; every hundredth is still open, and some of those are due."""
    is_open, at = number % 100 == 0 and not over, work.now - timedelta(hours=number)
    return {
        "number": f"届{'0001' if over else '2611'}-{number:02d}",
        "kind": "bodies-term",
        "title": "x",
        "places": [],
        "owner_post_id": 1,
        "body_id": body_id if number % 500 == 0 else None,
        "state": "ending" if is_open else "handed_over",
        "version": 1,
        "next_due_at": at + timedelta(hours=STORED // 2) if is_open else None,
        "opened_at": at,
        "ended_at": None if is_open else at,
        "visibility": "asked",
    }


def _line_of_matter(work: UnitOfWork, number: int) -> dict[str, object]:
    return {
        "matter_id": number,
        "n": 1,
        "action": "open",
        "channel": Channel.CLOCK,
        "at": work.now,
        "after": "ending",
        "detail": {},
    }


def _ask(work: UnitOfWork, number: int, ids: list[int], body_id: int, *, over: bool) -> dict[str, object]:
    """Of one ticket in three, answered long ago; every hundredth is still open, and some of those are due."""
    is_open, at = number % 100 == 0 and not over, work.now - timedelta(hours=number)
    return {
        "ticket_id": number * 3 % STORED + 1,
        "kind": AskKind.DO,
        "to_body_id": body_id,
        "goes_along": GoesAlong.PLACE,
        "asked_by_id": ids[number % PEOPLE],
        "answered_by_id": None if is_open else ids[number * 7 % PEOPLE],
        "asked_at": at,
        "reply_limit": "8w",
        "result_limit": "24w",
        "reply_due": at,
        "state": AskState.SENT if is_open else AskState.DONE,
        "holds": False,
        "version": 1,
        "next_step_at": at + timedelta(hours=STORED // 2) if is_open else None,
        "ended_at": None if is_open else at,
    }


def _line_of_bundle(work: UnitOfWork, number: int, ids: list[int]) -> dict[str, object]:
    """Told long ago; every hundredth waits for tomorrow."""
    waits = number % 100 == 0
    at = work.now + timedelta(days=1) if waits else work.now - timedelta(hours=number)
    person_id, told_at = ids[number % PEOPLE], None if waits else at
    return {
        "person_id": person_id, "kind": BundledLine.TERM, "said_at": at, "due_at": at, "told_at": told_at
    }  # fmt: skip


def _ticket(work: UnitOfWork, number: int, places: list[int], ids: list[int], *, over: bool) -> dict[str, object]:
    """Every fiftieth is still open: new, claimed, waiting or resolved by turns."""
    at, categories = work.now - timedelta(hours=number), work.community.categories
    goes_on = number % 50 == 0 and not over
    state = [State.NEW, State.CLAIMED, State.WAITING, State.RESOLVED][number // 50 % 4] if goes_on else None
    waiting = state is State.WAITING
    return {
        "number": f"26-{number:05d}",
        "state": state or State.CLOSED,
        "category": categories[number // len(places) % len(categories)].code,
        "kind": Kind.REPAIR if number % 3 else Kind.DISPUTE,
        "grade": Grade.P2,
        "safety": False,
        "place_id": places[number % len(places)],
        "secrecy": Secrecy.NORMAL,
        "concerns": None,
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


def _update(work: UnitOfWork, number: int, *, over: bool) -> dict[str, object]:
    waits = number % 100 == 0 and not over
    return {
        "channel": "telegram",
        "number": FIRST_UPDATE + number,
        "address": str(number % PEOPLE),
        "body": "{}" if waits else None,
        "received_at": work.now,
        "tries": 0,
        "state": InboxState.WAITING if waits else InboxState.DONE,
        "done_at": None if waits else work.now,
    }


def _message(work: UnitOfWork, number: int, ids: list[int], *, over: bool) -> dict[str, object]:
    state = OutboxState.HELD if number % 50 == 0 else OutboxState.WAITING if number % 51 == 0 else OutboxState.SENT
    if over:
        state = OutboxState.SENT
    return {
        "account_id": number % PEOPLE,
        "broadcast": False,
        "person_id": ids[number % PEOPLE],
        "kind": "Help",
        "facts": {"commands": []},
        "created_at": work.now,
        "not_before": work.now + timedelta(hours=number - 2500) if state is OutboxState.HELD else None,
        "keeps_quiet": Grade.P2 if state is OutboxState.HELD else None,
        "state": state,
        "tries": 0,
        "sent_at": work.now if state is OutboxState.SENT else None,
    }


def _lane(work: UnitOfWork, number: int, *, over: bool) -> dict[str, object]:
    long_ago = work.now - timedelta(days=9)
    return {
        "account_id": number,
        "broadcast": False,
        "pending": number % 2 if number < PEOPLE and not over else 0,
        "ready_at": long_ago,
        "leased_until": long_ago,
        "fence": 0,
    }


def _card(number: int, ids: list[int]) -> dict[str, object]:
    person = number % PEOPLE
    return {
        "account_id": person,
        "number": number,
        "ticket_id": number,
        "person_id": ids[person],
        "is_card": number % 2 == 0,
    }


def _words(work: UnitOfWork, number: int) -> dict[str, object]:
    return {"ticket_id": number, "action": Action.FILE, "body": "漏水", "at": work.now}


async def analyse(database: Database) -> None:
    """The statistics that a running database would have."""

    def analysing(connection: Connection) -> None:
        connection.execute(text("ANALYZE"))

    await database.schema(analysing)


def _account(work: UnitOfWork, person_id: int) -> dict[str, object]:
    """Of somebody who has looked in once, as most have."""
    return {"person_id": person_id, "channel": "telegram", "address": f"8{person_id}", "used_at": work.now}


def _file(work: UnitOfWork, number: int) -> dict[str, object]:
    ref = f"photo-{number}"
    return {"channel": "telegram", "ref": ref, "kind": MediaKind.PHOTO, "size": 1, "created_at": work.now}


def _photo(number: int, key: int) -> dict[str, object]:
    return {
        "ticket_id": number,
        "seq": 1,
        "action": Action.FILE,
        "kind": MediaKind.PHOTO,
        "file_key": key,
        "size": 1,
    }
