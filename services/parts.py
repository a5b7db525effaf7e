"""What a subject gives to the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Tick:
    """A repeating look at the tables: a name, how often, and what is done with one batch; it returns how many."""

    name: str
    every: timedelta
    do: Callable[[UnitOfWork], int]
    mends: bool = False
    """In good order it finds nothing: what it finds is logged and counted."""
