"""One flat is one household: the room, else the home's room, else the person, else the telephone number."""

import pytest

from domain.posts.directory import Address, Directory, Place
from domain.tickets.households import (
    FlatDoor,
    Voice,
    a_person,
    door_of,
    households,
    lowest_known,
    one_flat,
    somebody_else,
)
from domain.vocabulary import Level

PLACES = {
    1: Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
    2: Place(2, "b1", 1, Level.BUILDING, "1号楼"),
    3: Place(3, "b1-1", 2, Level.UNIT, "1单元"),
    4: Place(4, "b1-2", 2, Level.UNIT, "2单元"),
    5: Place(5, "b2", 1, Level.BUILDING, "2号楼"),
    6: Place(6, "b2-1", 5, Level.UNIT, "1单元"),
    7: Place(7, "sg", 1, Level.STREET, "三公街"),
}
DIRECTORY = Directory(1, PLACES, {}, (), ())


def at(place: int, room: str | None = None, number: int | None = None) -> FlatDoor | None:
    return door_of(Address(place, number, None, room), DIRECTORY)


CHEN, LIN = a_person(1), a_person(2)
PHONE = somebody_else(phone="138 0000-0000", name=None, told_by=9, ticket_id=1)


@pytest.mark.parametrize(
    ("voices", "many"),
    [
        ([], 0),
        ([Voice(CHEN), Voice(CHEN)], 1),
        ([Voice(CHEN), Voice(LIN)], 2),
        ([Voice(CHEN, at(3, "502")), Voice(LIN, at(3, "502"))], 1),
        ([Voice(CHEN, at(3, "502")), Voice(LIN, at(4, "502"))], 2),
        ([Voice(CHEN, at(3, "502")), Voice(LIN, home=at(3, "502"))], 1),
        ([Voice(CHEN, at(3, "502"), at(4, "301")), Voice(CHEN, home=at(4, "301"))], 2),
        ([Voice(CHEN, at(3, "502")), Voice(CHEN)], 1),
        ([Voice(CHEN, at(3, "502")), Voice(CHEN, at(3, "601")), Voice(CHEN)], 2),
        ([Voice(CHEN, at(2, "502")), Voice(LIN, at(3, "502"))], 1),
        ([Voice(CHEN, at(2, "502")), Voice(LIN, at(3, "502")), Voice(PHONE, at(4, "502"))], 3),
        ([Voice(CHEN, at(5, "502")), Voice(LIN, at(6, "502"))], 1),
        ([Voice(PHONE), Voice(PHONE, at(3, "401"))], 1),
        ([Voice(PHONE), Voice(CHEN)], 2),
        ([Voice(CHEN, at(7, "2", 11)), Voice(LIN, at(7, "2", 13))], 2),
    ],
    ids=[
        "nobody",
        "one person twice",
        "two people",
        "two people of one flat",
        "the same number on other stairs",
        "a flat said, and the same one as a home",
        "the room that is said comes before the home",
        "one person, with and without the room",
        "one person for two flats",
        "with and without the unit, one fits",
        "with and without the unit, two fit",
        "a building with one unit",
        "one telephone number, with and without the room",
        "a number and a person",
        "two houses of a street",
    ],
)
def test_households(voices: list[Voice], many: int) -> None:
    assert households(voices) == many
    assert households(list(reversed(voices))) == many


def test_whoever_was_spoken_for_is_told_apart_by_number_then_by_name_then_by_the_ticket() -> None:
    assert somebody_else(phone="138-0000-0000", name="张奶奶", told_by=9, ticket_id=1) == PHONE
    named = [
        somebody_else(phone=None, name=name, told_by=9, ticket_id=ticket) for name, ticket in (("张", 1), ("张", 2))
    ]
    assert len(set(named)) == 1
    unknown = {somebody_else(phone=None, name=None, told_by=9, ticket_id=ticket) for ticket in (1, 2)}
    assert len(unknown) == 2


def test_a_home_lies_in_the_only_unit_of_its_building() -> None:
    assert lowest_known(Address(5, None, None, "502"), DIRECTORY).place_id == 6
    assert lowest_known(Address(2, None, None, "502"), DIRECTORY).place_id == 2
    assert door_of(Address(5), DIRECTORY) is None


def test_a_door_without_its_unit_is_the_only_one_that_fits() -> None:
    bare, first, second = at(2, "502"), at(3, "502"), at(4, "502")
    assert bare is not None
    assert first is not None
    assert second is not None
    assert one_flat([bare, first])[bare] == first
    assert one_flat([bare, first, second])[bare] == bare
