"""Places as residents write them in passing: what is denied, estates called by their builder, flats behind a floor."""

import pytest

from domain.places.place_reading import Doubt, read_place
from storage.settings.community import packaged_settings
from tests.domain.place_for_tests import directory

COMMUNITY, TOWN = packaged_settings(), directory()


def read(text: str) -> list[str]:
    return [TOWN.name(address) for address in read_place(text, TOWN, COMMUNITY).addresses]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("不是13号楼，是3号楼停电", "桂花苑3号楼"),
        ("it is not building 13 but building 3 that has no power", "桂花苑3号楼"),
        ("3号楼2单元四楼右手边401漏水", "桂花苑3号楼2单元401"),
        ("桂花苑叁号楼贰单元伍零壹", "桂花苑3号楼2单元501"),
        ("三公街11号路口的垃圾", "三公街11号"),
        ("walked off and left it. 3-2-302", "桂花苑3号楼2单元302"),
        ("the lamp has been out for a week, 3-2", "桂花苑3号楼2单元"),
    ],
)
def test_a_place_said_in_passing(text: str, place: str) -> None:
    assert read(text) == [place]


def test_the_corner_at_a_house_is_that_house_and_the_corner_of_two_streets_is_asked() -> None:
    assert read_place("三公街11号路口的灯灭了", TOWN, COMMUNITY).certain is not None
    assert read_place("四方路和三公街路口的灯灭了", TOWN, COMMUNITY).doubt is Doubt.NEAR
    assert read_place("三公街11号旁边的灯灭了", TOWN, COMMUNITY).doubt is Doubt.NEAR


@pytest.mark.parametrize("text", ["万科3栋停水", "绿地3号楼停水", "金科3栋停电"])
def test_an_estate_called_by_its_builder_is_none_of_ours(text: str) -> None:
    assert read_place(text, TOWN, COMMUNITY).doubt is Doubt.OUTSIDE


def test_a_house_beyond_the_last_anybody_answers_for_is_asked() -> None:
    assert read_place("三公街45号停水", TOWN, COMMUNITY).doubt is Doubt.NO_SUCH_DOOR
    assert read_place("三公街44号停水", TOWN, COMMUNITY).doubt is None


def test_a_unit_alone_may_be_that_of_a_building_beside_it_whose_units_nobody_entered() -> None:
    assert "桂花苑5号楼1单元" in read("1单元的门坏了")
    assert "桂花苑3号楼1单元" in read("1单元的门坏了")


def test_this_one_unit_numbers_none() -> None:
    assert read("我们这一单元停水") == []
