"""How often people are disturbed by what they do together: one person, one budget, over everything they are.

The tables below say when each sort of person gets their one joined message, how many are too many, and what comes at
once beside it; what a line says ends with its moment, and is then never told (spec: collective.md 1.4, 4).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.posts.directory import Directory
from domain.time.limits import Calendar

MOST_LINES = 8
"""Lines of a morning or a bundle; the rest is counted, and stands in the list behind it."""
A_WEEK = timedelta(days=7)


class BundleReader(StrEnum):
    """What somebody is, as far as bundles go; who is several has the earliest hour of them."""

    STEWARD = "steward"
    """And above: lines of the morning message only."""
    CONTACT = "contact"
    VOLUNTEER = "volunteer"
    RESIDENT = "resident"


class AtOnce(StrEnum):
    """What comes by itself, outside the budget."""

    NEW_ASK = "new_ask"
    """To a contact, and to the office that rings up whoever has no chat; in working time."""
    URGENT_ASK = "urgent_ask"
    """About P0 or P1: whenever its grade may ring."""
    ANSWER = "answer"
    """What became of what they asked for by a tap: of an ask, of a ticket."""
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Budget:
    """When the day's one bundle is sent (local time), whether on days off too, and how many a day and in 7 days; None:
    one on every such day. `at_once`: what comes outside it, and at most how many of it a day (None: all of it)."""

    at: time
    on_days_off: bool
    a_day: int = 1
    a_week: int | None = None
    at_once: Mapping[AtOnce, int | None] = field(default_factory=dict)

    def sends_on(self, day: date, calendar: Calendar) -> bool:
        """Is there a bundle on such a day?"""
        return self.on_days_off or calendar.is_working_day(day)


BUDGETS: Mapping[BundleReader, Budget] = {
    BundleReader.STEWARD: Budget(
        time(8, 30),
        on_days_off=False,
        at_once={AtOnce.NEW_ASK: 4, AtOnce.URGENT_ASK: None, AtOnce.ANSWER: None, AtOnce.DANGER: None},
    ),
    BundleReader.CONTACT: Budget(
        time(9),
        on_days_off=False,
        at_once={AtOnce.NEW_ASK: 4, AtOnce.URGENT_ASK: None, AtOnce.ANSWER: None, AtOnce.DANGER: None},
    ),
    BundleReader.VOLUNTEER: Budget(time(17, 30), on_days_off=True, at_once={AtOnce.ANSWER: None, AtOnce.DANGER: None}),
    BundleReader.RESIDENT: Budget(
        time(17, 30), on_days_off=True, a_week=3, at_once={AtOnce.ANSWER: None, AtOnce.DANGER: None}
    ),
}


class BundledLine(StrEnum):
    """What a line of a bundle is about, in the order of a morning: what is asked of the reader, what came of what they
    asked, what else is near."""

    ASK_NEW = "ask_new"
    ASK_DUE = "ask_due"
    ASK_OVER = "ask_over"
    BODY_DONE = "body_done"
    TERM = "term"
    TICKET_ASKED = "ticket_asked"
    RESULT = "result"
    """To a reporter: what came of the matter in which their ticket was taken up."""


ASKED_OF_READER = frozenset({BundledLine.ASK_NEW, BundledLine.ASK_DUE})
OF_REPORTER = frozenset({BundledLine.TICKET_ASKED, BundledLine.RESULT})
"""News of what the reader has reported."""
NEVER_MUTED = frozenset({BundledLine.ASK_NEW})
"""Somebody waits for an answer to it."""


class Bundled(Protocol):
    """A line as it is kept. `not_after`: from when on it is too late to be told."""

    @property
    def kind(self) -> BundledLine: ...
    @property
    def not_after(self) -> datetime | None: ...


L = TypeVar("L", bound=Bundled)


def readers_of(directory: Directory, person_id: int, at: datetime) -> frozenset[BundleReader]:
    """What somebody is now, by their posts and by the seats they have in bodies."""
    found = set()
    if directory.posts_of(person_id, at):
        found.add(BundleReader.STEWARD)
    if directory.seats_of(person_id, at):
        found.add(BundleReader.CONTACT)
    return frozenset(found)


def budget_of(readers: Collection[BundleReader]) -> Budget:
    """One person, one budget: that of the earliest hour of whatever they are; nobody in particular is a resident."""
    return min((BUDGETS[one] for one in readers or (BundleReader.RESIDENT,)), key=lambda budget: budget.at)


def comes_at_once(readers: Collection[BundleReader], what: AtOnce, nth: int) -> bool:
    """May this come by itself, as the `nth` (from 1) of its kind today? Whoever is several gets what either gets."""
    most = [BUDGETS[one].at_once[what] for one in readers or (BundleReader.RESIDENT,) if what in BUDGETS[one].at_once]
    return any(one is None or nth <= one for one in most)


def to_tell(lines: Iterable[L], now: datetime) -> Sequence[L]:
    """What is still worth telling, what ends soonest first; beside the same end as in a morning."""
    return sorted(_alive(lines, now), key=lambda line: (_end(line, now), _ORDER.index(line.kind)))


def for_a_morning(lines: Iterable[L], now: datetime) -> Sequence[L]:
    """The same among a steward's own work: kind by kind, what ends soonest first in each (collective.md 4)."""
    return sorted(_alive(lines, now), key=lambda line: (_ORDER.index(line.kind), _end(line, now)))


_ORDER = list(BundledLine)


def _alive(lines: Iterable[L], now: datetime) -> Iterable[L]:
    return (line for line in lines if line.not_after is None or now < line.not_after)


def _end(line: Bundled, now: datetime) -> datetime:
    return line.not_after or datetime.max.replace(tzinfo=now.tzinfo)


def next_bundle_at(now: datetime, budget: Budget, calendar: Calendar) -> datetime:
    """The next moment, after this one, at which such a bundle is sent."""
    day = now.astimezone(calendar.zone).date()
    while True:
        at = datetime.combine(day, budget.at, calendar.zone)
        if at > now and budget.sends_on(day, calendar):
            return at
        day += timedelta(days=1)


def may_have_one(budget: Budget, now: datetime, told: Collection[date], calendar: Calendar) -> bool:
    """Is it the hour of such a bundle, and not one too many? `told`: the local days of the last week on which this
    person had one, each as often as they had."""
    local = now.astimezone(calendar.zone)
    today = local.date()
    if local.time() < budget.at or not budget.sends_on(today, calendar):
        return False
    in_a_week = sum(today - A_WEEK < day for day in told)
    return list(told).count(today) < budget.a_day and (budget.a_week is None or in_a_week < budget.a_week)
