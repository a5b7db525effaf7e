"""Who may see a ticket: everybody × every secrecy × whether it concerns the steward."""

from dataclasses import dataclass
from itertools import product

import pytest

from domain.tickets.visibility import handles, may_ask_name, may_see, room_is_shown
from domain.vocabulary import CHAIN, Grade, Role, Secrecy, State

NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Case:
    """A ticket as the door sees it."""

    secrecy: Secrecy
    concerns: Role | None
    grade: Grade = Grade.P2
    reporter_id: int | None = 1
    recorded_by_id: int | None = 2
    assignee_id: int | None = 3
    state: State = State.NEW


# who: his id, his roles for the place, may he see it, may he when it concerns the steward
WHO = {
    "reporter": (1, NOBODY, True, True),
    "reporter who is the steward": (1, frozenset({Role.STEWARD}), True, True),
    "recorder": (2, NOBODY, True, True),
    "recorder who is a steward": (2, frozenset({Role.STEWARD}), True, False),
    "assignee from next door": (3, NOBODY, True, True),
    "assignee who is a steward": (3, frozenset({Role.STEWARD}), True, False),
    "steward": (4, frozenset({Role.STEWARD}), True, False),
    "steward who also leads the group": (5, frozenset({Role.STEWARD, Role.GROUP_LEADER}), True, False),
    "group leader": (6, frozenset({Role.GROUP_LEADER}), True, True),
    "branch secretary": (7, frozenset({Role.BRANCH_SECRETARY}), True, True),
    "office": (8, frozenset({Role.OFFICE}), True, True),
    "secretary": (9, frozenset({Role.SECRETARY}), True, True),
    "administrator": (10, NOBODY, False, False),
    "stranger": (11, NOBODY, False, False),
    "on duty": (12, frozenset({Role.DUTY}), False, False),
    "safeguarding": (13, frozenset({Role.SAFEGUARDING}), False, False),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("secrecy", "concerns"), list(product(Secrecy, (False, True))))
def test_the_door(who: str, secrecy: Secrecy, concerns: bool) -> None:
    person, roles, plain, when_it_concerns = WHO[who]
    case = Case(secrecy, Role.STEWARD if concerns else None)
    expected = when_it_concerns if concerns else plain
    assert may_see(case, person, roles, in_office=True) is expected
    assert handles(case, person, roles, in_office=True) is (expected and person != case.reporter_id)


@pytest.mark.parametrize("who", WHO)
def test_out_of_office_only_the_reporter_is_let_in(who: str) -> None:
    """What somebody recorded or had to do went with the post by which he got it."""
    person, roles, _, _ = WHO[who]
    case = Case(Secrecy.NORMAL, None)
    if not roles:
        assert may_see(case, person, roles, in_office=False) is (person == case.reporter_id)


def test_nobody_is_let_in_because_nobody_reported_it() -> None:
    recorded = Case(Secrecy.NORMAL, None, reporter_id=None, recorded_by_id=None, assignee_id=None)
    assert not may_see(recorded, 11, NOBODY, in_office=True)
    assert all(may_see(recorded, 11, {role}, in_office=True) for role in CHAIN)


@pytest.mark.parametrize(
    ("secrecy", "name", "room"),
    [
        (Secrecy.NORMAL, True, True),
        (Secrecy.FROM_OTHER_PARTY, True, False),
        (Secrecy.FROM_HANDLERS, False, False),
    ],
)
def test_what_a_handler_learns_of_the_reporter(secrecy: Secrecy, name: bool, room: bool) -> None:
    assert may_ask_name(Case(secrecy, None)) is name
    assert room_is_shown(Case(secrecy, None)) is room
