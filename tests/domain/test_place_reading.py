"""A place read out of a sentence: what was meant, several that fit, or nothing; never a guess."""

import pytest

from domain.places.place_reading import Reading, read_place
from domain.posts.directory import Address, Directory, Place
from domain.vocabulary import Level
from storage.settings.community import packaged_settings
from tests.domain.place_for_tests import directory
from tests.effort import AT_ONCE, effort

TOWN = directory()
COMMUNITY = packaged_settings()


def read(text: str) -> list[str]:
    """What was read, as people say it."""
    return sorted(TOWN.name(address) for address in read_place(text, TOWN, COMMUNITY).addresses)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # names and aliases
        ("桂花苑有老鼠", ["桂花苑"]),
        ("桂苑的路灯坏了", ["桂花苑"]),
        ("rats at osmanthus court again", ["桂花苑"]),
        ("杏园门口很吵", ["杏园"]),
        ("3号楼漏水", ["桂花苑3号楼"]),
        ("3栋漏水", ["桂花苑3号楼"]),
        ("三号楼漏水", ["桂花苑3号楼"]),
        # digits are whole numbers
        ("İİİ 3号楼漏水", ["桂花苑3号楼"]),
        ("İ OSMANTHUS Court", ["桂花苑"]),
        ("13号楼漏水", ["桂花苑13号楼"]),
        ("13栋漏水", ["桂花苑13号楼"]),
        ("113号楼漏水", []),
        ("３号楼漏水", ["桂花苑3号楼"]),
        ("１３号楼２单元漏水", ["桂花苑13号楼2单元"]),
        # units stand under their building
        ("3号楼2单元没电", ["桂花苑3号楼2单元"]),
        ("13号楼2单元没电", ["桂花苑13号楼2单元"]),
        ("桂花苑3号楼1单元的门", ["桂花苑3号楼1单元"]),
        ("2单元没电", []),
        ("9单元没电", ["杏园5号楼9单元"]),
        # several that fit
        ("5号楼的电梯坏了", ["杏园5号楼", "桂花苑5号楼"]),
        ("杏园5号楼的电梯坏了", ["杏园5号楼"]),
        ("桂花苑5号楼的电梯坏了", ["桂花苑5号楼"]),
        # streets
        ("三公街漏水", ["三公街"]),
        ("三公街11号漏水", ["三公街11号"]),
        ("三公街11号附2，厨房漏水", ["三公街11号附2"]),
        ("三公街 11 号 附 2", ["三公街11号附2"]),
        ("三公街１１号附２", ["三公街11号附2"]),
        ("三公街11號", ["三公街11号"]),
        ("三公路43号附12", ["三公街43号附12"]),
        ("三公街的路灯，去年11月就坏了", ["三公街"]),
        # rooms
        ("3号楼2单元502漏水", ["桂花苑3号楼2单元502"]),
        ("3号楼2单元-502室", ["桂花苑3号楼2单元502"]),
        ("3号楼2单元 1203 室", ["桂花苑3号楼2单元1203"]),
        ("3号楼2单元5", ["桂花苑3号楼2单元"]),
        ("3号楼2单元50212", ["桂花苑3号楼2单元"]),
        # a sub-number of what is no street stands beside the building
        ("桂花苑3号附2漏水", ["桂花苑3号楼附2号"]),
        ("桂花苑3号附2，201室漏水", ["桂花苑3号楼201"]),
        # what says nothing
        ("示例社区第一网格", []),
        ("厨房漏水了", []),
        ("", []),
    ],
)
def test_sentences(text: str, names: list[str]) -> None:
    assert read(text) == sorted(names)


def test_a_reading_is_certain_only_when_nothing_else_fits() -> None:
    one, two = Address(4), Address(7)
    assert Reading((one,)).certain == one
    assert Reading((one, two)).certain is None
    assert Reading(()).certain is None


def test_a_number_of_a_street_is_kept_apart_from_its_sub_number() -> None:
    assert read_place("三公街11号附2", TOWN, COMMUNITY).certain == Address(9, 11, "2")
    assert read_place("3号楼2单元502", TOWN, COMMUNITY).certain == Address(6, room="502")


def large_town() -> Directory:
    """Twenty compounds of fifteen like-named buildings with three like-named units each: 1,221 places."""
    places = [Place(1, "c", None, Level.COMMUNITY, "示例社区")]
    for compound in range(20):
        top = len(places) + 1
        places.append(Place(top, f"c{compound}", 1, Level.COMPOUND, f"小区{compound}园"))
        for building in range(1, 16):
            here = len(places) + 1
            places.append(Place(here, f"b{here}", top, Level.BUILDING, f"{building}号楼", (f"{building}栋",)))
            places += [Place(here + u, f"u{here + u}", here, Level.UNIT, f"{u}单元") for u in (1, 2, 3)]
    return directory((), places=places, posts=(), coverage=())


LARGE = large_town()


def test_like_named_buildings_of_a_large_town_are_told_apart_by_their_compound() -> None:
    certain = read_place("小区3园3号楼2单元502漏水", LARGE, COMMUNITY).certain
    assert certain is not None
    assert LARGE.name(certain) == "小区3园3号楼2单元502"
    assert len(read_place("3号楼漏水", LARGE, COMMUNITY).addresses) == 20


@pytest.mark.parametrize(
    "piece",
    [
        "3号楼",
        "113号楼",
        "12单元",
        "3号楼2单元",
        "小区1",
        "9",
        "5号楼 ",
        " ",
        "ﷺ",
        "İ",
        "<b>&\0",
        "2单元-",
        "三公街1号附",
    ],
)
@pytest.mark.parametrize("town", [TOWN, LARGE], ids=["small", "large"])
def test_a_long_hostile_message_is_read_at_once(town: Directory, piece: str) -> None:
    assert effort(lambda text: read_place(text, town, COMMUNITY), piece) < AT_ONCE
