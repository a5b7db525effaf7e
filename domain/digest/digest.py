"""The week in figures: what a digest says, and the ticket numbers behind every figure, frozen together.

Every figure is the size of a set of tickets, so a figure and the list behind it cannot disagree, and the balance
adds up because each ticket stands on one side of it: carried + new + back − done − dropped = open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MIN_BASE = 10
"""Below this denominator there is no percentage: three answers are not «100% satisfied»."""

FEW_DISPUTES = 3
"""Disputes in a building below this number appear only in the total."""


class Section(StrEnum):
    """What can be opened under a digest, or is counted in it."""

    NEW = "new"
    DONE = "done"
    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    MISSED = "missed"
    AGAIN = "again"
    CARRIED = "carried"
    BACK = "back"
    DROPPED = "dropped"
    IN_TIME = "in_time"
    CONFIRMING = "confirming"
    LOST = "lost"
    SOLVED = "solved"
    UNANSWERED = "unanswered"
    ON_BEHALF = "on_behalf"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"
    REJECTED = "rejected"
    PARKED = "parked"
    DUE_NEXT = "due_next"
    RECURRED = "recurred"
    ASKED = "asked"
    FOLLOWED_UP = "followed_up"
    CHECKED = "checked"
    MISMATCHED = "mismatched"
    CLAIM_DUE = "claim_due"
    CLAIMED_IN_TIME = "claimed_in_time"
    RESOLVE_DUE = "resolve_due"
    RESOLVED_IN_TIME = "resolved_in_time"
    ANSWERED = "answered"
    RATED = "rated"
    SATISFIED = "satisfied"


BUTTONS = (
    Section.NEW,
    Section.DONE,
    Section.OPEN,
    Section.OVERDUE,
    Section.WAITING,
    Section.MISSED,
    Section.AGAIN,
)
"""The sections with a button; the eighth opens the table."""


class Reason(StrEnum):
    """Why a ticket is overdue."""

    NOBODY = "nobody"
    UNCLAIMED = "unclaimed"
    UNSOLVED = "unsolved"


@dataclass(frozen=True, slots=True)
class Rate:
    """A numerator and its denominator, always both."""

    hits: int = 0
    base: int = 0

    @property
    def permille(self) -> int | None:
        """Tenths of a per cent, halves up; None under ten."""
        if self.base < MIN_BASE:
            return None
        return (2000 * self.hits + self.base) // (2 * self.base)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week."""

    new: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue ticket with why and what next; place at building level, posts by title."""

    ticket_id: int
    number: str
    category: str
    place: str
    since: datetime
    reason: Reason
    post: str | None
    next_post: str | None


@dataclass(frozen=True, slots=True)
class Kindred:
    """A category with its count, and last week's. `code` None: disputes that are counted only together."""

    code: str | None
    count: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """One category again and again in one building within 30 days."""

    category: str
    place: str
    times: int
    homes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Posts and addresses as they were when the digest was made; titles and places, no names. `bodies`: those that
    nothing reached again and again."""

    vacant: Sequence[str] = ()
    unreachable: Sequence[str] = ()
    nobody: Sequence[str] = ()
    quiet: Sequence[str] = ()
    bodies: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One matter that went well, at building level; `minutes` of working time from report to solved."""

    category: str
    place: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Service:
    """How far the figures can be trusted: full hours the program was away, and messages that reached nobody."""

    hours_away: int = 0
    undelivered: int = 0


@dataclass(frozen=True, slots=True)
class ComparedWeek:
    """What is compared with: the week before, or the same week a year ago."""

    new: int
    done: int
    open: int
    overdue: int
    response: Rate
    on_time: Rate
    solved: Rate
    satisfied: Rate
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a subject gave: its number is how many rows of its own are behind it. `base`: among how many it
    counts, None where it is no rate; `names`: who they are; `together`: it stands in its subject's one line."""

    subject: str
    key: str
    ids: Sequence[int]
    base: Sequence[int] | None = None
    names: Sequence[str] = ()
    together: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A week's digest. `until` is the closing moment: the week's end, or earlier while it runs."""

    week: str
    until: datetime
    complete: bool
    ids: Mapping[Section, Sequence[int]]
    hidden: Sequence[int]
    """Disputes under three in a building: in the totals, in no list."""
    response: Rate = field(default_factory=Rate)
    on_time: Rate = field(default_factory=Rate)
    solved: Rate = field(default_factory=Rate)
    satisfied: Rate = field(default_factory=Rate)
    days: Sequence[Day] = ()
    ages: Sequence[int] = ()
    kinds: Sequence[Kindred] = ()
    clusters: Sequence[Cluster] = ()
    late: Sequence[Late] = ()
    lost: Sequence[str] = ()
    """Numbers of open tickets that nobody answers for."""
    standing: Standing = field(default_factory=Standing)
    mismatched: Sequence[str] = ()
    """Numbers of closed tickets that a second person found otherwise."""
    good_case: Case | None = None
    service: Service = field(default_factory=Service)
    claim_median: int | None = None
    claim_slowest: int | None = None
    """Working minutes from filing to «mine»."""
    returns: int = 0
    hand_overs: int = 0
    last: ComparedWeek | None = None
    year_ago: ComparedWeek | None = None
    corrects: bool = False
    """An earlier version of the whole week was sent before."""
    given: Sequence[Given] = ()

    def tickets(self, section: Section) -> Sequence[int]:
        return self.ids.get(section, ())

    def count(self, section: Section) -> int:
        return len(self.tickets(section))

    def shown(self, section: Section) -> list[int]:
        """The tickets that a list may name."""
        hidden = set(self.hidden)
        return [ticket_id for ticket_id in self.tickets(section) if ticket_id not in hidden]

    @property
    def everything(self) -> list[int]:
        """All that moved, was due or was open in the week."""
        wanted = (Section.NEW, Section.CARRIED, Section.BACK, Section.MERGED, Section.WITHDRAWN, Section.MISSED)
        return sorted({ticket_id for section in wanted for ticket_id in self.tickets(section)})

    @property
    def behind(self) -> dict[str, Sequence[int]]:
        """Every figure by name, with what is behind it: its number is how many there are.

        The core's are of tickets and bear their section's name; a subject's are of its own rows
        («lost_and_found-listed»). A figure that was not known yet when the week was frozen is not among them.
        """
        of_tickets = {section.value: self.ids[section] for section in Section if section in self.ids}
        given = {f"{one.subject}-{one.key}": one.ids for one in self.given}
        bases = {f"{one.subject}-{one.key}-base": one.base for one in self.given if one.base is not None}
        return {**of_tickets, "hidden": self.hidden, **given, **bases}

    def as_before(self) -> ComparedWeek:
        """These figures as next week, or next year, compares itself with them."""
        return ComparedWeek(
            self.count(Section.NEW),
            self.count(Section.DONE),
            self.count(Section.OPEN),
            self.count(Section.OVERDUE),
            self.response,
            self.on_time,
            self.solved,
            self.satisfied,
            {kind.code or "": kind.count for kind in self.kinds},
        )


def growth(now: int, before: int) -> int | None:
    """Tenths of a per cent that `now` is above or below; None where the base is too small for a percentage."""
    if before < MIN_BASE:
        return None
    change = now - before
    size = (2000 * abs(change) + before) // (2 * before)
    return size if change >= 0 else -size


@dataclass(frozen=True, slots=True)
class TableRow:
    """One ticket in the table behind a digest: numbers, states and times; no rooms, no words. The reporter's name is
    masked unless a look at it was recorded."""

    ticket_id: int
    number: str
    category: str
    place: str
    reporter: str
    grade: str
    state: str
    filed_at: datetime
    claimed_at: datetime | None
    resolved_at: datetime | None
    ended_at: datetime | None
