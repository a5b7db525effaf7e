"""What a steward asks a superior to allow: a longer wait, parking (挂账), not accepting (不受理)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.tickets.lifecycle import NEVER_WAITS
from domain.vocabulary import Grade, State

REMIND_AFTER_DAYS = 2
"""Working days after which an undecided request is reminded of and goes on to the next person."""
MAX_PARKED_DAYS = 90
"""Days until the review of what was parked."""


class Asked(StrEnum):
    """What is asked for."""

    EXTEND = "extend"
    PARK = "park"
    REJECT = "reject"


class Decision(StrEnum):
    """What became of the request; void: the ticket went another way first."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    VOID = "void"


class RejectReason(StrEnum):
    """Why the community does not accept a report."""

    NOT_OURS = "not_ours"
    IN_COURT = "in_court"
    PRIVATE = "private"
    NO_FACTS = "no_facts"
    OTHER = "other"


STATES = {
    Asked.EXTEND: frozenset({State.CLAIMED, State.WAITING}),
    Asked.PARK: frozenset({State.CLAIMED, State.WAITING}),
    Asked.REJECT: frozenset({State.NEW, State.CLAIMED}),
}
"""In which states of the ticket each may be asked for and allowed."""
WAITS = frozenset({Asked.EXTEND, Asked.PARK})
"""What lets a ticket rest; what is urgent never does (domain/tickets/lifecycle.py)."""


def can_be_asked(what: Asked, state: State, grade: Grade) -> bool:
    """Is there anything to ask for, or to decide, about such a ticket?"""
    return state in STATES[what] and not (what in WAITS and grade in NEVER_WAITS)


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A request as its reader may see it. `words`: why, or for a rejection where to go instead."""

    id: int
    asked: Asked
    reason: str | None
    until: datetime | None
    words: str | None
    by: str
    decision: Decision
    may_decide: bool
