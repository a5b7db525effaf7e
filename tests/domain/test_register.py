"""Areas are whole numbers; a door is one; N is the owners. The numbers A1 to A6 are those of the specification."""

import pytest

from domain.register.codes import read_code
from domain.register.doors import Household, area_words, door_key, owners, read_area
from domain.register.members import RIGHTS_OF, MemberAs, MemberRight, MemberWaits, rights_of


@pytest.mark.parametrize(
    ("text", "area"), [("89.57", 8957), ("89.5", 8950), ("89", 8900), (" ８９．５７ ", 8957), ("0.5", 50)]
)
def test_a1_an_area_is_read_from_text_in_hundredths(text: str, area: int) -> None:
    assert read_area(text) == area
    assert read_area(area_words(area)) == area


@pytest.mark.parametrize("text", ["89.567", "89,57", "约90", "90㎡", "", "-5", "1e3", "八十九", "89.5.7", "89 57"])
def test_a1_what_is_somebodys_doubt_is_no_area(text: str) -> None:
    assert read_area(text) is None


def test_a2_the_eighteen_units_of_the_article_have_564_households() -> None:
    units = [24, 26, 25, 25, 26, *[34] * 9, *[33] * 4]
    assert (len(units), sum(units)) == (18, 564)


def door(number: int, **more: object) -> Household:
    return Household(number, 1, str(number), **more)  # type: ignore[arg-type]


def test_a3_two_doors_of_one_owner_key_are_one_owner_and_both_areas_count() -> None:
    found = owners([door(1, area=8957, owner_key="o17"), door(2, area=5000, owner_key="o17"), door(3)])
    assert len(found) == 2
    assert sum(one.area or 0 for one in found["o17"]) == 13957


def test_what_does_not_count_is_nobodys() -> None:
    assert owners([door(1, counts=False)]) == {}


def test_a_door_is_one_however_its_room_is_written() -> None:
    assert door_key(None, None, "a01") == door_key(None, None, " Ａ０１ ")
    assert door_key(43, "2", "301") != door_key(43, None, "301")
    assert door_key(None, None, "1") != door_key(1, None, None)


@pytest.mark.parametrize(
    "words",
    [
        "4829 1376",
        "48291376",
        "4829-1376",
        "户码4829 1376",
        "户码：48291376",
        "我家户码是4829 1376。",
        "４８２９ １３７６",
    ],
)
def test_a_code_is_read_as_people_type_it(words: str) -> None:
    assert read_code(words) == "48291376"


@pytest.mark.parametrize("words", ["4829137", "482913765", "电话48291376", "4829 13 76", "26110001", "户码"])
def test_what_is_more_or_less_than_a_code_is_none(words: str) -> None:
    assert read_code(words) is None


def test_whoever_waits_for_a_yes_gives_opinions_until_then() -> None:
    for stands_as in MemberAs:
        assert rights_of(stands_as, MemberWaits.LOOK) == {MemberRight.REPORT}
        assert MemberRight.REPORT in RIGHTS_OF[stands_as]
    assert MemberRight.DECIDE not in rights_of(MemberAs.TENANT, None)
