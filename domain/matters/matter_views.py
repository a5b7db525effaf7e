"""A matter as a reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MatterLineView:
    """One line of its history; `by` by name, None for the program."""

    at: datetime
    action: str
    by: str | None
    words: str | None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter. `owner`: the title of its post; `actions`: what the reader can do with it; `done`: those of them that
    are ticked off already."""

    id: int
    version: int
    number: str
    kind: str
    title: str
    state: str
    places: Sequence[str]
    owner: str | None
    due_at: datetime | None
    due_what: str | None
    actions: frozenset[str]
    history: Sequence[MatterLineView] = ()
