"""A house number is not eaten by the next word; several are several houses; a bare door is taken when only one fits."""

import pytest

from domain.places.place_reading import Doubt, read_place
from domain.posts.directory import Address, Directory, Place
from domain.vocabulary import Level
from storage.settings.community import packaged_settings
from tests.domain.place_for_tests import directory

COMMUNITY = packaged_settings()
PLACES = (
    Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
    Place(2, "g1", 1, Level.GRID, "第一网格"),
    Place(3, "gh", 2, Level.COMPOUND, "桂花苑"),
    Place(4, "gh1", 3, Level.BUILDING, "1号楼"),
    Place(5, "gh1-1", 4, Level.UNIT, "1单元"),
    Place(6, "gh1-2", 4, Level.UNIT, "2单元"),
    Place(7, "gh2", 3, Level.BUILDING, "2号楼"),
    Place(8, "sg", 2, Level.STREET, "三公街"),
    Place(9, "yd", 2, Level.COMPOUND, "30号院"),
    Place(10, "yd2", 9, Level.BUILDING, "2号楼"),
)
SECOND = (
    Place(11, "xy", 2, Level.COMPOUND, "杏园"),
    Place(12, "xy1", 11, Level.BUILDING, "1号楼"),
    Place(13, "xy1-2", 12, Level.UNIT, "2单元"),
)
TOWN, LARGER = directory((), places=PLACES), directory((), places=(*PLACES, *SECOND))


BEHIND = (
    "路灯不亮", "路边堆满了", "路面塌了", "门口垃圾没人收", "门前污水", "门外", "门面漏水", "门漏风",
    "院坝头积水", "院里积水", "院内漏水", "大院里", "房子漏水", "房顶漏水", "铺面噪音", "商铺漏水",
    "店门口", "店里漏水", "起火了", "开始漏水", "早上停水", "晚上吵", "前面的井盖", "后面积水",
    "电梯坏了", "车库进水", "线路老化", "线缆掉下来", "楼上漏水", "楼道灯不亮", "楼顶漏水", "楼梯间堆物",
    "口子上", "厂里", "库房",
)  # fmt: skip


def read(text: str, town: Directory = TOWN, within: int | None = None) -> list[str]:
    """What may be meant, as people say it; what is asked back for another reason counts as nothing here."""
    reading = read_place(text, town, COMMUNITY, within)
    return [town.name(address) for address in reading.addresses] if reading.doubt is not Doubt.NEAR else ["?"]


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("number", ["11", "十一"])
def test_on_a_street_the_house_is_a_house_whatever_comes_next(number: str, behind: str) -> None:
    assert read(f"三公街{number}号{behind}") == ["三公街11号"]


@pytest.mark.parametrize("answer", ["29号门口", "29号门前", "29号路灯那里", "29号院坝", "29号房子", "29号"])
def test_so_it_is_as_an_answer_to_which_number(answer: str) -> None:
    assert read(answer, within=8) == ["三公街29号"]


@pytest.mark.parametrize(
    "text",
    ["桂花苑2号门口垃圾", "桂花苑2号门外", "桂花苑的2号门口", "桂花苑2号门前", "桂花苑2号路灯不亮", "桂花苑2号门"],
)
def test_of_an_estate_it_is_a_gate_or_a_lamp_and_asked(text: str) -> None:
    assert read(text) == ["桂花苑"]


def test_what_is_no_house_stays_none() -> None:
    assert read("桂花苑楼道11号起停用电梯") == ["桂花苑"]
    assert read("2号门口垃圾") == []
    assert read("三公街30号院2号楼漏水") == ["30号院2号楼"]


@pytest.mark.parametrize(
    ("text", "houses"),
    [
        ("三公街13号、15号、17号没气", [13, 15, 17]),
        ("三公街13号和29号的路灯坏了", [13, 29]),
        ("三公街11号跟13号中间的井盖松了", [11, 13]),
        ("三公街11号至17号停水", [11, 17]),
        ("三公街11号到17号停水", [11, 17]),
        ("三公街11号与13号停水", [11, 13]),
        ("三公街11号及13号停水", [11, 13]),
        ("三公街11号，13号停水", [11, 13]),
        ("三公街11、13号停水", [11, 13]),
        ("三公街十一号和十三号停水", [11, 13]),
        ("三公街189-191号停水", [189]),
    ],
)
def test_several_house_numbers_are_several_houses(text: str, houses: list[int]) -> None:
    reading = read_place(text, TOWN, COMMUNITY)
    assert list(reading.addresses) == [Address(8, house) for house in houses]
    assert (reading.certain is None) is (len(houses) > 1)


def test_several_as_an_answer_and_of_an_estate() -> None:
    assert read("11、13号", within=8) == ["三公街11号", "三公街13号"]
    assert read("13号和15号", within=8) == ["三公街13号", "三公街15号"]
    assert read("桂花苑1号、2号漏水") == ["桂花苑1号楼", "桂花苑2号楼"]


@pytest.mark.parametrize(
    "text", ["厨房漏水 1-2-301", "sink is blocked 1-2-301", "1-2-301漏水", "漏水，在1-2-301，快来"]
)
def test_a_bare_door_is_taken_when_one_fits_and_asked_when_two_do(text: str) -> None:
    assert read(text) == ["桂花苑1号楼2单元301"]
    assert sorted(read(text, LARGER)) == ["杏园1号楼2单元301", "桂花苑1号楼2单元301"]


@pytest.mark.parametrize(
    "text", ["1-2坏了", "3-2-301漏水", "1-9-301漏水", "2026-11-20漏水", "1-2-3点来过", "电话 028-12-301"]
)
def test_any_other_bare_numbers_say_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("word", ["楼上", "楼下", "楼道", "楼梯", "楼顶"])
def test_three_digits_before_the_stairs_are_a_flat(word: str) -> None:
    assert read(f"1号楼1单元602{word}漏水") == ["桂花苑1号楼1单元602"]
    assert read(f"桂花苑1号楼501{word}装修") == ["桂花苑1号楼501"]
    assert read(f"桂花苑1号楼6{word}漏水") == ["桂花苑1号楼6楼"]
    assert read(f"602{word}漏水") == []


@pytest.mark.parametrize("behind", ["路灯不亮", "路边停车", "路面破了"])
def test_a_building_is_not_eaten_by_what_stands_on_the_road_before_it(behind: str) -> None:
    assert read(f"1号楼{behind}") == ["桂花苑1号楼"]
