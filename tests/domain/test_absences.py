"""Leaves: chains of deputies, circles, and who is asked while somebody is away."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.posts.absences import Absence, stand_in
from domain.posts.directory import Address, Coverage, Directory, Holding, Place, Post
from domain.posts.household_counts import households_of
from domain.posts.rights import Right, may, may_over, within
from domain.posts.routing import Why, route
from domain.vocabulary import HeldAs, Level, Role

NOW = datetime(2026, 11, 18, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WANG, LI, ZHAO, QIAN, OFFICE = 1, 2, 3, 4, 5


def away(person: int, deputy: int | None, begin: int = -1, end: int = 3) -> Absence:
    return Absence(person * 10, person, NOW + begin * DAY, NOW + end * DAY, deputy)


@pytest.mark.parametrize(
    ("absences", "expected"),
    [
        ([], WANG),
        ([away(WANG, LI)], LI),
        ([away(WANG, None)], None),
        ([away(WANG, LI), away(LI, ZHAO)], ZHAO),
        ([away(WANG, LI), away(LI, WANG)], None),
        ([away(WANG, LI), away(LI, ZHAO), away(ZHAO, LI)], None),
        ([away(WANG, WANG)], None),
        ([away(WANG, LI, begin=1)], WANG),
        ([away(WANG, LI, begin=-3, end=0)], WANG),
        ([away(WANG, LI), away(LI, ZHAO, begin=1)], LI),
    ],
)
def test_a_chain_of_deputies_is_followed_and_a_circle_ends_at_nobody(
    absences: list[Absence], expected: int | None
) -> None:
    assert stand_in(absences, WANG, NOW) == expected


def town(*absences: Absence, deputy: bool = False) -> Directory:
    places = [
        Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
        Place(2, "gh", 1, Level.COMPOUND, "桂花苑"),
        Place(3, "gh1", 2, Level.BUILDING, "1号楼", households=48),
        Place(4, "gh2", 2, Level.BUILDING, "2号楼", households=30),
        Place(5, "sg", 1, Level.STREET, "三公街"),
    ]
    posts = [
        Post(1, "p1", 3, Role.STEWARD, "1号楼楼栋长"),
        Post(2, "p2", 4, Role.STEWARD, "2号楼楼栋长"),
        Post(3, "leader", 2, Role.GROUP_LEADER, "组长"),
        Post(4, "office", 1, Role.OFFICE, "办公室"),
        Post(5, "street", 5, Role.STEWARD, "三公街街长"),
    ]
    holdings = [
        Holding(1, WANG, HeldAs.MAIN, True),
        Holding(2, LI, HeldAs.MAIN, True),
        Holding(3, ZHAO, HeldAs.MAIN, True),
        Holding(4, OFFICE, HeldAs.MAIN, True),
    ]
    if deputy:
        holdings.append(Holding(1, QIAN, HeldAs.DEPUTY, True))
    coverage = [Coverage(1, 3), Coverage(2, 4), Coverage(5, 5, 9, 43, households=12)]
    return Directory(1, {p.id: p for p in places}, {p.id: p for p in posts}, coverage, holdings, absences)


BUILDING = Address(3)


def test_while_the_steward_is_away_his_stand_in_is_asked_and_the_route_says_why() -> None:
    found = route(town(away(WANG, LI)), BUILDING, NOW)
    assert (found.person_id, found.post and found.post.code, found.absence_id) == (LI, "p1", 10)
    assert [(look.why, look.person_id) for look in found.looks] == [(Why.AWAY, WANG), (Why.STANDS_IN, LI)]


def test_without_a_deputy_the_posts_own_deputy_is_asked_and_then_the_superior() -> None:
    assert route(town(away(WANG, None), deputy=True), BUILDING, NOW).person_id == QIAN
    found = route(town(away(WANG, None)), BUILDING, NOW)
    assert (found.person_id, found.absence_id) == (ZHAO, 10)


def test_a_stand_in_who_reported_it_himself_is_passed_over() -> None:
    assert route(town(away(WANG, LI)), BUILDING, NOW, not_standing_in={LI}).person_id == ZHAO
    own = route(town(), Address(4), NOW, not_standing_in={LI})
    assert own.person_id == LI, "by a post of his own he is asked as always"


def test_a_stand_in_who_cannot_be_reached_is_passed_over() -> None:
    directory = town(away(WANG, LI))
    silent = [replace(h, reachable=h.person_id != LI) for h in directory.holdings]
    assert route(replace(directory, holdings=silent), BUILDING, NOW).person_id == ZHAO


def test_a_stand_in_answers_for_the_others_places_as_long_as_it_lasts() -> None:
    directory = town(away(WANG, LI))
    assert directory.standing(LI, BUILDING, NOW) == {Role.STEWARD}
    assert directory.standing(LI, BUILDING, NOW + 5 * DAY) == frozenset()
    assert directory.standing(WANG, BUILDING, NOW) == {Role.STEWARD}, "whoever is away may still look"


def test_households_are_those_entered_or_the_sum_of_what_lies_below() -> None:
    directory = town()
    counts = {post.code: households_of(directory, post) for post in directory.posts.values()}
    assert counts == {"p1": 48, "p2": 30, "leader": 78, "office": 90, "street": 12}
    unknown = {**directory.places, 4: replace(directory.places[4], households=None)}
    assert households_of(replace(directory, places=unknown), directory.posts[3]) is None


@dataclass(frozen=True)
class Member:
    """Somebody who uses a right."""

    id: int
    is_administrator: bool


def test_every_right_is_role_and_place() -> None:
    directory = town()
    zhao, office, nobody = Member(ZHAO, False), Member(OFFICE, False), Member(WANG, False)
    administrator = Member(99, True)
    assert [post.code for post in within(directory, zhao, Right.SEE_POSTS, NOW)] == ["p1", "p2"]
    assert not may(directory, zhao, Right.CHANGE_POSTS, NOW)
    assert may_over(directory, office, Right.CHANGE_POSTS, 3, Role.STEWARD, NOW)
    assert may_over(directory, office, Right.CHANGE_POSTS, 1, Role.DUTY, NOW)
    assert not may_over(directory, office, Right.CHANGE_POSTS, 1, Role.OFFICE, NOW)
    assert not may_over(directory, office, Right.CHANGE_POSTS, 1, Role.SECRETARY, NOW)
    assert not may_over(directory, office, Right.MAKE_ADMINISTRATORS, 1, Role.STEWARD, NOW)
    assert not may(directory, nobody, Right.SEE_POSTS, NOW)
    assert may_over(directory, administrator, Right.CHANGE_POSTS, 1, Role.SECRETARY, NOW)
    assert directory.standing(99, BUILDING, NOW) == frozenset(), "and no administrator answers for a ticket"
