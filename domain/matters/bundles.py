"""How often people are disturbed by what they do together: one person, one budget, over everything they are.

The table below says when each sort of person gets their one joined message, and how many are too many; what a line says
ends with its moment, and is then never told (spec: collective.md 1.4).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.time.limits import Calendar


class BundleReader(StrEnum):
    """What somebody is, as far as bundles go; who is several has the earliest hour of them."""

    STEWARD = "steward"
    """And above: lines of the morning message only."""
    CONTACT = "contact"
    VOLUNTEER = "volunteer"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True)
class Budget:
    """When the day's one bundle is sent (local time), whether on days off too, and how many a day and in 7 days; None:
    one on every such day."""

    at: time
    on_days_off: bool
    a_day: int = 1
    a_week: int | None = None


BUDGETS: Mapping[BundleReader, Budget] = {
    BundleReader.STEWARD: Budget(time(8, 30), on_days_off=False),
    BundleReader.CONTACT: Budget(time(9), on_days_off=False),
    BundleReader.VOLUNTEER: Budget(time(17, 30), on_days_off=True),
    BundleReader.RESIDENT: Budget(time(17, 30), on_days_off=True, a_week=3),
}


class BundledLine(StrEnum):
    """What a line of a bundle is about, in the order in which they are read beside the same end."""

    ASK_DUE = "ask_due"
    ASK_SILENT = "ask_silent"
    ASK_OVER = "ask_over"
    BODY_DONE = "body_done"
    TERM = "term"
    TICKET_ASKED = "ticket_asked"


class Bundled(Protocol):
    """A line as it is kept. `not_after`: from when on it is too late to be told."""

    @property
    def kind(self) -> BundledLine: ...
    @property
    def not_after(self) -> datetime | None: ...


L = TypeVar("L", bound=Bundled)


def budget_of(readers: Collection[BundleReader]) -> Budget:
    """One person, one budget: the earliest hour of whatever they are; nobody in particular is a resident."""
    return min((BUDGETS[one] for one in readers or (BundleReader.RESIDENT,)), key=lambda budget: budget.at)


def to_tell(lines: Iterable[L], now: datetime) -> Sequence[L]:
    """What is still worth telling, what ends soonest first."""
    order = list(BundledLine)
    alive = [line for line in lines if line.not_after is None or now < line.not_after]
    never = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(alive, key=lambda line: (line.not_after or never, order.index(line.kind)))


def next_bundle_at(now: datetime, budget: Budget, calendar: Calendar) -> datetime:
    """The next moment, after this one, at which such a bundle is sent."""
    day = now.astimezone(calendar.zone).date()
    while True:
        at = datetime.combine(day, budget.at, calendar.zone)
        if at > now and (budget.on_days_off or calendar.is_working_day(day)):
            return at
        day += timedelta(days=1)
