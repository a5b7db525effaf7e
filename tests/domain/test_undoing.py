"""«按错了» over its whole table: every state, every step that can be a slip, whoever presses, however late."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from domain.refusal import Refusal
from domain.tickets.lifecycle import STEPS, Actor, advance, may
from domain.tickets.undoing import UNDO_WINDOW, UNDOABLE, Since, Slip, last_slip, slip_at, standing
from domain.vocabulary import Action, Grade, State
from tests.domain.test_lifecycle import ACTORS, NOW, Case

LED = {
    Action.CLAIM: [(State.NEW, State.CLAIMED)],
    Action.RESOLVE: [(State.CLAIMED, State.RESOLVED), (State.WAITING, State.RESOLVED)],
    Action.CONFIRM: [(State.RESOLVED, State.CLOSED), (State.RESOLVED, State.RESOLVED)],
    Action.FOLLOW: [(state, state) for state in (State.NEW, State.CLAIMED, State.WAITING, State.RESOLVED)],
}
"""From where to where each of them has led."""
STEWARD, OTHER, CLOCK = 3, 5, None


@dataclass(frozen=True)
class Said:
    """A line of a history."""

    seq: int
    action: Action
    by_id: int | None = STEWARD
    before: State | None = State.NEW
    after: State = State.CLAIMED
    at: datetime = NOW
    detail: dict[str, object] = field(default_factory=dict)


def history(*lines: tuple[Action, int | None] | tuple[Action, int | None, dict[str, object]]) -> list[Said]:
    """Line after line, from the filing on."""
    said = [Said(1, Action.FILE, 1)]
    for seq, (action, by, *more) in enumerate(lines, 2):
        said.append(Said(seq, action, by, detail=more[0] if more else {}))
    return said


def since(lines: Sequence[Said], seq: int = 2, by: int = STEWARD) -> Since | None:
    slip = slip_at(lines, seq, by=by)
    return slip.since if slip is not None else None


def outcome(case: Case, actor: Actor, after: timedelta = timedelta(minutes=1)) -> str:
    try:
        return advance(case, Action.UNDO, by=actor, at=NOW + after).after.value
    except Refusal as refusal:
        assert not may(case, Action.UNDO, actor, NOW + after)
        return refusal.key


@pytest.mark.parametrize("action", UNDOABLE)
def test_every_slip_in_every_state_by_everybody_at_any_time(action: Action) -> None:
    for before, after in LED[action]:
        slip = Slip(2, action, STEWARD, NOW, before, after)
        for state in State:
            for name, actor in ACTORS.items():
                for late in (timedelta(0), UNDO_WINDOW, UNDO_WINDOW + timedelta(microseconds=1)):
                    found = outcome(Case(state), replace(actor, slip=slip), late)
                    if actor.person_id != STEWARD:
                        expected = "refused-undo-not-yours"
                    elif state is not after:
                        expected = "refused-undo-acted"
                    else:
                        expected = before.value if late <= UNDO_WINDOW else "refused-undo-late"
                    assert found == expected, (action, before, after, state, name, late)


@pytest.mark.parametrize("action", UNDOABLE)
def test_in_danger_nothing_is_taken_back(action: Action) -> None:
    before, after = LED[action][0]
    slip = Slip(2, action, STEWARD, NOW, before, after)
    assert outcome(Case(after, Grade.P0), Actor(STEWARD, slip=slip)) == "refused-undo-danger"
    for grade in (Grade.P1, Grade.P2, Grade.P3):
        assert outcome(Case(after, grade), Actor(STEWARD, slip=slip)) == before.value


@pytest.mark.parametrize(
    ("what", "key"),
    [
        (Since.OTHERS, "refused-undo-acted"),
        (Since.OWN, "refused-undo-gone-on"),
        (Since.UNDONE, "refused-undo-before"),
    ],
)
def test_what_has_happened_since_is_said(what: Since, key: str) -> None:
    slip = Slip(2, Action.CLAIM, STEWARD, NOW, State.NEW, State.CLAIMED, what)
    assert outcome(Case(State.CLAIMED), Actor(STEWARD, slip=slip)) == key


def test_a_refusal_says_what_can_be_done_instead() -> None:
    for action in UNDOABLE:
        for state in State:
            slip = Slip(2, action, STEWARD, NOW - timedelta(hours=1), State.NEW, state)
            with pytest.raises(Refusal) as refusal:
                advance(Case(state), Action.UNDO, by=Actor(STEWARD, slip=slip), at=NOW)
            assert str(refusal.value.values["instead_key"]).startswith("instead-")


def test_nobody_has_slipped_who_has_pressed_nothing() -> None:
    for actor in ACTORS.values():
        assert outcome(Case(State.CLAIMED), actor) == "refused-undo-not-yours"


@pytest.mark.parametrize("action", [action for action in STEPS if action not in UNDOABLE])
def test_no_other_step_is_a_slip(action: Action) -> None:
    assert slip_at(history((action, STEWARD)), 2, by=STEWARD) is None


@pytest.mark.parametrize("action", [action for action in STEPS if action is not Action.UNDO])
def test_whoever_else_acts_stands_in_the_way_but_not_whoever_looks(action: Action) -> None:
    idle = action in (Action.LOOK, Action.REMIND)
    assert since(history((Action.CLAIM, STEWARD), (action, OTHER))) is (Since.NOTHING if idle else Since.OTHERS)


@pytest.mark.parametrize(
    ("action", "detail", "stands_in_the_way"),
    [
        (Action.REMIND, {}, False),
        (Action.ESCALATE, {"does": "remind"}, False),
        (Action.ESCALATE, {"does": "remind_in_the_morning"}, False),
        (Action.ESCALATE, {"does": "tell_superior"}, True),
        (Action.ESCALATE, {"does": "superior_takes_over"}, True),
        (Action.ENTRUST, {}, True),
        (Action.RESUME, {}, True),
        (Action.TAKE_IN, {"what": "comment"}, True),
    ],
)
def test_the_clock_reminds_and_that_is_no_act_but_what_it_takes_away_is(
    action: Action, detail: dict[str, object], stands_in_the_way: bool
) -> None:
    found = since(history((Action.CLAIM, STEWARD), (action, CLOCK, detail)))
    assert found is (Since.OTHERS if stands_in_the_way else Since.NOTHING)


def test_what_somebody_says_to_their_own_step_is_no_step() -> None:
    for action in (Action.REPLY, Action.NOTE, Action.COMMENT, Action.CORRECT, Action.RATE, Action.LOOK):
        assert since(history((Action.CLAIM, STEWARD), (action, STEWARD))) is Since.NOTHING
    for action in (Action.WAIT, Action.RETURN, Action.HAND_OVER, Action.RECATEGORISE, Action.PROPOSE, Action.RESOLVE):
        assert since(history((Action.CLAIM, STEWARD), (action, STEWARD))) is Since.OWN


def test_steps_are_taken_back_from_the_last_one_on() -> None:
    lines = history((Action.CLAIM, STEWARD), (Action.RESOLVE, STEWARD))
    slip = last_slip(lines, STEWARD)
    assert slip is not None
    assert (slip.seq, slip.since) == (3, Since.NOTHING)
    assert since(lines, 2) is Since.OWN
    lines = history((Action.CLAIM, STEWARD), (Action.RESOLVE, STEWARD), (Action.UNDO, STEWARD, {"of": 3}))
    slip = last_slip(lines, STEWARD)
    assert slip is not None
    assert (slip.seq, slip.since) == (2, Since.NOTHING)
    assert since(lines, 3) is Since.UNDONE


def test_what_was_taken_back_has_never_been_nor_how_it_was_rated() -> None:
    worked = ((Action.CLAIM, STEWARD), (Action.RESOLVE, STEWARD))
    slipped = ((Action.CONFIRM, 1), (Action.RATE, 1), (Action.UNDO, 1, {"of": 4, "what": "confirm"}))
    lines = history(*worked, *slipped, (Action.RATE, 1))
    assert [line.seq for line in standing(lines)] == [1, 2, 3, 7]
    assert standing(lines[:4]) == lines[:4]


def test_a_slip_that_was_taken_back_stands_in_nobodys_way() -> None:
    lines = history((Action.CLAIM, STEWARD), (Action.FOLLOW, OTHER), (Action.UNDO, OTHER, {"of": 3}))
    assert since(lines) is Since.NOTHING
