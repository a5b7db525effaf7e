"""The rule of a ticket's life over its whole table: every action, every state, everybody who might try."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.refusal import Refusal
from domain.tickets.approvals import Asked, can_be_asked
from domain.tickets.lifecycle import STEPS, THE_CLOCK, Actor, Change, advance, closing_of, may, possible
from domain.vocabulary import CHAIN, Action, Closing, Grade, Rating, Role, State

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A ticket as the rules see it. Everybody who has a part in it is somebody else."""

    state: State
    grade: Grade = Grade.P2
    reporter_id: int | None = 1
    recorded_by_id: int | None = 2
    assignee_id: int | None = 3
    solved_by_id: int | None = 4
    filed_at: datetime = NOW
    closed_at: datetime | None = NOW
    confirmed_at: datetime | None = None
    verified_at: datetime | None = None
    rating: Rating | None = None
    appealed: bool = False


STEWARD = frozenset({Role.STEWARD})
ACTORS = {
    "reporter": Actor(1, reopen_days=15),
    "recorder": Actor(2),
    "assignee": Actor(3, STEWARD, has_claimed=True),
    "solver": Actor(4, STEWARD, has_claimed=True),
    "deputy": Actor(5, STEWARD, shares_post=True),
    "leader": Actor(6, frozenset({Role.GROUP_LEADER})),
    "secretary": Actor(7, frozenset({Role.SECRETARY})),
    "stranger": Actor(8),
    "administrator": Actor(9),
    "duty": Actor(10, frozenset({Role.DUTY})),
    "safeguarding": Actor(11, frozenset({Role.SAFEGUARDING})),
    "clock": THE_CLOCK,
}

EVERY = "new claimed waiting resolved closed rejected merged withdrawn"
OPEN = "new claimed waiting resolved"
LIVE = "new claimed waiting"
ANSWERING = "assignee solver deputy leader secretary"
IN_CHARGE = "assignee deputy leader secretary"

# action: from these states, to this one («same» keeps it), allowed to these people
TABLE: dict[str, tuple[str, str, str]] = {
    "claim": ("new", "claimed", ANSWERING),
    "return": ("new claimed", "new", "assignee"),
    "hand_over": (LIVE, "new", IN_CHARGE),
    "wait": ("claimed", "waiting", f"{IN_CHARGE} clock"),
    "resume": ("waiting", "claimed", f"{IN_CHARGE} clock"),
    "resolve": ("claimed waiting", "resolved", "assignee deputy"),
    "confirm": ("resolved", "closed", "reporter"),
    "not_solved": ("resolved", "claimed", "reporter"),
    "verify": ("resolved", "closed", "deputy leader secretary"),
    "reopen": ("closed", "new", "reporter leader secretary"),
    "reject": ("new claimed", "rejected", "leader secretary"),
    "appeal": ("rejected", "new", "reporter"),
    "merge": (LIVE, "merged", IN_CHARGE),
    "unlink": ("merged", "new", "leader secretary clock"),
    "reassign": (LIVE, "new", "leader secretary"),
    "withdraw": (LIVE, "withdrawn", "reporter"),
    "step_back": (LIVE, "same", "reporter"),
    "call_off": ("new claimed", "withdrawn", "reporter"),
    "reroute": (LIVE, "new", "clock"),
    "close": ("resolved", "closed", "clock"),
    "escalate": ("new claimed", "same", "clock"),
    "remind": ("resolved", "same", "clock"),
    "follow_up": ("closed", "same", "clock"),
    "check": ("closed", "same", "leader secretary"),
    "recategorise": (LIVE, "same", IN_CHARGE),
    "relocate": (OPEN, "same", f"{IN_CHARGE} clock"),
    "entrust": (OPEN, "to be claimed again", "clock"),
    "come_back": (OPEN, "same", "clock"),
    "propose": (LIVE, "same", "assignee deputy"),
    "approve": (LIVE, "same", "leader secretary"),
    "decline": (LIVE, "same", "leader secretary"),
    "regrade": (LIVE, "same", "leader secretary"),
    "followed": ("merged", "same", "clock"),
    "take_in": (EVERY, "same", "clock"),
    "locate": (LIVE, "same", f"reporter recorder {ANSWERING}"),
    "name_danger": ("new claimed", "same", "reporter"),
    "follow": (OPEN, "same", " ".join(set(ACTORS) - {"clock"})),
    "comment": (f"{OPEN} merged", "same", f"reporter recorder {ANSWERING}"),
    "correct": (EVERY, "same", f"reporter recorder {ANSWERING}"),
    "reply": (f"{OPEN} merged", "same", ANSWERING),
    "note": (EVERY, "same", ANSWERING),
    "nudge": (LIVE, "same", "reporter"),
    "rate": ("resolved closed", "same", "reporter"),
    "ask": (LIVE, "same", f"{ANSWERING} clock"),
    "ask_step": (EVERY, "same", " ".join(ACTORS)),
    "thank": ("claimed waiting resolved closed", "same", "reporter"),
    "look": (EVERY, "same", ANSWERING),
}


def refused(case: Case, action: Action, by: Actor, at: datetime = NOW) -> str | None:
    """The sentence that refuses, or None."""
    try:
        advance(case, action, by=by, at=at)
    except Refusal as refusal:
        return refusal.key
    return None


def test_the_table_names_every_action_but_the_filing() -> None:
    assert {*TABLE, "undo"} == {action.value for action in Action} - {"file"} == {action.value for action in STEPS}


@pytest.mark.parametrize("action", TABLE)
def test_every_action_in_every_state_by_everybody(action: str) -> None:
    before, after, people = TABLE[action]
    found: dict[tuple[str, str], str | None] = {}
    expected: dict[tuple[str, str], str | None] = {}
    for state in State:
        for name, actor in ACTORS.items():
            here = (state.value, name)
            if state.value not in before.split():
                expected[here] = "refused-in-this-state"
            elif action == "ask" and state is State.NEW and name != "clock":
                expected[here] = "no"  # first somebody takes it on
            elif name in people.split():
                expected[here] = state.value if after == "same" else after
                if after == "to be claimed again":
                    expected[here] = "new" if state is State.CLAIMED else state.value
            else:
                expected[here] = "no"
            try:
                change = advance(Case(state), Action(action), by=actor, at=NOW)
                found[here] = change.after.value
                assert change == Change(Action(action), state, change.after, actor.person_id, NOW)
                assert may(Case(state), Action(action), actor, NOW)
            except Refusal as refusal:
                in_state = refusal.key == "refused-in-this-state"
                found[here] = refusal.key if in_state else "no"
                assert not may(Case(state), Action(action), actor, NOW)
    assert found == expected


@pytest.mark.parametrize("grade", Grade)
def test_what_is_urgent_waits_for_nobody_whoever_asks_and_a_stranger_learns_nothing_of_its_grade(grade: Grade) -> None:
    people = f"{IN_CHARGE} clock".split()
    for name, actor in ACTORS.items():
        case = Case(State.CLAIMED, grade)
        ordinary = refused(replace(case, grade=Grade.P3), Action.WAIT, actor)
        said = refused(case, Action.WAIT, actor)
        if name in people:
            assert said == ("refused-wait-urgent" if grade in (Grade.P0, Grade.P1) else None), name
        else:
            assert said == ordinary != "refused-wait-urgent", name
        assert (Action.WAIT in possible(case, actor, NOW)) is (said is None)


@pytest.mark.parametrize("what", Asked)
def test_nobody_is_asked_to_let_rest_what_is_urgent(what: Asked) -> None:
    for state in State:
        for grade in Grade:
            lets_it_rest = what in (Asked.EXTEND, Asked.PARK)
            urgent = grade in (Grade.P0, Grade.P1)
            states = {"claimed", "waiting"} if lets_it_rest else {"new", "claimed"}
            assert can_be_asked(what, state, grade) is (state in states and not (lets_it_rest and urgent))


def test_a_refusal_names_the_present_state() -> None:
    with pytest.raises(Refusal) as refusal:
        advance(Case(State.RESOLVED), Action.WITHDRAW, by=ACTORS["reporter"], at=NOW)
    assert dict(refusal.value.values) == {"state": State.RESOLVED, "action": Action.WITHDRAW}


@pytest.mark.parametrize(
    ("action", "state", "who", "key"),
    [
        ("claim", State.NEW, "stranger", "refused-not-yours"),
        ("return", State.CLAIMED, "deputy", "refused-not-assignee"),
        ("confirm", State.RESOLVED, "stranger", "refused-not-reporter"),
        ("confirm", State.RESOLVED, "recorder", "refused-own-work"),
        ("confirm", State.RESOLVED, "solver", "refused-own-work"),
        ("verify", State.RESOLVED, "assignee", "refused-own-work"),
        ("verify", State.RESOLVED, "solver", "refused-own-work"),
        ("verify", State.RESOLVED, "reporter", "refused-not-yours"),
        ("reject", State.NEW, "assignee", "refused-needs-superior"),
        ("unlink", State.MERGED, "assignee", "refused-needs-superior"),
        ("withdraw", State.NEW, "assignee", "refused-not-reporter"),
        ("reroute", State.NEW, "secretary", "refused-not-yours"),
    ],
)
def test_each_no_has_a_sentence_of_its_own(action: str, state: State, who: str, key: str) -> None:
    assert refused(Case(state), Action(action), ACTORS[who]) == key


@pytest.mark.parametrize("role", CHAIN)
def test_superiors_begin_with_the_group_leader(role: Role) -> None:
    expected = "refused-needs-superior" if role is Role.STEWARD else None
    assert refused(Case(State.NEW), Action.REJECT, Actor(20, frozenset({role}))) == expected


@pytest.mark.parametrize("grade", list(Grade))
def test_only_p0_and_p1_stay_resolved_until_a_second_person_has_looked(grade: Grade) -> None:
    waits = grade in (Grade.P0, Grade.P1)
    case = Case(State.RESOLVED, grade)
    confirmed = advance(case, Action.CONFIRM, by=ACTORS["reporter"], at=NOW)
    assert confirmed.after is (State.RESOLVED if waits else State.CLOSED)
    seen = replace(case, verified_at=NOW)
    assert advance(seen, Action.CONFIRM, by=ACTORS["reporter"], at=NOW).after is State.CLOSED
    assert advance(case, Action.VERIFY, by=ACTORS["leader"], at=NOW).after is State.CLOSED


def test_a_reporter_reopens_for_as_many_days_as_are_settled_and_a_superior_any_time() -> None:
    case = Case(State.CLOSED, closed_at=NOW)
    last, late = NOW + timedelta(days=15), NOW + timedelta(days=15, microseconds=1)
    assert refused(case, Action.REOPEN, ACTORS["reporter"], last) is None
    assert refused(case, Action.REOPEN, ACTORS["reporter"], late) == "refused-reopen-too-late"
    assert refused(case, Action.REOPEN, replace(ACTORS["reporter"], reopen_days=16), late) is None
    assert refused(case, Action.REOPEN, ACTORS["deputy"], last) == "refused-not-reporter"
    assert refused(case, Action.REOPEN, ACTORS["leader"], NOW + timedelta(days=400)) is None
    assert refused(replace(case, closed_at=None), Action.REOPEN, ACTORS["reporter"]) == "refused-reopen-too-late"


def test_a_reporter_who_is_also_the_group_leader_reopens_any_time() -> None:
    both = Actor(1, frozenset({Role.GROUP_LEADER}))
    assert refused(Case(State.CLOSED), Action.REOPEN, both, NOW + timedelta(days=100)) is None


def test_a_ticket_is_returned_once_by_each() -> None:
    before = Actor(3, STEWARD, has_returned=True)
    assert refused(Case(State.NEW), Action.RETURN, before) == "refused-returned-before"
    assert refused(Case(State.CLAIMED), Action.RETURN, before) == "refused-returned-before"
    assert refused(Case(State.NEW, assignee_id=5), Action.RETURN, ACTORS["deputy"]) is None


def test_an_appeal_is_made_once() -> None:
    assert refused(Case(State.REJECTED), Action.APPEAL, ACTORS["reporter"]) is None
    again = Case(State.REJECTED, appealed=True)
    assert refused(again, Action.APPEAL, ACTORS["reporter"]) == "refused-appealed-before"


@pytest.mark.parametrize(
    ("case", "actor"),
    [
        (Case(State.RESOLVED, assignee_id=1), Actor(1, STEWARD, has_claimed=True)),
        (Case(State.RESOLVED), Actor(1, STEWARD, has_claimed=True)),
        (Case(State.RESOLVED, solved_by_id=1), Actor(1)),
        (Case(State.RESOLVED, recorded_by_id=1), Actor(1)),
    ],
    ids=["is the assignee", "once claimed it", "solved it", "recorded it"],
)
def test_nobody_confirms_his_own_work(case: Case, actor: Actor) -> None:
    assert refused(case, Action.CONFIRM, actor) == "refused-own-work"
    assert refused(case, Action.NOT_SOLVED, actor) is None


def test_nobody_verifies_his_own_work_however_high_his_post() -> None:
    high = frozenset({Role.SECRETARY})
    assert refused(Case(State.RESOLVED, Grade.P0), Action.VERIFY, Actor(3, high)) == "refused-own-work"
    assert refused(Case(State.RESOLVED, Grade.P0), Action.VERIFY, Actor(4, high)) == "refused-own-work"


def test_a_ticket_without_reporter_or_assignee_belongs_to_nobody_by_accident() -> None:
    lost = Case(State.NEW, reporter_id=None, recorded_by_id=None, assignee_id=None, solved_by_id=None)
    for action in (Action.WITHDRAW, Action.NUDGE, Action.RETURN, Action.COMMENT, Action.CLAIM):
        assert refused(lost, action, THE_CLOCK) is not None
    resolved = replace(lost, state=State.RESOLVED)
    for action in (Action.CONFIRM, Action.NOT_SOLVED, Action.VERIFY):
        assert refused(resolved, action, THE_CLOCK) is not None


def test_a_ticket_closes_on_the_word_of_whoever_said_so() -> None:
    plain, said = Case(State.RESOLVED), Case(State.RESOLVED, confirmed_at=NOW)
    assert closing_of(plain, Action.CONFIRM) is Closing.CONFIRMED
    assert closing_of(plain, Action.VERIFY) is Closing.VERIFIED
    assert closing_of(said, Action.VERIFY) is Closing.CONFIRMED
    assert closing_of(plain, Action.RESOLVE) is Closing.UNCONFIRMED
