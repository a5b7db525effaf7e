"""Who answers for an address, and who is asked when the first one cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.posts.directory import Address, Coverage, Post
from domain.posts.routing import Why, next_up, route
from domain.tickets.report_form import needs_number
from domain.vocabulary import Role, StreetSide
from tests.domain.place_for_tests import BUILDING, COVERAGE, EVERYBODY, NOW, POSTS, UNIT_2, directory, hold, without

STREET = 9
POST = {post.code: post for post in POSTS}


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        (8, []),
        (9, ["sg-odd"]),
        (11, ["sg-odd"]),
        (43, ["sg-odd"]),
        (45, []),
        (10, ["sg-even"]),
        (44, ["sg-even"]),
        (46, []),
        (None, []),
    ],
)
def test_a_street_is_shared_by_odd_and_even_numbers(number: int | None, codes: list[str]) -> None:
    stewards = [p.code for p in directory().answering(Address(STREET, number)) if p.role is Role.STEWARD]
    assert stewards == codes


@pytest.mark.parametrize(
    ("listed", "sub", "taken"),
    [
        (None, None, True),
        (None, "7", True),
        ((), None, True),
        ((), "7", False),
        (("1", "2"), "2", True),
        (("1", "2"), "3", False),
        (("1", "2"), None, False),
    ],
)
def test_sub_numbers_are_all_or_none_or_listed(listed: tuple[str, ...] | None, sub: str | None, taken: bool) -> None:
    cover = Coverage(4, STREET, 43, 43, StreetSide.ALL, listed)
    place = directory().line(STREET)
    assert cover.takes(Address(STREET, 43, sub), place) is taken


def test_one_number_is_a_range_of_one_and_a_side_needs_a_number() -> None:
    line = directory().line(STREET)
    one = Coverage(4, STREET, 43)
    assert [n for n in range(41, 46) if one.takes(Address(STREET, n), line)] == [43]
    odd = Coverage(4, STREET, side=StreetSide.ODD)
    assert [n for n in range(1, 6) if odd.takes(Address(STREET, n), line)] == [1, 3, 5]
    assert not odd.takes(Address(STREET), line)
    assert not odd.takes(Address(4, 3), directory().line(4))


def test_the_most_specific_post_comes_first() -> None:
    posts = (
        Post(20, "z-43-2", STREET, Role.STEWARD, "43号附2"),
        Post(21, "y-43", STREET, Role.STEWARD, "43号"),
        Post(22, "x-41-45", STREET, Role.STEWARD, "41-45号"),
        Post(23, "w-odd", STREET, Role.STEWARD, "单号"),
        Post(24, "v-all", STREET, Role.STEWARD, "全街"),
        Post(25, "u-all", STREET, Role.STEWARD, "全街"),
        Post(26, "grid", 2, Role.STEWARD, "网格楼长"),
        *POSTS[5:9],
    )
    coverage = (
        Coverage(26, 2),
        Coverage(24, STREET),
        Coverage(25, STREET),
        Coverage(23, STREET, 1, 99, StreetSide.ODD),
        Coverage(22, STREET, 41, 45),
        Coverage(21, STREET, 43, 43),
        Coverage(20, STREET, 43, 43, sub_numbers=("2",)),
    )
    town = directory((), coverage=coverage, posts=posts)
    found = [post.code for post in town.answering(Address(STREET, 43, "2"))]
    own = ["z-43-2", "y-43", "x-41-45", "w-odd", "u-all", "v-all", "grid"]
    assert found == [*own, "g1-branch", "office", "secretary"]


def test_a_post_that_covers_a_place_twice_counts_once_by_its_nearest_row() -> None:
    twice = (*COVERAGE, Coverage(1, 6))
    codes = [post.code for post in directory(coverage=twice).answering(UNIT_2)]
    assert codes == ["gh3", "gh3-2", "gh-leader", "g1-branch", "office", "secretary"]


def test_a_superior_with_rows_of_his_own_answers_for_those_places_only() -> None:
    covered = (*COVERAGE, Coverage(6, 4))
    town = directory(coverage=covered)
    assert POST["gh-leader"] in town.answering(BUILDING)
    assert POST["gh-leader"] not in town.answering(Address(7))


def test_a_unit_goes_to_its_own_steward_and_then_to_the_buildings() -> None:
    codes = [post.code for post in directory().answering(UNIT_2)]
    assert codes == ["gh3-2", "gh3", "gh-leader", "g1-branch", "office", "secretary"]
    assert directory().answering(Address(5))[0].code == "gh3"


def test_the_most_specific_reachable_holder_is_asked() -> None:
    found = route(directory(), UNIT_2, NOW)
    assert (found.post, found.person_id) == (POST["gh3-2"], 102)
    assert [(look.post.code, look.why) for look in found.looks] == [("gh3-2", Why.TAKEN)]


def test_a_vacancy_climbs() -> None:
    found = route(directory(without(1, 2, 6)), UNIT_2, NOW)
    assert (found.post, found.person_id) == (POST["g1-branch"], 107)
    assert [look.why for look in found.looks] == [Why.VACANT, Why.VACANT, Why.VACANT, Why.TAKEN]


def test_whoever_cannot_be_reached_is_passed_over() -> None:
    found = route(directory((hold(1, 101, reachable=False), *without(1))), BUILDING, NOW)
    assert (found.post, found.person_id) == (POST["gh-leader"], 106)
    assert [(look.why, look.person_id) for look in found.looks] == [(Why.UNREACHABLE, 101), (Why.TAKEN, 106)]


def test_a_deputy_stands_in_before_the_matter_climbs() -> None:
    holdings = (hold(1, 201, deputy=True), hold(1, 101, reachable=False), hold(1, 202, deputy=True), *without(1))
    found = route(directory(holdings), BUILDING, NOW)
    assert (found.post, found.person_id, found.deputy_ids) == (POST["gh3"], 201, (202,))
    assert [look.why for look in found.looks] == [Why.UNREACHABLE, Why.DEPUTY]


def test_with_the_holder_there_the_deputies_are_named_beside_him() -> None:
    holdings = (*EVERYBODY, hold(1, 201, deputy=True), hold(1, 202, deputy=True, reachable=False))
    found = route(directory(holdings), BUILDING, NOW)
    assert (found.person_id, found.deputy_ids) == (101, (201,))


def test_whoever_returned_it_or_is_party_to_it_is_recused_as_deputy_too() -> None:
    holdings = (*EVERYBODY, hold(1, 201, deputy=True))
    found = route(directory(holdings), BUILDING, NOW, skip_people={101, 201})
    assert (found.person_id, found.deputy_ids) == (106, ())
    assert [look.why for look in found.looks] == [Why.RECUSED, Why.RECUSED, Why.TAKEN]


def test_a_recused_person_is_recused_in_every_post_he_holds() -> None:
    found = route(directory((hold(1, 50), hold(6, 50), *without(1, 6))), BUILDING, NOW, skip_people={50})
    assert found.person_id == 107


def test_what_concerns_the_steward_reaches_no_steward_of_the_place() -> None:
    found = route(directory(), UNIT_2, NOW, concerns=Role.STEWARD)
    assert (found.post, found.person_id) == (POST["gh-leader"], 106)
    assert [look.why for look in found.looks] == [Why.RECUSED, Why.RECUSED, Why.TAKEN]


def test_above_a_post_begins_the_next_role_up() -> None:
    found = route(directory(), UNIT_2, NOW, above=POST["gh3-2"])
    assert (found.post, found.person_id) == (POST["gh-leader"], 106)
    assert [look.why for look in found.looks] == [Why.BELOW, Why.BELOW, Why.TAKEN]
    assert route(directory(), UNIT_2, NOW, above=POST["gh-leader"]).post == POST["g1-branch"]


def test_above_the_top_there_is_nobody() -> None:
    found = route(directory(), UNIT_2, NOW, above=POST["secretary"])
    assert found.person_id is None
    assert found.post == POST["secretary"]
    assert next_up(directory(), UNIT_2, POST["secretary"], NOW) is None
    assert next_up(directory(), UNIT_2, None, NOW) is None


def test_the_next_one_up_is_the_next_one_who_is_there() -> None:
    assert next_up(directory(), BUILDING, POST["gh3"], NOW) == POST["gh-leader"]
    assert next_up(directory(without(6, 7)), BUILDING, POST["gh3"], NOW) == POST["office"]


def test_with_nobody_anywhere_the_ticket_waits_for_the_highest_post() -> None:
    found = route(directory(()), UNIT_2, NOW)
    assert (found.post, found.person_id, found.deputy_ids) == (POST["secretary"], None, ())
    assert {look.why for look in found.looks} == {Why.VACANT}
    empty = route(directory((), posts=(), coverage=()), UNIT_2, NOW)
    assert (empty.post, empty.person_id, empty.looks) == (None, None, ())


def test_a_holding_counts_from_its_first_instant_until_before_its_last() -> None:
    begins, ends = NOW - timedelta(days=1), NOW + timedelta(days=1)
    holding = replace(hold(1, 101), since=begins, until=ends)
    town = directory((holding, *without(1)))
    asked = [
        route(town, BUILDING, instant).person_id
        for instant in (begins - timedelta(microseconds=1), begins, NOW, ends - timedelta(microseconds=1), ends)
    ]
    assert asked == [106, 101, 101, 101, 106]


def test_a_person_stands_to_a_place_by_all_posts_that_answer_for_it() -> None:
    town = directory((*EVERYBODY, hold(6, 101), hold(3, 101)))
    assert town.standing(101, BUILDING, NOW) == {Role.STEWARD, Role.GROUP_LEADER}
    assert town.standing(101, Address(11), NOW) == frozenset()
    assert town.standing(110, BUILDING, NOW) == {Role.DUTY}, "beside the chain: it counts in danger only"
    assert town.standing(999, BUILDING, NOW) == frozenset()


def test_the_number_is_asked_only_where_it_decides() -> None:
    assert needs_number(Address(STREET), directory())
    assert not needs_number(Address(STREET, 11), directory())
    assert not needs_number(BUILDING, directory())
    assert not needs_number(Address(STREET), directory(coverage=(Coverage(4, STREET),)))


def test_places_are_called_as_people_call_them() -> None:
    town = directory()
    assert town.name(Address(6, room="502")) == "桂花苑3号楼2单元502"
    assert town.name(Address(6, room="502"), with_room=False) == "桂花苑3号楼2单元"
    assert town.name(Address(STREET, 11, "2")) == "三公街11号附2"
    assert town.name(Address(1)) == "示例社区"
    assert town.root is not None
    assert town.root.code == "sl"
    assert [place.id for place in town.line(6)] == [6, 4, 3, 2, 1]


def test_a_circle_in_the_tree_ends() -> None:
    places = [replace(place, parent_id=6) if place.id == 3 else place for place in directory().places.values()]
    assert [place.id for place in directory(places=places).line(6)] == [6, 4, 3]
