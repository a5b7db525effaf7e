"""Places that are asked back: near, misspelt, an everyday word, no such door, outside; and the speaker's own home."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.places.place_reading import Doubt, read_place, resembling
from domain.posts.directory import Directory, Place
from domain.vocabulary import DoorPart, Level
from domain.words.own_home import Home, own_home_in
from storage.settings.community import packaged_settings
from tests.domain.place_for_tests import directory
from tests.effort import AT_ONCE, effort

COMMUNITY = replace(packaged_settings(), words_in_places={"lx": {DoorPart.UNIT: ("号房",)}})
"""In one compound 号房 is an entrance with many households."""


def _places() -> Iterator[Place]:
    rows: list[tuple[str, str, Level, str, tuple[str, ...]]] = [
        ("g1", "sl", Level.GRID, "第一网格", ()),
        ("xl", "g1", Level.COMPOUND, "香绿新村", ()),
        ("hp", "g1", Level.COMPOUND, "和平", ()),
        ("hp3", "hp", Level.BUILDING, "3号楼", ()),
        ("hpa", "hp", Level.BUILDING, "A座", ()),
        ("yd", "g1", Level.COMPOUND, "30号院", ("三公街30号院",)),
        ("yd2", "yd", Level.BUILDING, "2栋", ()),
        ("yd2-1", "yd2", Level.UNIT, "1单元", ()),
        ("wj", "g1", Level.COMPOUND, "望江亭听雨苑", ()),
        ("wj7", "wj", Level.BUILDING, "7号楼", ()),
        ("wjr", "wj", Level.BUILDING, "红楼", ()),
        ("lx", "g1", Level.COMPOUND, "柳巷新苑", ()),
        ("lx5", "lx", Level.BUILDING, "5幢", ()),
        ("lx5-1", "lx5", Level.UNIT, "1号房", ()),
        ("lx5-2", "lx5", Level.UNIT, "2号房", ()),
        ("cs", "g1", Level.COMPOUND, "梨园菜市场", ()),
        ("sg", "g1", Level.STREET, "三公街", ()),
        ("sf", "g1", Level.STREET, "四方路", ()),
    ]
    for building in (3, 22, 28, 38):
        rows.append((f"xl{building}", "xl", Level.BUILDING, f"{building}栋", ()))
        rows += [(f"xl{building}-{u}", f"xl{building}", Level.UNIT, f"{u}单元", ()) for u in (1, 2)]
    ids = {"sl": 1} | {row[0]: n for n, row in enumerate(rows, 2)}
    yield Place(1, "sl", None, Level.COMMUNITY, "示例社区")
    for code, parent, level, name, aliases in rows:
        yield Place(ids[code], code, ids[parent], level, name, aliases)


TOWN: Directory = directory((), places=tuple(_places()), posts=(), coverage=())


def read(text: str, within: str | None = None) -> tuple[list[str], Doubt | None]:
    asked = TOWN.by_code(within) if within else None
    reading = read_place(text, TOWN, COMMUNITY, asked.id if asked else None)
    return [TOWN.name(address) for address in reading.addresses], reading.doubt


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("香绿新村28栋2单元502漏水", ["香绿新村28栋2单元502"]),
        ("香绿新村二十八幢二單元", ["香绿新村28栋2单元"]),
        ("香绿新村28-2-502", ["香绿新村28栋2单元502"]),
        ("香绿28号楼", ["香绿新村28栋"]),
        ("香绿新村的3栋2单元5楼", ["香绿新村3栋2单元5楼"]),
        ("3栋2单元五楼", ["香绿新村3栋2单元5楼"]),
        ("香绿新村3栋一直漏水", ["香绿新村3栋"]),
        ("香绿新村3栋两边都漏水", ["香绿新村3栋"]),
        ("香绿新村3栋2号漏水", ["香绿新村3栋2号"]),
        ("香绿新村2单元3栋的门", ["香绿新村3栋2单元"]),
        ("和平3号楼21-5漏水", ["和平3号楼21-5"]),
        ("和平3号楼2门漏水", ["和平3号楼2门"]),
        ("香绿新村3栋2单元301、302漏水", ["香绿新村3栋2单元301、302"]),
        ("梨园菜市场112号漏水", ["梨园菜市场112"]),
        ("梨园菜市场12号摊位", ["梨园菜市场12号"]),
        ("香绿新村3栋502号房", ["香绿新村3栋502"]),
        ("柳巷新苑五幢2号房", ["柳巷新苑5幢2号房"]),
        ("5幢2号房的门禁", ["柳巷新苑5幢2号房"]),
        ("三公街30号院2栋1单元502", ["30号院2栋1单元502"]),
        ("三公街三十号院二栋", ["30号院2栋"]),
        ("三公街四十三号", ["三公街43号"]),
        ("三公街43-2号", ["三公街43号附2"]),
        ("三公街11号2单元301", ["三公街11号2单元301"]),
        ("红楼的门坏了", ["望江亭听雨苑红楼"]),
        ("A座电梯坏了", ["和平A座"]),
        ("和平3号楼漏水", ["和平3号楼"]),
        ("和平小区的灯", ["和平"]),
        # several that fit; of several entrances the whole building may be meant
        ("香绿新村3栋1、2单元停电", ["香绿新村3栋1单元", "香绿新村3栋2单元", "香绿新村3栋"]),
        ("香绿新村3栋一至二单元停电", ["香绿新村3栋1单元", "香绿新村3栋2单元", "香绿新村3栋"]),
        ("香绿新村3栋1单元2单元停电", ["香绿新村3栋1单元", "香绿新村3栋2单元", "香绿新村3栋"]),
        ("香绿新村22、28、38号楼都停水了", ["香绿新村22栋", "香绿新村28栋", "香绿新村38栋"]),
        ("3号楼漏水", ["和平3号楼", "香绿新村3栋"]),
        ("香绿新村3栋，和平3号楼都停电", ["香绿新村3栋", "和平3号楼"]),
        ("11号附2", ["三公街11号附2", "四方路11号附2"]),
        # nothing
        ("厨房漏水2019年3月15日13800001111", []),
        ("和平路很堵", []),
        ("我们小区楼道灯不亮", []),
        ("一楼到三楼都黑着", []),
    ],
)
def test_what_is_read_without_a_doubt(text: str, names: list[str]) -> None:
    assert read(text) == (names, None)


def test_an_entrance_that_is_called_a_flat_elsewhere_is_a_place_of_its_own() -> None:
    reading = read_place("柳巷新苑5幢2号房", TOWN, COMMUNITY)
    place = TOWN.by_code("lx5-2")
    assert place is not None
    assert reading.certain is not None
    assert (reading.certain.place_id, reading.certain.room) == (place.id, None)


@pytest.mark.parametrize(
    ("text", "names", "doubt"),
    [
        ("香绿新村附近有人跳舞", ["香绿新村"], Doubt.NEAR),
        ("香绿新村3栋对面的工地", ["香绿新村3栋"], Doubt.NEAR),
        ("三公街11号旁边的垃圾桶", ["三公街11号"], Doubt.NEAR),
        ("靠近香绿新村的空地", ["香绿新村"], Doubt.NEAR),
        ("香绿新村小学门口太堵", ["香绿新村"], Doubt.NEAR),
        ("四方路和三公街路口", ["四方路", "三公街"], Doubt.NEAR),
        ("乡绿新村3栋2单元漏水", ["香绿新村3栋2单元"], Doubt.ALIKE),
        ("听雨苑7号楼", ["望江亭听雨苑7号楼"], Doubt.ALIKE),
        ("柳巷新园的灯", ["柳巷新苑"], Doubt.ALIKE),
        ("希望世界和平", ["和平"], Doubt.ALIKE),
        ("香绿新村99栋", ["香绿新村"], Doubt.NO_SUCH_DOOR),
        ("香绿新村28栋9单元", ["香绿新村28栋"], Doubt.NO_SUCH_DOOR),
        ("翠湖花园3号楼漏水", [], Doubt.OUTSIDE),
        ("楼长好，我住翠湖花园3号楼", [], Doubt.OUTSIDE),
        ("解放路88号漏水", [], Doubt.OUTSIDE),
        ("翠湖花园", [], Doubt.OUTSIDE),
    ],
)
def test_what_is_asked_back(text: str, names: list[str], doubt: Doubt) -> None:
    assert read(text) == (names, doubt)
    assert read_place(text, TOWN, COMMUNITY).certain is None


@pytest.mark.parametrize(
    ("answer", "within", "names", "doubt"),
    [
        ("28", "xl", ["香绿新村28栋"], None),
        ("28栋", "xl", ["香绿新村28栋"], None),
        ("3-2-502", "xl", ["香绿新村3栋2单元502"], None),
        ("99", "xl", ["香绿新村"], Doubt.NO_SUCH_DOOR),
        ("和平3号楼", "xl", ["和平3号楼"], None),
        ("2单元", "xl28", ["香绿新村28栋2单元"], None),
        ("11", "sg", ["三公街11号"], None),
        ("十一号附二", "sg", ["三公街11号附2"], None),
        ("43-2号", "sg", ["三公街43号附2"], None),
        ("不知道", "sg", [], None),
    ],
)
def test_an_answer_is_read_below_the_place_that_was_asked_about(
    answer: str, within: str, names: list[str], doubt: Doubt | None
) -> None:
    assert read(answer, within) == (names, doubt)


def test_the_nearest_names_are_offered_best_first() -> None:
    offered = [TOWN.name(address) for address in resembling("巷新苑那里", TOWN, COMMUNITY)]
    assert offered[0] == "柳巷新苑"
    assert resembling("zzz", TOWN, COMMUNITY) == []


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("楼长，我家厨房漏水了", Home.AT),
        ("我们家没电", Home.AT),
        ("俺家水管爆了", Home.AT),
        ("家里停水", Home.AT),
        ("我家裡停電", Home.AT),
        ("my kitchen is flooded", Home.AT),
        ("我家楼上漏水", Home.AROUND),
        ("我家对面在装修", Home.AROUND),
        ("我家门口堆满了", Home.AROUND),
        ("厨房漏水", None),
        ("邻居家里很吵", None),
        ("她家里没人", None),
        ("我家具被淹了", None),
        ("大家里里外外都看了", None),
    ],
)
def test_the_own_home_is_meant_only_by_words_that_say_so(text: str, home: Home | None) -> None:
    assert own_home_in(text) is home


@pytest.mark.parametrize(
    "piece",
    [
        "香绿新村附近",
        "乡绿新村3栋",
        "和平",
        "三公街1号附",
        "22、",
        "翠湖花园3号楼",
        "香绿",
        "听雨苑",
        "xiānglǜ绿３號樓",
        "红楼",
    ],
)
def test_a_long_hostile_message_ends_in_a_question_at_once(piece: str) -> None:
    assert effort(lambda text: read_place(text, TOWN, COMMUNITY), piece) < AT_ONCE
