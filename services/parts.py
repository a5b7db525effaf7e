"""What a subject gives to the clock, to the digest, to privacy and to tickets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.community import Community
from domain.matters.matters import MatterSteps
from domain.notices.matter_notices import MatterCard
from domain.notices.notice import Notice
from domain.tickets.lifecycle import Change
from storage.models import MatterRow, Person, Ticket
from storage.unit_of_work import UnitOfWork

MAX_BATCH = 50
"""Rows that a tick looks at in one short transaction; it goes on until nothing is due."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A repeating look at the tables: a name, how often, and what is done with one batch; it returns how many."""

    name: str
    every: timedelta
    do: Callable[[UnitOfWork], int]
    mends: bool = False
    """In good order it finds nothing: what it finds is logged and counted."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """What a subject keeps about people, by its `name` in their file and in the log of what was emptied. `mine`: for
    «my data», as JSON. `forget`: this person asks to be deleted; and once more when the account goes. After so many
    `days` (a setting of the community, or its own) it is old: counted in a dry run, or emptied; both get the moment
    before which it must have ended, and say how much it was."""

    name: str
    mine: Callable[[UnitOfWork, Person], object]
    forget: Callable[[UnitOfWork, Person], None]
    days: Callable[[Community], int]
    count_old: Callable[[UnitOfWork, datetime], int]
    empty_old: Callable[[UnitOfWork, datetime], int]


@dataclass(frozen=True, slots=True)
class TicketPart:
    """What a subject has to do with tickets. `after`: runs for every recorded change, in the same unit, when the step
    that made it is complete."""

    after: Callable[[UnitOfWork, Ticket, Change], None]


@dataclass(frozen=True, slots=True)
class MatterKind:
    """A kind of matter. `name`: how it is kept, and how its texts begin: `{name}-title`, `{name}-state-{state}`,
    `{name}-did-{action}`, `{name}-due-{what}`; the first word is its subject's. `character`: in front of its numbers,
    one no other kind has. `steps`: what can be done, in which state, by whom; `ended`: states in which nothing is due
    any more. `due`: what is done when its next date has come, for a matter that is locked. `do`: what a press on a
    step does; `once`: steps that are ticked off, each once. `card`: how one is shown, by its id."""

    name: str
    character: str
    steps: MatterSteps
    ended: frozenset[str]
    due: Callable[[UnitOfWork, MatterRow], None]
    do: Callable[[UnitOfWork, MatterRow, str, Person], None]
    once: frozenset[str] = frozenset()
    card: Callable[[int], Notice] = MatterCard


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, given as the ids behind it, by one query: the number is how many there are.

    `key`: what it is called within its subject; its text is `{subject}-figure-{key}`, filled with `n`. `ids`: the
    subject's own rows from one moment to before another (aware, in UTC); a row that comes twice is counted once.
    `base`: among which it counts, n/N, where it is a rate; `names`: who they are, each once, as the page may print it.
    """

    key: str
    ids: Callable[[UnitOfWork, datetime, datetime], Sequence[int]]
    base: Callable[[UnitOfWork, datetime, datetime], Sequence[int]] | None = None
    names: Callable[[UnitOfWork, datetime, datetime], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class DigestPart:
    """What a subject gives to the week's digest: a line for each figure, in this order; or `together`, one line of all
    of them among what is done together (messages/digest/together.py): its text is `{subject}-together`, with each
    figure by its key, and `{subject}-together-name` what it is called where there was nothing."""

    figures: Sequence[Figure] = ()
    together: bool = False
