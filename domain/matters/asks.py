"""An ask (请办): a body, post or person is asked to come, do, answer or take something by a time.

It is the one way in which work reaches people who are not the assignee. The table below is the only place that knows
what may become of one; docs/flow.md's table is drawn from it (spec: collective.md 2.3). An ask closes nothing of the
asker's: the asked says done, the assignee looks and resolves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.refusal import Refusal

UNDO_WINDOW = timedelta(minutes=15)
"""How long whoever answered may take it back."""


class AskKind(StrEnum):
    """What somebody is asked for."""

    DO = "do"
    COME = "come"
    ANSWER = "answer"
    REVIEW = "review"
    TAKE = "take"


class AskState(StrEnum):
    """Where an ask stands: 等回话, 答应了, 办不了, 已办, 没回话, 没送到, 收回."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    SILENT = "silent"
    UNREACHED = "unreached"
    RECALLED = "recalled"


UNANSWERED = frozenset({AskState.SENT, AskState.SILENT, AskState.UNREACHED})
OPEN_ASKS = UNANSWERED | {AskState.ACCEPTED}
"""Something is still expected of the asked."""


class AskAction(StrEnum):
    """What can happen to an ask."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DONE = "done"
    ARRIVE = "arrive"
    FALL_SILENT = "fall_silent"
    RUN_OVER = "run_over"
    NOT_REACHED = "not_reached"
    UNDO = "undo"
    RECALL = "recall"


class AskTold(StrEnum):
    """What the other side can be told of an ask: its steps, and what is said between both sides."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DONE = "done"
    ARRIVE = "arrive"
    FALL_SILENT = "fall_silent"
    RUN_OVER = "run_over"
    NOT_REACHED = "not_reached"
    UNDO = "undo"
    RECALL = "recall"
    ADDED = "added"
    QUESTION = "question"
    REPLY = "reply"
    LETTER = "letter"


class DeclineReason(StrEnum):
    """Why a body does not do it: 不归我们, 缺配件, 要钱要表决, 没人手, 要别家先办, 其他."""

    NOT_OURS = "not_ours"
    PARTS = "parts"
    MONEY = "money"
    NO_HANDS = "no_hands"
    OTHERS_FIRST = "others_first"
    OTHER = "other"


class GoesAlong(StrEnum):
    """What of the reporter goes along with an ask; building and unit always do (domain.md 4.1; PIPL art. 23)."""

    PLACE = "place"
    DOOR = "door"
    DOOR_PHONE = "door_phone"


class AskFacts(Protocol):
    """What the rules need to know about an ask."""

    @property
    def state(self) -> AskState: ...
    @property
    def asked_by_id(self) -> int | None: ...
    @property
    def answered_by_id(self) -> int | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def was(self) -> AskState | None: ...


@dataclass(frozen=True, slots=True)
class AskActor:
    """How somebody stands to an ask. `acts_for`: they have a seat of the body asked (or are its deputy, or the person
    or the post asked); `enters`: of the office, entering what was said on the telephone or on paper; `superior`: stands
    above the asker, or answers for the ticket; `leads`: leads the meeting it is about. `person_id` None is the
    clock."""

    person_id: int | None
    acts_for: bool = False
    enters: bool = False
    superior: bool = False
    leads: bool = False


CLOCK = AskActor(None)

AskRule = Callable[[AskFacts, AskActor], str | None]
"""None: allowed. Otherwise the key of the sentence that says why not."""


def the_asked(_ask: AskFacts, actor: AskActor) -> str | None:
    """A contact or a deputy; the office after a call."""
    return None if actor.acts_for or actor.enters else "asks-refused-not-yours"


def the_asked_or_leading(ask: AskFacts, actor: AskActor) -> str | None:
    """The same, or whoever leads the meeting it is about."""
    return None if actor.leads else the_asked(ask, actor)


def the_asker(ask: AskFacts, actor: AskActor) -> str | None:
    """Who asked, a superior; the program, when what it is about ends."""
    asked = actor.person_id is not None and actor.person_id == ask.asked_by_id
    return None if asked or actor.superior or actor.person_id is None else "asks-refused-not-asker"


def who_answered(ask: AskFacts, actor: AskActor) -> str | None:
    """Whoever gave the answer, within 15 minutes."""
    answered = actor.person_id is not None and actor.person_id == ask.answered_by_id
    return None if answered and ask.was is not None else "asks-refused-undo-not-yours"


def only_the_clock(_ask: AskFacts, actor: AskActor) -> str | None:
    """Only the program: a limit is over, or nothing reached anybody."""
    return None if actor.person_id is None else "asks-refused-not-yours"


@dataclass(frozen=True, slots=True)
class AskStep:
    """One row of the table. `after` None keeps the state; `back`: it is again what it was before the answer."""

    before: frozenset[AskState]
    after: AskState | None
    who: AskRule
    back: bool = False


ASK_STEPS: Mapping[AskAction, AskStep] = {
    AskAction.ACCEPT: AskStep(UNANSWERED, AskState.ACCEPTED, the_asked),
    AskAction.DECLINE: AskStep(OPEN_ASKS, AskState.DECLINED, the_asked),
    AskAction.DONE: AskStep(OPEN_ASKS, AskState.DONE, the_asked),
    AskAction.ARRIVE: AskStep(
        frozenset({AskState.SENT, AskState.SILENT, AskState.ACCEPTED}), AskState.ACCEPTED, the_asked_or_leading
    ),
    AskAction.FALL_SILENT: AskStep(frozenset({AskState.SENT}), AskState.SILENT, only_the_clock),
    AskAction.RUN_OVER: AskStep(frozenset({AskState.ACCEPTED}), None, only_the_clock),
    AskAction.NOT_REACHED: AskStep(frozenset({AskState.SENT}), AskState.UNREACHED, only_the_clock),
    AskAction.UNDO: AskStep(frozenset({AskState.DONE, AskState.DECLINED}), None, who_answered, back=True),
    AskAction.RECALL: AskStep(OPEN_ASKS, AskState.RECALLED, the_asker),
}


@dataclass(frozen=True, slots=True)
class AskChange:
    """What became of an ask, as the rules decided it."""

    action: AskAction
    before: AskState
    after: AskState
    by: int | None
    at: datetime


def advance_ask(ask: AskFacts, action: AskAction, *, by: AskActor, at: datetime) -> AskChange:
    """Take one step, or raise the `Refusal` that says why not. The caller stores the returned change."""
    step = ASK_STEPS[action]
    if ask.state not in step.before:
        raise Refusal("asks-refused-state", state_key=f"asks-state-{ask.state}")
    if no := step.who(ask, by):
        raise Refusal(no)
    if step.back and (ask.answered_at is None or at - ask.answered_at > UNDO_WINDOW):
        raise Refusal("asks-refused-undo-late")
    after = ask.was if step.back else step.after
    return AskChange(action, ask.state, after or ask.state, by.person_id, at)


def possible_for(ask: AskFacts, by: AskActor, at: datetime) -> frozenset[AskAction]:
    """Everything that `advance_ask` would allow. Buttons are drawn by this."""
    return frozenset(action for action in ASK_STEPS if _allowed(ask, action, by, at))


def _allowed(ask: AskFacts, action: AskAction, by: AskActor, at: datetime) -> bool:
    try:
        advance_ask(ask, action, by=by, at=at)
    except Refusal:
        return False
    return True
