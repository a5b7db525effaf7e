"""Shapes that the view of any subject may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageOf(Generic[T]):
    """The rows of one page, and how many there are on all of them."""

    rows: Sequence[T]
    total: int


@dataclass(frozen=True, slots=True)
class Sought(Generic[T]):
    """What was looked for. `found` None: it is not there (any more), and the reader is told so."""

    found: T | None
