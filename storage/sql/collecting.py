"""What a store holds in memory within a unit of work: rows that wait to be written together, and rows that were read
together. Both can be undone, for a savepoint that is rolled back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeGuard, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Row = TypeVar("Row")

Undo = Callable[[], None]
"""The way back to where it was asked for."""


class Remembers(Protocol):
    """A store that holds something in memory. Every attempt asks it for the way back, and takes it when it fails."""

    def mark(self) -> Undo:
        """After a rollback the way back leaves nothing that was read or collected since now."""
        ...


class Collects(Remembers, Protocol):
    """A store that holds rows back, to write them once when the unit ends."""

    def write(self) -> None: ...


def remembers(store: object) -> TypeGuard[Remembers]:
    """As isinstance would say, which takes tens of microseconds; every unit makes several stores."""
    return hasattr(store, "mark")


def collects(store: object) -> TypeGuard[Collects]:
    return remembers(store) and hasattr(store, "write")


def together(*ways: Undo) -> Undo:
    """Several ways back as one."""

    def go_back() -> None:
        for way in ways:
            way()

    return go_back


class Collected(Generic[Row]):
    """Rows that are held back, for one `write` of all of them:

    self._looks: Collected[dict[str, object]] = Collected(lambda rows: self._write(_INSERT, rows))
    """

    def __init__(self, write: Callable[[Sequence[Row]], object]) -> None:
        self._write = write
        self._rows: list[Row] = []

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def add(self, row: Row) -> None:
        self._rows.append(row)

    def extend(self, rows: Iterable[Row]) -> None:
        self._rows.extend(rows)

    def mark(self) -> Undo:
        """The way back drops what was added since. What was written since waits again: the rollback has undone it."""
        rows, many = self._rows, len(self._rows)

        def go_back() -> None:
            self._rows = rows[:many]

        return go_back

    def write(self) -> None:
        """Write all of them, in the order they were added; nothing waits any more, even if that fails."""
        rows, self._rows = self._rows, []
        if rows:
            self._write(rows)


def grouped(pairs: Iterable[tuple[K, V]]) -> Iterable[tuple[K, list[V]]]:
    """Each key with everything that was found for it, in the order it was found."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups.items()


def absent() -> None:
    """For a batch of one thing to a key: of what is not there, None is known."""


class Batch(Generic[K, V]):
    """Values read for many keys at once, and held for the rest of the unit:

    self._followers = Batch(self._read_followers, nothing=set)

    `read` gives (key, value) of what it finds; a key of which it finds nothing has the value that `nothing` makes.
    """

    def __init__(self, read: Callable[[Sequence[K]], Iterable[tuple[K, V]]], *, nothing: Callable[[], V]) -> None:
        self._read, self._nothing = read, nothing
        self._known: dict[K, V] = {}

    def expect(self, keys: Iterable[K]) -> None:
        """These are about to be asked for: those that are not known are read, in the order given."""
        if unknown := self.unknown(keys):
            values = {key: self._nothing() for key in unknown}
            values.update(self._read(unknown))
            self._known.update(values)

    def unknown(self, keys: Iterable[K]) -> list[K]:
        """Those of these that would have to be read."""
        return [key for key in dict.fromkeys(keys) if key not in self._known]

    def get(self, key: K) -> V:
        """The value, read by itself unless it was expected."""
        if key not in self._known:
            self.expect((key,))
        return self._known[key]

    def known(self, key: K) -> V | None:
        """The value if it is known already; nothing is read."""
        return self._known.get(key)

    def put(self, key: K, value: V) -> None:
        """That is its value now, whatever was read."""
        self._known[key] = value

    def forget(self, key: K) -> None:
        """It is read again when it is asked for."""
        self._known.pop(key, None)

    def forget_all(self) -> None:
        self._known = {}

    def mark(self) -> Undo:
        """The way back forgets everything: what is read again is what the rollback has left."""
        return self.forget_all
