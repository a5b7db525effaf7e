"""What a change makes of a ticket: its state, the counting of its rungs, and when the clock looks again."""

from datetime import datetime
from typing import Protocol

from domain.tickets.lifecycle import Change
from domain.time.ladder import KEEPS_ITS_RUNG, OnALadder, Terms, next_step_at
from domain.vocabulary import ENDED_STATES, Action, State

MOVES = frozenset(
    {Action.HAND_OVER, Action.RETURN, Action.REROUTE, Action.LOCATE, Action.ENTRUST, Action.COME_BACK, Action.REASSIGN}
)
"""Actions that change who answers although the state stays."""


class SteppingTicket(OnALadder, Protocol):
    """What a change sets. `moves` counts changes of state and of who answers, `changes` the lines of its history."""

    state: State
    rung: int
    moves: int
    changes: int
    next_step_at: datetime | None
    ended_at: datetime | None


def step(ticket: SteppingTicket, change: Change, terms: Terms, *, follow_up_days: int | None) -> None:
    """Bring the ticket in line with a change that was allowed. A new state, or somebody else who answers, begins at
    the ladder's first rung, except after the actions of `KEEPS_ITS_RUNG`."""
    turns = change.after is not change.before
    if turns or change.action in MOVES:
        ticket.moves += 1
        ticket.rung = ticket.rung if change.action in KEEPS_ITS_RUNG else 0
    ticket.changes += 1
    ticket.state = change.after
    ticket.next_step_at = next_step_at(ticket, terms, follow_up_days=follow_up_days)
    if turns:
        ticket.ended_at = change.at if change.after in ENDED_STATES else None
