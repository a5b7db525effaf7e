"""A ticket's life as a digest reads it: its lines, and what they say about any moment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.tickets.households import Voice
from domain.vocabulary import ENDED_STATES, OPEN_STATES, Action, Grade, Kind, Rating, Result, State

ANSWERS = frozenset({Action.CONFIRM, Action.NOT_SOLVED})
"""解决了 or 没解决: the reporter's answer is the return visit."""

ASKED_ANEW = frozenset(
    {Action.FILE, Action.RETURN, Action.HAND_OVER, Action.REROUTE, Action.REOPEN, Action.APPEAL, Action.UNLINK}
    | {Action.ENTRUST, Action.REASSIGN}
)
"""What gives a ticket a new claim limit."""

CONTACT = frozenset({Action.CLAIM, Action.REPLY, Action.REJECT})
"""The first human answer to a report."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. `due`: the claim limit that began with it, where one did."""

    action: Action
    before: State | None
    after: State
    at: datetime
    by: int | None = None
    result: Result | None = None
    rating: Rating | None = None
    due: datetime | None = None
    agrees: bool | None = None
    """Of a check: whether it is as the closing said."""
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One ticket. `building` only tells places apart, `voices` households; `place` is what may be read, at building
    level.

    `claim_due` and `resolve_due` are the limits it has now; claiming ends the first of them.
    """

    id: int
    number: str
    category: str
    kind: Kind
    grade: Grade
    building: str
    place: str
    voices: Sequence[Voice]
    on_behalf: bool
    filed_at: datetime
    claim_due: datetime | None
    resolve_due: datetime | None
    resolved_at: datetime | None
    assignee_id: int | None
    post: str | None
    next_post: str | None
    lines: Sequence[Line]
    follows: bool = False
    """The same matter came again after an earlier ticket was closed for good."""

    @property
    def promised(self) -> datetime | None:
        """Its first claim limit."""
        return self.lines[0].due if self.lines else None

    def claim_limit(self, moment: datetime) -> datetime | None:
        """The claim limit that ran at that moment."""
        asked = [line for line in self.lines if line.action in ASKED_ANEW or line.action is Action.CLAIM]
        if self.claim_due is not None and (not asked or asked[-1].at < moment):
            return self.claim_due
        before = [line.due for line in asked if line.at < moment and line.due is not None]
        return before[-1] if before else None

    def state_at(self, moment: datetime) -> State | None:
        """As it was just before that moment; None while it was not filed yet."""
        state = None
        for line in self.lines:
            if line.at >= moment:
                break
            state = line.after
        return state

    def open_at(self, moment: datetime) -> bool:
        return self.state_at(moment) in OPEN_STATES

    def between(self, start: datetime, end: datetime) -> Iterator[Line]:
        """What happened from `start` to before `end`."""
        return (line for line in self.lines if start <= line.at < end)

    def last(self, actions: Collection[Action], start: datetime, end: datetime) -> Line | None:
        """The last such line in that time."""
        found = [line for line in self.between(start, end) if line.action in actions]
        return found[-1] if found else None

    def first(self, actions: Collection[Action], end: datetime) -> Line | None:
        """The first such line before `end`."""
        return next((line for line in self.lines if line.at < end and line.action in actions), None)

    def came_back(self, start: datetime, end: datetime) -> bool:
        """Ended before, taken up again in that time."""
        return any(line.before in ENDED_STATES and line.after in OPEN_STATES for line in self.between(start, end))

    def parked_at(self, moment: datetime) -> bool:
        """Does it wait without an end in sight (挂账)?"""
        waits = [line for line in self.lines if line.at < moment and line.action is Action.WAIT]
        return self.state_at(moment) is State.WAITING and bool(waits) and waits[-1].parked

    def result_at(self, moment: datetime) -> Result | None:
        """What was said to have been done, at that moment."""
        done = [line for line in self.lines if line.at < moment and line.action is Action.RESOLVE]
        return done[-1].result if done else None
