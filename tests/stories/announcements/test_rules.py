"""Who may announce where, whom it reaches, and whose sleep it keeps."""

from datetime import UTC, datetime

import pytest

from domain.posts.directory import Address, Coverage, Directory, Holding, Place, Post
from domain.posts.household_counts import households_at
from domain.posts.rights import posts_giving
from domain.vocabulary import Grade, HeldAs, Level, Role, StreetSide
from subjects.announcements.rules import ANNOUNCES, Reach, Urgency, is_own_place, own_places

NOW = datetime(2026, 11, 18, 1, tzinfo=UTC)
PLACES = {
    place.id: place
    for place in (
        Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
        Place(2, "gh", 1, Level.COMPOUND, "桂花苑"),
        Place(3, "gh1", 2, Level.BUILDING, "1号楼", households=20),
        Place(4, "gh1-1", 3, Level.UNIT, "1单元"),
        Place(5, "gh2", 2, Level.BUILDING, "2号楼"),
        Place(6, "sg", 1, Level.STREET, "三公街"),
    )
}
STEWARD, ODD, LEADER, OFFICE, DUTY = (
    Post(11, "gh1", 3, Role.STEWARD, "1号楼楼栋长"),
    Post(12, "odd", 6, Role.STEWARD, "三公街单号街长"),
    Post(13, "gh", 2, Role.GROUP_LEADER, "桂花苑组长"),
    Post(14, "office", 1, Role.OFFICE, "社区办公室"),
    Post(15, "duty", 1, Role.DUTY, "值班员"),
)
TOWN = Directory(
    1,
    PLACES,
    {post.id: post for post in (STEWARD, ODD, LEADER, OFFICE, DUTY)},
    [Coverage(11, 3), Coverage(12, 6, 9, 43, StreetSide.ODD)],
    [Holding(11, 101, HeldAs.MAIN, True), Holding(15, 105, HeldAs.MAIN, True), Holding(14, 104, HeldAs.DEPUTY, True)],
)


@pytest.mark.parametrize(
    ("post", "own", "others"),
    [
        (STEWARD, {3, 4}, {1, 2, 5, 6}),
        (ODD, {6}, {1, 2, 3, 4, 5}),
        (LEADER, {2, 3, 4, 5}, {1, 6}),
        (OFFICE, {1, 2, 3, 4, 5, 6}, set()),
    ],
    ids=["steward", "street", "leader", "office"],
)
def test_everybody_announces_to_what_his_post_answers_for(post: Post, own: set[int], others: set[int]) -> None:
    assert {place_id for place_id in PLACES if is_own_place(TOWN, [post], place_id)} == own
    assert {place_id for place_id in PLACES if not is_own_place(TOWN, [post], place_id)} == others


def test_a_duty_post_announces_nothing_and_a_deputy_announces_as_the_holder_does() -> None:
    assert posts_giving(TOWN, 105, ANNOUNCES, NOW) == []
    assert posts_giving(TOWN, 104, ANNOUNCES, NOW) == [OFFICE]
    assert own_places(TOWN, [STEWARD, ODD]) == [3, 6]


@pytest.mark.parametrize(
    ("reach", "address", "gets_it"),
    [
        (Reach((3,), (11,)), Address(4, room="502"), True),
        (Reach((3,), (11,)), Address(5), False),
        (Reach((1,), (14,)), Address(6, 10), True),
        (Reach((6,), (12,)), Address(6, 11), True),
        (Reach((6,), (12,)), Address(6, 10), False),
        (Reach((6,), (12,)), Address(6), False),
        (Reach((3,), (12,)), Address(4), False),
        (Reach((), (14,)), Address(4), False),
    ],
)
def test_it_reaches_the_doors_in_the_chosen_places_that_the_post_answers_for(
    reach: Reach, address: Address, gets_it: bool
) -> None:
    assert reach.takes(address, TOWN) is gets_it


def test_posts_there_are_those_that_answer_for_nothing_beyond() -> None:
    assert Reach((3,), (14,)).posts_there(TOWN) == [STEWARD]
    assert Reach((2,), (14,)).posts_there(TOWN) == [STEWARD, LEADER]
    assert len(Reach((1,), (14,)).posts_there(TOWN)) == 5
    assert Reach((), (14,)).posts_there(TOWN) == []


def test_who_named_a_home_that_was_merged_since_is_reached_where_it_went() -> None:
    old = Place(7, "old", 1, Level.COMPOUND, "旧院", merged_into=3)
    town = Directory(2, {**PLACES, 7: old}, TOWN.posts, TOWN.coverage, TOWN.holdings)
    assert Reach((3,), (11,)).takes(Address(7, room="101"), town)
    assert set(Reach((3,), (11,)).below(town)) == {3, 4, 7}
    assert not Reach((5,), (14,)).takes(Address(7), town)


def test_households_are_those_entered_or_those_of_all_parts() -> None:
    assert households_at(TOWN, 3) == 20
    assert households_at(TOWN, 4) is None
    assert households_at(TOWN, 2) is None, "of the second building nobody has entered it"


def test_only_danger_wakes_people() -> None:
    assert [urgency.grade for urgency in Urgency] == [Grade.P3, Grade.P1, Grade.P0]
