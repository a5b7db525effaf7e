"""How silence climbs: at which share of the running limit who is told. One table in the community's settings.

The claim limit runs while a ticket is new, the resolve limit while it is claimed. Each rung is taken once, none is
skipped, and none of P1-P3 in quiet time. Resolved tickets are reminded of, and closed, by the same clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.ticket import TicketFacts
from domain.time.limits import Calendar, Limit, Running, Segment
from domain.time.quiet import QuietTime
from domain.unsound import Unsound
from domain.vocabulary import Action, Grade, State


class Does(StrEnum):
    """What happens on a rung."""

    REMIND = "remind"
    REMIND_IN_THE_MORNING = "remind_in_the_morning"
    ALARM = "alarm"
    TELL_SUPERIOR = "tell_superior"
    SUPERIOR_TAKES_OVER = "superior_takes_over"
    OFFICE_TAKES_OVER = "office_takes_over"
    TELL_BRANCH_SECRETARY = "tell_branch_secretary"
    TELL_SECRETARY = "tell_secretary"
    RED_LIST = "red_list"


@dataclass(frozen=True, slots=True)
class Rung:
    """At `percent` of the running limit, and `minutes` after that: do this."""

    percent: int
    does: Does
    minutes: int = 0


Ladder = Mapping[Grade, Sequence[Rung]]

KEEPS_ITS_RUNG = frozenset(
    {Action.ESCALATE, Action.REMIND, Action.FOLLOW_UP, Action.WAIT, Action.RESUME, Action.RATE}
    | {Action.ENTRUST, Action.COME_BACK, Action.UNDO}
)
"""Actions after which the counting of rungs goes on; so do all that keep the state."""


def check_ladder(ladder: Ladder) -> None:
    """A ladder rises, or it is `Unsound`."""
    for grade, rungs in ladder.items():
        below, falls = (0, -1), f"the ladder of {grade} does not rise"
        for row, rung in enumerate(rungs):
            if rung.percent <= 0 or rung.minutes < 0:
                raise Unsound("ladder", str(grade), row, why=f"{falls}: percent is above 0, minutes not below")
            if (rung.percent, rung.minutes) <= below:
                raise Unsound("ladder", str(grade), row, why=f"{falls}: this is not later than the row before it")
            below = (rung.percent, rung.minutes)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the community has settled about time."""

    calendar: Calendar
    quiet: QuietTime
    ladder: Ladder
    p1_window: Segment
    remind_after: timedelta
    close_after: timedelta


class OnALadder(TicketFacts, Protocol):
    """What the ladder needs to know about a ticket."""

    @property
    def rung(self) -> int: ...
    @property
    def claim_since(self) -> datetime | None: ...
    @property
    def claim_limit(self) -> str | None: ...
    @property
    def resolve_since(self) -> datetime | None: ...
    @property
    def resolve_limit(self) -> str | None: ...
    @property
    def resolve_spent(self) -> int: ...
    @property
    def resolved_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def verified_at(self) -> datetime | None: ...


def claim_clock(ticket: OnALadder, terms: Terms) -> Running | None:
    """The claim limit as it runs; P1's rests outside its hours."""
    if ticket.claim_since is None or ticket.claim_limit is None:
        return None
    window = terms.p1_window if ticket.grade is Grade.P1 else None
    return Running(Limit.parse(ticket.claim_limit), ticket.claim_since, window=window)


def resolve_clock(ticket: OnALadder) -> Running | None:
    """The resolve limit as it runs; `resolve_spent` holds what was used before its last pause."""
    if ticket.resolve_since is None or ticket.resolve_limit is None:
        return None
    return Running(Limit.parse(ticket.resolve_limit), ticket.resolve_since, timedelta(seconds=ticket.resolve_spent))


def moments(ticket: OnALadder, terms: Terms) -> list[tuple[datetime, Rung]]:
    """Every rung of the running limit with its instant, earliest first."""
    clock = claim_clock(ticket, terms) if ticket.state is State.NEW else resolve_clock(ticket)
    if clock is None or ticket.state not in (State.NEW, State.CLAIMED):
        return []
    rungs = terms.ladder.get(ticket.grade, ())
    timed = [(clock.at(rung.percent, terms.calendar) + timedelta(minutes=rung.minutes), rung) for rung in rungs]
    return sorted(timed, key=lambda moment: moment[0])


def next_step_at(ticket: OnALadder, terms: Terms, *, follow_up_days: int | None) -> datetime | None:
    """When the clock must look at this ticket again; None while it need not (waiting, ended, all rungs taken)."""
    due: datetime | None = None
    if ticket.state in (State.NEW, State.CLAIMED):
        rungs = moments(ticket, terms)
        due = rungs[ticket.rung][0] if ticket.rung < len(rungs) else None
    elif ticket.state is State.RESOLVED and ticket.resolved_at is not None and closes_by_silence(ticket):
        due = ticket.resolved_at + (terms.remind_after if ticket.rung == 0 else terms.close_after)
    elif ticket.state is State.CLOSED and ticket.closed_at is not None and follow_up_days and ticket.rung == 0:
        due = ticket.closed_at + timedelta(days=follow_up_days) if ticket.reporter_id is not None else None
    return terms.quiet.next_allowed(due, ticket.grade, terms.calendar.zone) if due is not None else None


def closes_by_silence(ticket: OnALadder) -> bool:
    """P0 and P1 wait for a second person; a ticket without a reporter in the chat waits for one too."""
    return ticket.grade not in (Grade.P0, Grade.P1) and ticket.reporter_id is not None
