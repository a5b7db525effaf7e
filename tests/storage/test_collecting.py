"""What a store reads ahead is read once, what it holds back is written once, and both can be undone."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from storage.sql.collecting import Batch, Collected, Undo, collects, grouped, remembers
from storage.sql.store import Store


class Shelf:
    """A table that writes down what it was asked."""

    def __init__(self, rows: dict[int, list[str]]) -> None:
        self.rows = rows
        self.asked: list[Sequence[int]] = []

    def read(self, keys: Sequence[int]) -> Iterable[tuple[int, list[str]]]:
        self.asked.append(list(keys))
        return [(key, self.rows[key]) for key in keys if key in self.rows]


def test_what_is_expected_is_read_at_once_and_only_what_is_not_known() -> None:
    shelf = Shelf({1: ["a"], 3: ["c"]})
    batch = Batch(shelf.read, nothing=list)
    batch.expect([3, 1, 3, 2])
    batch.expect([1, 2, 4])
    batch.expect([1, 4])
    batch.expect([])
    assert [batch.get(key) for key in (1, 2, 3, 4)] == [["a"], [], ["c"], []]
    assert shelf.asked == [[3, 1, 2], [4]]


def test_what_was_not_expected_is_read_by_itself_once() -> None:
    shelf = Shelf({1: ["a"]})
    batch = Batch(shelf.read, nothing=list)
    assert (batch.get(1), batch.get(1), batch.get(2), batch.get(2)) == (["a"], ["a"], [], [])
    assert shelf.asked == [[1], [2]]


def test_of_nothing_every_key_has_its_own() -> None:
    batch: Batch[int, list[str]] = Batch(Shelf({}).read, nothing=list)
    batch.expect([1, 2])
    batch.get(1).append("a")
    assert batch.get(2) == []


def test_what_is_put_is_not_read() -> None:
    shelf = Shelf({1: ["old"]})
    batch = Batch(shelf.read, nothing=list)
    assert batch.known(1) is None
    batch.put(1, ["new"])
    assert (batch.get(1), batch.known(1), shelf.asked) == (["new"], ["new"], [])


def test_what_is_forgotten_is_read_again() -> None:
    shelf = Shelf({1: ["a"], 2: ["b"]})
    batch = Batch(shelf.read, nothing=list)
    batch.expect([1, 2])
    batch.forget(1)
    batch.forget(3)
    shelf.rows = {1: ["new"], 2: ["newer"]}
    assert (batch.get(1), batch.get(2)) == (["new"], ["b"])
    batch.forget_all()
    assert batch.get(2) == ["newer"]


def test_the_way_back_of_a_batch_reads_what_the_rollback_has_left() -> None:
    shelf = Shelf({1: ["a"]})
    batch = Batch(shelf.read, nothing=list)
    go_back = batch.mark()
    batch.put(1, ["undone"])
    go_back()
    assert batch.get(1) == ["a"]


def test_a_read_that_fails_leaves_nothing_known() -> None:
    def fails(keys: Sequence[int]) -> Iterable[tuple[int, list[str]]]:
        raise ValueError("the database was busy")

    batch = Batch(fails, nothing=list)
    with pytest.raises(ValueError, match="busy"):
        batch.expect([1])
    assert batch.known(1) is None


def test_many_rows_are_written_with_one_statement_and_only_once() -> None:
    written: list[Sequence[int]] = []
    rows = Collected[int](written.append)
    rows.write()
    rows.add(1)
    rows.extend([2, 3])
    rows.write()
    rows.write()
    assert written == [[1, 2, 3]]


def test_the_way_back_drops_what_was_collected_since() -> None:
    written: list[Sequence[int]] = []
    rows = Collected[int](written.append)
    rows.add(1)
    go_back = rows.mark()
    rows.add(2)
    inner = rows.mark()
    rows.add(3)
    inner()
    assert list(rows) == [1, 2]
    go_back()
    rows.add(4)
    rows.write()
    assert written == [[1, 4]]


def test_what_was_written_since_the_mark_waits_again_for_a_rollback_has_undone_it() -> None:
    written: list[Sequence[int]] = []
    rows = Collected[int](written.append)
    rows.add(1)
    go_back = rows.mark()
    rows.add(2)
    rows.write()
    rows.add(3)
    go_back()
    rows.write()
    assert written == [[1, 2], [1]]


def test_a_store_is_asked_for_what_it_has() -> None:
    """Of what reads ahead nothing is written, and what has nothing in memory is left alone."""

    class Reads(Store):
        def mark(self) -> Undo:
            return lambda: None

    class Writes(Reads):
        def write(self) -> None: ...

    with Session() as session:
        stores = [kind(session, datetime.now(UTC)) for kind in (Store, Reads, Writes)]
    assert [(remembers(store), collects(store)) for store in stores] == [(False, False), (True, False), (True, True)]


def test_what_is_found_for_a_key_is_grouped_in_the_order_it_was_found() -> None:
    assert dict(grouped([(2, "b"), (1, "a"), (2, "a")])) == {2: ["b", "a"], 1: ["a"]}
