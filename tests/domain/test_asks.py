"""What may become of an ask: every action, in every state, by everybody."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.matters.asks import (
    ASK_STEPS,
    CLOCK,
    OPEN_ASKS,
    UNANSWERED,
    UNDO_WINDOW,
    AskAction,
    AskActor,
    AskChange,
    AskState,
    advance_ask,
    possible_for,
)
from domain.refusal import Refusal

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CONTACT, COLLEAGUE, ASKER, ABOVE, OFFICE, CHAIR, STRANGER = range(1, 8)


@dataclass(frozen=True)
class Case:
    """An ask that `ASKER` has sent, and that `CONTACT` has answered, if anybody has."""

    state: AskState
    asked_by_id: int | None = ASKER
    answered_by_id: int | None = CONTACT
    answered_at: datetime | None = NOW
    was: AskState | None = AskState.ACCEPTED


ACTORS = {
    "contact": AskActor(CONTACT, acts_for=True),
    "colleague": AskActor(COLLEAGUE, acts_for=True),
    "office": AskActor(OFFICE, enters=True),
    "asker": AskActor(ASKER),
    "superior": AskActor(ABOVE, superior=True),
    "chair": AskActor(CHAIR, leads=True),
    "stranger": AskActor(STRANGER),
    "clock": CLOCK,
}

ASKED = "contact colleague office"
NOT_ANSWERED = "sent silent unreached"
OPEN = f"{NOT_ANSWERED} accepted"
TABLE = {
    "accept": (NOT_ANSWERED, "accepted", ASKED),
    "decline": (OPEN, "declined", ASKED),
    "done": (OPEN, "done", ASKED),
    "arrive": ("sent silent accepted", "accepted", f"{ASKED} chair"),
    "fall_silent": ("sent", "silent", "clock"),
    "run_over": ("accepted", "same", "clock"),
    "not_reached": ("sent", "unreached", "clock"),
    "undo": ("done declined", "what it was", "contact"),
    "recall": (OPEN, "recalled", "asker superior clock"),
}


def refused(case: Case, action: AskAction, by: AskActor, at: datetime = NOW) -> str | None:
    """The sentence that refuses, or None."""
    try:
        advance_ask(case, action, by=by, at=at)
    except Refusal as refusal:
        return refusal.key
    return None


def test_the_table_names_every_action() -> None:
    assert {*TABLE} == {*AskAction} == {*ASK_STEPS}
    assert {*OPEN.split()} == OPEN_ASKS
    assert {*NOT_ANSWERED.split()} == UNANSWERED


@pytest.mark.parametrize("action", TABLE)
def test_every_action_in_every_state_by_everybody(action: str) -> None:
    before, after, people = TABLE[action]
    found: dict[tuple[str, str], str] = {}
    expected: dict[tuple[str, str], str] = {}
    for state in AskState:
        for name, actor in ACTORS.items():
            here, case = (state.value, name), Case(state)
            if state.value not in before.split():
                expected[here] = "asks-refused-state"
            elif name not in people.split():
                expected[here] = "no"
            else:
                expected[here] = {"same": state.value, "what it was": "accepted"}.get(after, after)
            try:
                change = advance_ask(case, AskAction(action), by=actor, at=NOW)
                found[here] = change.after.value
                assert change == AskChange(AskAction(action), state, change.after, actor.person_id, NOW)
                assert AskAction(action) in possible_for(case, actor, NOW)
            except Refusal as refusal:
                found[here] = refusal.key if refusal.key == "asks-refused-state" else "no"
                assert AskAction(action) not in possible_for(case, actor, NOW)
    assert found == expected


@pytest.mark.parametrize(
    ("action", "state", "who", "key"),
    [
        ("accept", AskState.SENT, "asker", "asks-refused-not-yours"),
        ("decline", AskState.ACCEPTED, "superior", "asks-refused-not-yours"),
        ("arrive", AskState.SENT, "stranger", "asks-refused-not-yours"),
        ("recall", AskState.SENT, "contact", "asks-refused-not-asker"),
        ("undo", AskState.DONE, "colleague", "asks-refused-undo-not-yours"),
        ("fall_silent", AskState.SENT, "superior", "asks-refused-not-yours"),
        ("accept", AskState.RECALLED, "contact", "asks-refused-state"),
    ],
)
def test_each_no_has_a_sentence_of_its_own(action: str, state: AskState, who: str, key: str) -> None:
    assert refused(Case(state), AskAction(action), ACTORS[who]) == key


def test_a_refusal_names_the_present_state() -> None:
    with pytest.raises(Refusal) as refusal:
        advance_ask(Case(AskState.RECALLED), AskAction.DONE, by=ACTORS["contact"], at=NOW)
    assert dict(refusal.value.values) == {"state_key": "asks-state-recalled"}


@pytest.mark.parametrize("was", sorted(OPEN_ASKS))
def test_an_answer_taken_back_is_again_what_it_was_for_a_quarter_of_an_hour_and_once(was: AskState) -> None:
    answered, by = Case(AskState.DECLINED, was=was), ACTORS["contact"]
    last = NOW + UNDO_WINDOW
    assert advance_ask(answered, AskAction.UNDO, by=by, at=last).after is was
    assert refused(answered, AskAction.UNDO, by, last + timedelta(seconds=1)) == "asks-refused-undo-late"
    assert refused(replace(answered, was=None), AskAction.UNDO, by) == "asks-refused-undo-not-yours"


def test_what_nobody_asked_for_a_superior_takes_back() -> None:
    letter = Case(AskState.SENT, asked_by_id=None)
    assert refused(letter, AskAction.RECALL, ACTORS["superior"]) is None
    assert refused(letter, AskAction.RECALL, ACTORS["stranger"]) == "asks-refused-not-asker"
