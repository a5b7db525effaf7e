"""«按错了»: a step that was pressed by mistake, while it can still be as if it had never been.

By whoever pressed it, for a quarter of an hour, while nobody else has acted since and it is not about danger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.refusal import Value
from domain.ticket import TicketFacts
from domain.vocabulary import Action, Grade, State

UNDO_WINDOW = timedelta(minutes=15)
"""How long a slip can be taken back: the press is fresh, and hardly anybody has set out because of it."""

UNDOABLE: Mapping[Action, Sequence[str]] = {
    Action.CLAIM: ("assignee_id", "post_id", "absence_id", "helper_id", "claimed_at", "claim_due", "rung"),
    Action.RESOLVE: (
        *("result", "resolved_at", "solved_by_id", "confirmed_at", "verified_at", "rung"),
        *("waiting_reason", "waiting_since", "waiting_until", "resolve_since", "resolve_due"),
    ),
    Action.CONFIRM: ("confirmed_at", "closed_at", "closing", "rating", "rung"),
    Action.FOLLOW: (),
}
"""What can be taken back, and what of the ticket each of them changes besides its state. When the clock looks again
follows from these (domain/time/ladder.py); whoever follows a ticket is a row of its own."""

ADDED = frozenset({Action.REPLY, Action.NOTE, Action.COMMENT, Action.CORRECT, Action.FOLLOW, Action.RATE})
"""What somebody says to their own step, or how it went. Words stay said when the step is taken back; a rating goes."""
_REMINDS = frozenset({"remind", "remind_in_the_morning"})


class PastLine(Protocol):
    """A line of a history, without its words."""

    @property
    def seq(self) -> int: ...
    @property
    def action(self) -> Action: ...
    @property
    def before(self) -> State | None: ...
    @property
    def after(self) -> State: ...
    @property
    def by_id(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def detail(self) -> Mapping[str, object]: ...


L = TypeVar("L", bound=PastLine)


class Since(StrEnum):
    """What has happened since a step."""

    NOTHING = "nothing"
    OWN = "own"
    """Whoever took it has gone on."""
    OTHERS = "others"
    """Somebody else has acted, or the program did in anybody's place."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Slip:
    """A step that may be taken back, and what has happened since."""

    seq: int
    action: Action
    by: int | None
    at: datetime
    before: State
    after: State
    since: Since = Since.NOTHING


def standing(lines: Sequence[L]) -> list[L]:
    """A history as if what was taken back had never been: neither the step, nor how it was rated, nor the taking
    back."""
    gone: set[int] = set()
    for line in lines:
        if line.action is Action.UNDO:
            of = _undone_by(line)
            gone |= {of, line.seq}
            gone |= {one.seq for one in lines if one.action is Action.RATE and of < one.seq < line.seq}
    return [line for line in lines if line.seq not in gone] if gone else list(lines)


def _undone_by(line: PastLine) -> int:
    of = line.detail.get("of")
    return of if isinstance(of, int) else line.seq


def slip_at(lines: Sequence[PastLine], seq: int, *, by: int) -> Slip | None:
    """Line `seq` as a step that `by` would take back; None for what nobody can. `lines`: the whole history, or all of
    it from that line on."""
    step = next((line for line in lines if line.seq == seq), None)
    if step is None or step.action not in UNDOABLE or step.before is None:
        return None
    still = standing(lines)
    later = [line for line in still if line.seq > seq]
    if step not in still:
        since = Since.UNDONE
    elif any(_is_of_others(line, by) for line in later):
        since = Since.OTHERS
    elif any(line.by_id == by and line.action not in ADDED | {Action.LOOK} for line in later):
        since = Since.OWN
    else:
        since = Since.NOTHING
    return Slip(step.seq, step.action, step.by_id, step.at, step.before, step.after, since)


def last_slip(lines: Sequence[PastLine], by: int) -> Slip | None:
    """The last step of theirs that can be taken back, as a button would offer it."""
    mine = [line.seq for line in standing(lines) if line.by_id == by and line.action in UNDOABLE]
    return slip_at(lines, mine[-1], by=by) if mine else None


def _is_of_others(line: PastLine, by: int) -> bool:
    """Has somebody else acted by it? A look at who reported it is no act, nor is a reminder of the clock's."""
    if line.action is Action.LOOK or line.by_id == by:
        return False
    if line.by_id is None and line.action is Action.ESCALATE:
        return line.detail.get("does") not in _REMINDS
    return line.action is not Action.REMIND


def why_not_undone(
    ticket: TicketFacts, slip: Slip | None, person_id: int | None, at: datetime | None = None
) -> tuple[str, dict[str, Value]] | None:
    """None: it can be taken back. Otherwise the sentence that says why not, and the one that says what can be done
    instead (`instead_key`). `at` None: however late it is."""
    if slip is None or person_id is None or slip.by != person_id:
        return "refused-undo-not-yours", {}
    if slip.since is Since.UNDONE:
        return "refused-undo-before", {}
    instead: dict[str, Value] = {"instead_key": instead_of(slip.action, ticket.state)}
    if ticket.grade is Grade.P0:
        return "refused-undo-danger", instead
    if slip.since is Since.OTHERS or (slip.since is Since.NOTHING and ticket.state is not slip.after):
        return "refused-undo-acted", instead
    if slip.since is Since.OWN:
        return "refused-undo-gone-on", instead
    return ("refused-undo-late", instead) if at is not None and at - slip.at > UNDO_WINDOW else None


_INSTEAD: Mapping[tuple[Action, State], str] = {
    (Action.CLAIM, State.CLAIMED): "instead-claim",
    (Action.CLAIM, State.WAITING): "instead-claim-waiting",
    (Action.RESOLVE, State.RESOLVED): "instead-resolve",
    (Action.RESOLVE, State.CLOSED): "instead-resolve-closed",
    (Action.CONFIRM, State.CLOSED): "instead-confirm",
    (Action.CONFIRM, State.RESOLVED): "instead-confirm-resolved",
    **{(Action.FOLLOW, state): "instead-follow" for state in State},
}


def instead_of(action: Action, state: State) -> str:
    """What can be done about that step now, as the key of a sentence."""
    return _INSTEAD.get((action, state), "instead-look")
