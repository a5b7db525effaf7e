"""Whistles (吹哨报到): what the chain could not solve brings all who must be there to one table by a date.

Three kinds, by whom they are proposed and blown, whom they call and within what time; one table of states and steps;
what must have been tried before. Pure (spec: collective.md 3 C; domain.md 1.6).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from domain.bodies.bodies import Body, BodyKind
from domain.matters.asks import AskState
from domain.matters.matters import (
    MatterRule,
    MatterStep,
    MatterSteps,
    its_post,
    only_clock,
    opener_or_post,
    secretariat,
)
from domain.posts.rights import SECRETARIAT
from domain.time.moments import read_moment
from domain.vocabulary import Grade, Role

ON_WHISTLE = "w"
"""The kind of a whistle's buttons."""
MAX_CALLED = 5
"""Chosen one by one; of an alliance all members can be called at once."""
MAX_WORDS = 200
"""Characters of the reason and of the result."""
MAX_SPOT = 20
DECIDE_WITHIN_DAYS = 2
"""Working days in which a whistle is approved; then it goes to the next one up, as every approval does."""
ASK_STREET_AGAIN_DAYS = 3
"""Working days after which the office is reminded that the street has not answered."""
ASSESSED_WITHIN_DAYS = 10
"""Working days after which a result that nobody assesses closes by itself."""
LONG_OUTSIDE_DAYS = 3
"""Working days of waiting for others that, when over, count as having tried."""
MAX_CALLED_IN_ALL = 100


class WhistleKind(StrEnum):
    """支部哨, 联盟哨, 街道哨."""

    BRANCH = "branch"
    ALLIANCE = "alliance"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class WhistleRule:
    """One kind. `proposes`: by what posts; `blows`: who approves it, the first that is there; `calls`: what kinds of
    bodies are offered; `reply`: a limit as in domain/time/limits.py; `result_days`: working days from the meeting."""

    proposes: frozenset[Role]
    blows: tuple[Role, ...]
    calls: frozenset[BodyKind]
    reply: str
    result_days: int


OTHERS = frozenset(BodyKind) - {BodyKind.TEAM}

KINDS: Mapping[WhistleKind, WhistleRule] = {
    WhistleKind.BRANCH: WhistleRule(
        frozenset({Role.STEWARD, Role.GROUP_LEADER, Role.BRANCH_SECRETARY}),
        (Role.BRANCH_SECRETARY, Role.SECRETARY),
        frozenset({BodyKind.TEAM}),
        "24n",
        5,
    ),
    WhistleKind.ALLIANCE: WhistleRule(
        frozenset({Role.GROUP_LEADER, Role.BRANCH_SECRETARY}) | SECRETARIAT,
        (Role.SECRETARY,),
        OTHERS - {BodyKind.DEPARTMENT},
        "16w",
        10,
    ),
    WhistleKind.STREET: WhistleRule(
        frozenset({Role.SECRETARY}), (Role.SECRETARY,), frozenset({BodyKind.DEPARTMENT}), "8w", 10
    ),
}
"""Drawn into docs/flow.md (collective.md 3 C)."""

PROPOSED, REQUESTED, BLOWN, MET, RESULTED = "proposed", "requested", "blown", "met", "resulted"
CLOSED, DECLINED, RECALLED = "closed", "declined", "recalled"
OVER = frozenset({CLOSED, DECLINED, RECALLED})
GOING = frozenset({PROPOSED, REQUESTED, BLOWN, MET})
"""A ticket has one of them at most for the same body."""


def _step(before: Collection[str], after: str | None, who: MatterRule) -> MatterStep:
    return MatterStep(frozenset(before), after, who)


STEPS: MatterSteps = {
    "blow": _step({PROPOSED}, BLOWN, its_post),
    "request": _step({PROPOSED}, REQUESTED, its_post),
    "street_blew": _step({REQUESTED}, BLOWN, secretariat),
    "decline": _step({PROPOSED}, DECLINED, its_post),
    "street_declined": _step({REQUESTED}, DECLINED, secretariat),
    "pass_up": _step({PROPOSED}, None, only_clock),
    "ask_again": _step({REQUESTED}, None, only_clock),
    "remind": _step({BLOWN}, None, only_clock),
    "say_silent": _step({BLOWN}, None, only_clock),
    "move": _step({PROPOSED, REQUESTED, BLOWN}, None, opener_or_post),
    "meet": _step({BLOWN}, MET, opener_or_post),
    "not_met": _step({BLOWN}, None, only_clock),
    "result": _step({BLOWN, MET}, RESULTED, opener_or_post),
    "late": _step({BLOWN, MET}, None, only_clock),
    "assess": _step({RESULTED}, CLOSED, opener_or_post),
    "lapse": _step({RESULTED}, CLOSED, only_clock),
    "recall": _step({PROPOSED, REQUESTED, BLOWN, MET}, RECALLED, opener_or_post),
}


class WhistleOutcome(StrEnum):
    """What came of it for one ticket: 解决, 部分, 没有."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"


class Assessed(StrEnum):
    """The community says of a whistle whether it did what it was blown for."""

    DONE = "done"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried with a ticket before. `in_vain`: somebody who was asked declined, was silent or not reached;
    `waited_long`: for others, over three working days in all; `sent_back_or_extended`: how often."""

    claimed: bool
    grade: Grade
    in_vain: bool = False
    waited_long: bool = False
    sent_back_or_extended: int = 0
    topic: bool = False


UNHELPED = frozenset({AskState.DECLINED, AskState.SILENT, AskState.UNREACHED})


def was_tried(tried: Tried) -> bool:
    """先办过: claimed, and asked in vain, or waiting for others for over three working days, or twice returned or
    extended, or one of those that make a topic, or P0 or P1 (collective.md 3 C, C1)."""
    known = tried.topic or tried.grade in (Grade.P0, Grade.P1)
    return tried.claimed and (known or tried.in_vain or tried.waited_long or tried.sent_back_or_extended >= 2)


def kinds_for(roles: Collection[Role]) -> list[WhistleKind]:
    """Those that somebody with these posts proposes, the nearest first."""
    return [kind for kind, rule in KINDS.items() if rule.proposes & {*roles}]


def can_be_called(kind: WhistleKind, bodies: Sequence[Body]) -> list[Body]:
    """Whom a whistle of that kind calls. Of an alliance its members come with it."""
    return [body for body in bodies if body.kind in KINDS[kind].calls]


@dataclass(frozen=True, slots=True)
class Answers:
    """How those who were called stand: how many said what, and of those who are silent or were not reached whose bodies
    they are; volunteers are a number, never names."""

    called: int = 0
    coming: int = 0
    arrived: int = 0
    declined: int = 0
    done: int = 0
    open: int = 0
    late: int = 0
    silent: int = 0
    silent_bodies: Sequence[tuple[int, str, str | None]] = ()
    """(ask, name, telephone)"""


@dataclass(frozen=True, slots=True)
class WhistleView:
    """A whistle. `tickets`: id, number and moves of each; `result`: in words; `owner`: the title of its post."""

    id: int
    version: int
    number: str
    title: str
    kind: WhistleKind
    state: str
    owner: str | None
    proposed_by: str | None
    called: Sequence[str]
    tickets: Sequence[tuple[int, str, int]]
    come_at: datetime
    spot: str | None
    result_due: datetime
    due_at: datetime | None
    why: str | None
    result: str | None
    said_last: str | None
    without_try: bool
    answers: Answers
    assessed: Assessed | None
    actions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Whom a whistle of that kind can call."""

    ticket_id: int
    moves: int
    bodies: Sequence[Body]


_AN_HOUR_UNREAD = re.compile(r"(at )?(上午|早上|中午|下午|晚上)?\s*\d{1,2}\s*([:：点时]|[ap]\.?m\b)", re.IGNORECASE)


def when_and_where(words: str, now: datetime, *, at: time) -> tuple[datetime, str] | None:
    """«12月3日15:00 居委会»: the moment, in the zone of `now`, and what follows it; None where no moment is named,
    or an hour that cannot be read: it is nobody's place. `at`: the hour of a day that is named without one."""
    said = words.strip()
    for end in range(len(said), 0, -1):
        if (meant := read_moment(said[:end], now, at=at)) is not None:
            spot = said[end:].lstrip("分钟整").strip(" ，,。.").removeprefix("在").removeprefix("到")
            return None if _AN_HOUR_UNREAD.match(spot) else (meant, spot.strip())
    return None
