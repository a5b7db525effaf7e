"""A message that is nothing but a door, and how it deepens a place that is known."""

import pytest

from domain.places.own_door import OwnDoor, deeper, read_door
from domain.posts.directory import Address
from storage.settings.community import packaged_settings
from tests.domain.place_for_tests import BUILDING, UNIT_2, directory

COMMUNITY = packaged_settings()
TOWN = directory()


@pytest.mark.parametrize(
    ("words", "door"),
    [
        ("502", OwnDoor(room="502")),
        ("５０２", OwnDoor(room="502")),
        ("502室", OwnDoor(room="502")),
        ("502号", OwnDoor(room="502")),
        ("我住502", OwnDoor(room="502")),
        ("门牌号是502。", OwnDoor(room="502")),
        ("五零二", OwnDoor(room="502")),
        ("五〇二", OwnDoor(room="502")),
        ("5楼2号", OwnDoor(room="5楼2号")),
        ("三楼左边", OwnDoor(room="3楼左边")),
        ("顶楼", OwnDoor(room="顶楼")),
        ("B1203", OwnDoor(room="B1203")),
        ("2单元301", OwnDoor(unit="2", room="301")),
        ("二单元五零一", OwnDoor(unit="2", room="501")),
        ("家里在2单元", OwnDoor(unit="2")),
        ("2-301", OwnDoor(unit="2", room="301")),
        ("住2单元5楼2号", OwnDoor(unit="2", room="5楼2号")),
        ("3号楼2单元301", OwnDoor("3", "2", "301")),
        ("flat 502", OwnDoor(room="502")),
        ("unit 2, 301", OwnDoor(unit="2", room="301")),
        ("I live in room 502", OwnDoor(room="502")),
    ],
)
def test_a_door_is_read_however_it_is_written(words: str, door: OwnDoor) -> None:
    assert read_door(words, COMMUNITY) == door


@pytest.mark.parametrize(
    "words", ["12", "2", "301也漏", "厨房漏水", "110", "119", "楼上401", "5月3号", "13812345678", "好的", "", "9点来"]
)
def test_what_says_anything_else_is_no_door(words: str) -> None:
    assert read_door(words, COMMUNITY) is None


def test_two_digits_are_a_door_where_one_was_asked_for() -> None:
    assert read_door("12", COMMUNITY, asked=True) == OwnDoor(room="12")
    assert read_door("2号", COMMUNITY, asked=True) == OwnDoor(room="2号")


@pytest.mark.parametrize(
    ("words", "known", "deepened"),
    [
        ("502", UNIT_2, Address(6, room="502")),
        ("502", BUILDING, Address(4, room="502")),
        ("2单元301", BUILDING, Address(6, room="301")),
        ("2单元301", UNIT_2, Address(6, room="301")),
        ("家里在2单元", BUILDING, Address(6)),
        ("3号楼2单元301", BUILDING, Address(6, room="301")),
        ("我家在2单元301，漏得厉害", BUILDING, Address(6, room="301")),
        ("我家在301室，快来", UNIT_2, Address(6, room="301")),
    ],
)
def test_later_words_deepen_a_place(words: str, known: Address, deepened: Address) -> None:
    assert deeper(words, known, TOWN, COMMUNITY).address == deepened


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("5号楼301", BUILDING),
        ("9号楼301", BUILDING),
        ("1单元301", UNIT_2),
        ("4单元301", BUILDING),
        ("2单元301也没水", BUILDING),
        ("我看到1单元301在装修", UNIT_2),
        ("桂花苑13号楼也停水", BUILDING),
        ("502", Address(9, 11)),
        ("502", Address(6, room="301")),
        ("502", Address(3)),
    ],
)
def test_they_never_move_it(words: str, known: Address) -> None:
    assert deeper(words, known, TOWN, COMMUNITY).address is None


def test_a_door_of_another_entrance_or_building_is_named() -> None:
    assert deeper("1单元301", UNIT_2, TOWN, COMMUNITY).elsewhere == (Address(5, room="301"),)
    assert deeper("5号楼301", BUILDING, TOWN, COMMUNITY).elsewhere == (Address(11, room="301"), Address(12, room="301"))
