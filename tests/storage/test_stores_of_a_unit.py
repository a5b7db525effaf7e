"""A unit makes a store when it is asked for it, undoes what it holds with a failed attempt, and writes it once."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import ColumnElement, Engine, event, insert, literal_column, select
from sqlalchemy.orm import Session

import storage
from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, MyTickets
from domain.refusal import Refusal
from domain.tickets.lifecycle import Change
from domain.tickets.report_form import Part
from domain.vocabulary import Action, State
from storage.delivery.outbox import Outbox
from storage.delivery.sweeping import Sweeping
from storage.engines.database import Database
from storage.models import ChangeRow, Counter, OutboxRow, TicketText
from storage.people.people import People
from storage.places.places import Places
from storage.sql.collecting import Batch, Collected, Undo, collects, remembers, together
from storage.sql.store import Store, table_of
from storage.unit_of_work import Shelf, UnitOfWork
from tests.storage.rows import lay_out, person, ticket

_COUNTER = table_of(Counter)
Row = dict[str, object]


class Pebbles(Store):
    """Rows that are held back, and one thing that is read ahead."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._laid = Collected[Row](lambda rows: self._write(insert(_COUNTER), rows))
        self._seen = Batch(self._read_values, nothing=int)

    def _read_values(self, names: Sequence[str]) -> list[tuple[str, int]]:
        found = self._read(select(_COUNTER.c.name, _COUNTER.c.value).where(_COUNTER.c.name.in_(names)))
        return [(name, value) for name, value in found]

    def lay(self, name: str, value: int = 1) -> None:
        self._laid.add({"name": name, "value": value})
        self._seen.put(name, value)

    def value(self, name: str) -> int:
        return self._seen.get(name)

    def mark(self) -> Undo:
        return together(self._laid.mark(), self._seen.mark())

    def write(self) -> None:
        self._laid.write()


class Acorns(Pebbles):
    """Written before pebbles, by its name."""


def fail(work: UnitOfWork, *names: str) -> None:
    def lay() -> None:
        for name in names:
            work.store(Pebbles).lay(name)
        raise Refusal("refused-not-yours")

    with pytest.raises(Refusal), work.attempt():
        lay()


async def names(database: Database) -> list[str]:
    return await database.read(lambda work: sorted(work.session.scalars(select(Counter.name))))


def every_store() -> list[type[Store]]:
    """All stores of the product."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    found, left = list[type[Store]](), [Store]
    while left:
        kinds = [kind for kind in left.pop().__subclasses__() if kind.__module__.startswith(("storage.", "subjects."))]
        found += kinds
        left += kinds
    return found


def test_whatever_a_store_holds_in_memory_can_be_undone_and_is_written() -> None:
    with Session() as session:
        work = UnitOfWork(session, Shelf(lambda: datetime.now(UTC), SUBJECTS))
        held: dict[str, set[type]] = {}
        for kind in every_store():
            if kind is Sweeping:  # the outbox is one, and is given the kinds of notices
                continue
            store = work.store(kind)
            held[kind.__name__] = {type(value) for value in vars(store).values()}
            assert remembers(store) or not held[kind.__name__] & {Batch, Collected}, kind
            assert collects(store) or Collected not in held[kind.__name__], kind
    assert len(held) > 20
    assert {"Tickets", "Contents", "Posts", "Outbox", "Held"} <= set(held)


async def test_a_store_is_made_once_and_the_units_own_are_the_same(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        assert work.store(Pebbles) is work.store(Pebbles)
        assert work.store(Places) is work.store(Places)
        assert work.store(People) is work.people
        assert work.store(Outbox) is work.outbox

    await database.run(unit)


@contextmanager
def written_tables() -> Iterator[list[str]]:
    """The tables into which something was inserted, a name for each statement."""
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO "):
            heard.append(statement.split()[2])

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def test_what_stores_hold_is_written_with_one_statement_each_in_the_order_of_their_names(
    database: Database,
) -> None:
    def unit(work: UnitOfWork) -> None:
        for name in ("c", "b"):
            work.store(Pebbles).lay(name)
        work.store(Acorns).lay("a")
        made = ticket(work, lay_out(work)["gh1"], reporter=person(work, 1))
        work.record(made, Change(Action.FILE, None, State.NEW, made.reporter_id, work.now))
        work.tell(Letter(person(work, 1).id, MyTickets()))

    with written_tables() as written:
        await database.run(unit)
    history, pebbles, outbox = (table_of(table).name for table in (ChangeRow, Counter, OutboxRow))
    ended = [name for name in written if name in (history, pebbles, outbox)]
    assert ended[-4:] == [history, pebbles, pebbles, outbox], "after the history, before the outbox"
    place: ColumnElement[str] = literal_column("rowid" if database.dialect == "sqlite" else "ctid")
    laid = select(Counter.name).where(Counter.name.in_(list("abc"))).order_by(place)
    assert await database.read(lambda work: list(work.session.scalars(laid))) == ["a", "c", "b"]


async def test_a_failed_attempt_undoes_what_a_store_held_and_read_in_it(database: Database) -> None:
    def unit(work: UnitOfWork) -> list[int]:
        work.store(Pebbles).lay("kept")
        before = work.store(Pebbles)
        fail(work, "undone", "other")
        assert work.store(Pebbles) is before
        work.store(Pebbles).lay("later")
        return [work.store(Pebbles).value(name) for name in ("undone", "later")]

    assert await database.run(unit) == [0, 1]
    assert await names(database) == ["kept", "later"]


async def test_a_store_that_was_made_in_a_failed_attempt_is_dropped(database: Database) -> None:
    def unit(work: UnitOfWork) -> None:
        made: list[Store] = []

        def lay() -> None:
            made.append(work.store(Pebbles))
            work.store(Pebbles).lay("undone")
            raise Refusal("refused-not-yours")

        with pytest.raises(Refusal), work.attempt():
            lay()
        assert work.store(Pebbles) is not made[0]
        fail(work, "undone again")
        with work.attempt():
            work.store(Pebbles).lay("kept")

    await database.run(unit)
    assert await names(database) == ["kept"]


async def test_what_was_collected_before_a_failed_attempt_is_written_though_it_was_written_inside_it(
    database: Database,
) -> None:
    def unit(work: UnitOfWork) -> list[str]:
        made = ticket(work, lay_out(work)["gh1"])
        work.contents.add_report(made, [Part(8, "leaks")], account_id=80)

        def look() -> None:
            """Somebody else in the same unit corrects a message: what was said is written down to be searched."""
            assert work.contents.text_of_message(80, 8) is not None
            raise Refusal("refused-not-yours")

        with pytest.raises(Refusal), work.attempt():
            look()
        return work.contents.report_words(made)

    assert await database.run(unit) == ["leaks"]
    assert await database.read(lambda work: list(work.session.scalars(select(TicketText.body)))) == ["leaks"]
