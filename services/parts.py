"""What a subject gives to the clock and to the digest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Tick:
    """A repeating look at the tables: a name, how often, and what is done with one batch; it returns how many."""

    name: str
    every: timedelta
    do: Callable[[UnitOfWork], int]
    mends: bool = False
    """In good order it finds nothing: what it finds is logged and counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, given as the ids behind it, by one query: the number is how many there are.

    `key`: what it is called within its subject; its text is `{subject}-figure-{key}`, filled with `n`. `ids`: the
    subject's own rows from one moment to before another (aware, in UTC); a row that comes twice is counted once.
    """

    key: str
    ids: Callable[[UnitOfWork, datetime, datetime], Sequence[int]]


@dataclass(frozen=True, slots=True)
class DigestPart:
    """What a subject gives to the week's digest: a line for each figure, in this order."""

    figures: Sequence[Figure] = ()
