"""Doors as people write them, without any place known: numbers, level words, and what only looks like a door."""

import pytest

from domain.places.door import Door, doors_in, with_digits
from domain.vocabulary import DoorPart
from domain.words.plain import plain
from storage.settings.community import packaged_settings
from tests.effort import AT_ONCE, effort

WORDS = packaged_settings().level_words


def read(text: str) -> list[str]:
    """Number, sub-number, yard, building, unit, floor and room of every door, by one letter each."""
    return [_said(door) for door in doors_in(with_digits(plain(text), WORDS), WORDS)]


def _said(door: Door) -> str:
    parts = {
        "n": door.number,
        "s": door.sub_number,
        "y": door.yard,
        "b": "|".join(door.buildings) or None,
        "u": "|".join(door.units) or None,
        "f": door.floor,
        "r": door.room,
    }
    return " ".join(f"{letter}{value}" for letter, value in parts.items() if value is not None)


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        # every level, every word
        ("30号院2栋1单元502", ["y30 b2 u1 r502"]),
        ("梨园路30号院2栋1单元502室", ["y30 b2 u1 r502"]),
        ("梨园3幢2梯5层501", ["b3 u2 f5 r501"]),
        ("梨园3座2门501户", ["b3 u2 r501"]),
        ("梨园3号楼501号房", ["b3 r501"]),
        ("梨园3#楼2单元", ["b3 u2"]),
        ("梨园19楼1单元604", ["b19 u1 r604"]),
        ("梨园3栋7楼", ["b3 f7"]),
        ("梨园B楼1101", ["bb r1101"]),
        # bare chains
        ("梨园2-1-502", ["b2 u1 r502"]),
        ("梨园2-502", ["b2 r502"]),
        ("梨园E-2-1-502", ["b2 u1 r502"]),
        ("梨园2栋1-502", ["b2 u1 r502"]),
        ("梨园A-3-502", ["ba u3 r502"]),
        ("梨园A栋3单元", ["ba u3"]),
        ("梨园东单元301", ["u东 r301"]),
        # houses on streets
        ("梨园路43号附2", ["n43 s2"]),
        ("梨园路43号附2号", ["n43 s2"]),
        ("梨园路43-2号", ["n43 s2"]),
        ("梨园路四十三号", ["n43"]),
        ("梨园路４３號附２", ["n43 s2"]),
        ("梨园路一百零八号", ["n108"]),
        ("梨园路189-191号", ["n189"]),
        ("梨园路168弄7号1204室", ["n168 b7 r1204"]),
        ("梨园路9号3号楼2单元", ["n9 b3 u2"]),
        ("11号附2", ["n11 s2"]),
        # written in Chinese, wide or traditional
        ("梨园二十八幢二單元六零五", ["b28 u2 r605"]),
        ("梨園３號樓２單元５０２室", ["b3 u2 r502"]),
        ("梨园两号楼", ["b2"]),
        ("梨园十号楼", ["b10"]),
        ("梨园３－２－５０２", ["b3 u2 r502"]),
        # in English the word comes first
        ("Building 3, Unit 2, Room 502 has no water", ["b3 u2 r502"]),
        ("block A flat 12", ["ba r12"]),
        ("there is a leak in the building", []),
        # several at once
        ("22、28、38号楼停水", ["b22|28|38"]),
        ("22/28/38号楼停水", ["b22|28|38"]),
        ("16栋和17栋", ["b16|17"]),
        ("5-8号楼", ["b5|6|7|8"]),
        ("3栋1、2单元", ["b3 u1|2"]),
        ("12-1号楼", ["b12-1"]),
        ("1003-1005室", ["r1003-1005"]),
        ("3-17层都停水", ["f3-17"]),
        # what only looks like one
        ("四栋民房", []),
        ("12栋安置房", []),
        ("6幢12户业主", ["b6"]),
        ("一共2栋", []),
        ("1号电梯坏了", []),
        ("2号线地铁", []),
        ("11月5号来过", []),
        ("四号大街", []),
        ("3巷", []),
        ("13800001111", []),
        ("编号2026年", []),
        ("", []),
    ],
)
def test_doors(text: str, doors: list[str]) -> None:
    assert read(text) == doors


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        # what stands before a plain number says what it numbers
        ("梨园小区907号", ["b907"]),
        ("梨园苑12号", ["b12"]),
        ("梨园三区12号", ["b12"]),
        ("梨园三区126号", ["n126"]),
        ("梨园国际1126号", ["r1126"]),
        ("梨园村12号", ["n12"]),
        ("梨园村三组5号", ["n5"]),
        ("梨园村503", ["n503"]),
        ("梨洲区123号", ["n123"]),
        ("梨园路北一里66号四楼", ["n66 f4"]),
        ("梨园路(12号)", ["n12"]),
        ("梨园新村724号8楼", ["n724 f8"]),
        ("梨园小区8号3楼501", ["b8 f3 r501"]),
        ("梨园路9号6号7楼", ["n9 b6 f7"]),
        ("梨园路9号云峰1号15楼", ["n9", "n1 f15"]),
        ("公园一号3-2-502", ["n1 b3 u2 r502"]),
        ("梨园2号宿舍楼", ["b2"]),
        # in a village, and in the hamlets of one, what has a number is a house
        ("梨园村126-6号", ["n126 s6"]),
        ("梨园村三组26-2号", ["n26 s2"]),
        ("梨园村林家126-6号", ["n126 s6"]),
        ("梨园村小杨庄15-3号", ["n15 s3"]),
        ("梨园小镇18-2号", ["n18 s2"]),
        ("梨园新村18-2号", ["b18 r2"]),
        ("梨园四村18-2号", ["b18 r2"]),
        ("梨园工业区8-1号", ["n8 s1"]),
        ("梨园村1-78号", ["n1 s78"]),
        ("梨园路8-99号", ["n8 s99"]),
        ("梨园村12-14号", ["n12"]),
        ("梨园村12-356号", ["b12 r356"]),
        ("梨园新村3-2-502", ["b3 u2 r502"]),
        ("梨园新村98-502室", ["b98 r502"]),
        ("梨园村林家1005号", ["n1005"]),
        ("梨园村李家12号", ["n12"]),
        ("梨园村王家埠7号", ["n7"]),
        ("梨园村张家坪503", ["n503"]),
        ("梨园村东坑26号3楼", ["n26 f3"]),
        ("梨园家12号", ["b12"]),
        ("梨园村山庄12号", ["b12"]),
        ("梨园厂宿舍区12号", ["b12"]),
        ("梨园住宅区3-2号", ["b3 r2"]),
        ("梨园家属区3-2-502", ["b3 u2 r502"]),
        ("梨园生活区126号", ["b126"]),
        ("梨园别墅区9号", ["b9"]),
        ("梨园村三区66号", ["b66"]),
        # stalls, shops, offices
        ("梨园菜市场12号", ["r12"]),
        ("梨园商城B区28号", ["r28"]),
        ("梨园菜市场12", ["r12"]),
        ("梨园商铺5号", ["r5"]),
        ("梨园3栋5号商铺", ["b3 r5"]),
        ("梨园路9号36号门面", ["n9 r36"]),
        ("梨园路9号教务处10", ["n9", "r10"]),
        # a number inside a name
        ("1958梨园公馆", []),
        ("梨园15号小区3栋", ["b3"]),
        ("80大院", []),
        ("梨园7片8号201室", ["b8 r201"]),
        ("胡同3栋2单元", ["b3 u2"]),
        ("西江月8号201室", ["b8 r201"]),
        # behind a street the first number is the house
        ("梨园路88-301", ["n88 r301"]),
        ("梨园路88-3-301", ["n88 s3 r301"]),
        ("梨园路18-26号", ["n18"]),
        ("梨园路3弄8-2-301", ["n3 b8 u2 r301"]),
        # an entrance, a flat, or both in one number
        ("梨园10幢58号", ["b10 r58"]),
        ("梨园15幢9号511", ["b15 u9 r511"]),
        ("梨园3栋62", ["b3 r62"]),
        ("梨园3栋5", ["b3 u5"]),
        ("梨园3栋21-5", ["b3 r21-5"]),
        ("梨园3栋12-301", ["b3 u12 r301"]),
        ("梨园3座22B", ["b3 r22b"]),
        ("梨园A座12a850", ["ba r12a850"]),
        ("梨园12b666", ["b12b r666"]),
        ("梨园广场12-03室", ["r12-03"]),
        ("梨园8栋35楼D座", ["b8 f35 rd"]),
        ("梨园3栋2单元3楼西门", ["b3 u2 f3 r西"]),
        ("梨园3号楼西门坏了", ["b3"]),
        ("梨园3甲502", ["b3 u甲 r502"]),
        # parts in another order, or put together otherwise
        ("2单元3号楼501", ["b3 u2 r501"]),
        ("A座B座停电", ["ba|b"]),
        ("A、B座停电", ["ba|b"]),
        ("A座14号楼", ["b14"]),
        ("A-14栋", ["b14"]),
        ("7栋2号楼", ["b7 u2"]),
        ("3栋5栋停水", ["b3|5"]),
        ("3栋3栋", ["b3"]),
        ("梨园1幢（1单元）301", ["b1 u1 r301"]),
        ("梨园3.2.501", ["b3 u2 r501"]),
        ("梨园3·2·501", ["b3 u2 r501"]),
        ("梨园5号栋2号单元", ["b5 u2"]),
        ("梨园5#栋", ["b5"]),
        # several entrances, floors, flats
        ("3栋1-3单元", ["b3 u1|2|3"]),
        ("3栋一至三单元", ["b3 u1|2|3"]),
        ("3栋一二单元", ["b3 u1|2"]),
        ("3栋1单元2单元", ["b3 u1|2"]),
        ("12-3单元", ["b12 u3"]),
        ("三四楼都漏水", ["f3-4"]),
        ("一二三室", ["r123"]),
        ("3栋101、5栋101", ["b3 r101", "b5 r101"]),
        ("3栋2单元301、3单元302", ["b3 u2 r301", "u3 r302"]),
        ("3栋301、302", ["b3 r301、302"]),
        ("3栋301和302室", ["b3 r301和302"]),
        ("3栋502漏到402室", ["b3 r502", "r402"]),
        ("3栋302,12345", ["b3 r302", "r12345"]),
        ("3栋1203F", ["b3 r1203f"]),
        ("3栋12F", ["b3 f12"]),
        # numerals that are written out, and those that are none
        ("梨园3号楼三零二", ["b3 r302"]),
        ("梨园三-2-301", ["b3 u2 r301"]),
        ("梨园新苑十六", ["b16"]),
        ("3栋一直漏水", ["b3"]),
        ("3栋两边都漏水", ["b3"]),
        ("3单元一个人", ["u3"]),
        ("3栋负一楼", ["b3 f负1"]),
        # no door at all
        ("邮政信箱8-6-2", []),
        ("梨园小区2号门", []),
        ("梨园3号楼2号门", ["b3 u2"]),
        ("梨园4s店", []),
        ("面积15m2", []),
        ("12公里处", []),
        ("5号车位被占", []),
        ("2号灯杆不亮", ["n2"]),
    ],
)
def test_what_stands_around_a_number_says_what_it_is(text: str, doors: list[str]) -> None:
    assert read(text) == doors


def test_a_door_names_a_dozen_flats_at_most() -> None:
    doors = doors_in("3栋" + "、".join(map(str, range(301, 320))), WORDS)
    assert doors[0].room == "、".join(map(str, range(301, 313)))


def test_a_word_can_mean_something_else_in_one_compound() -> None:
    text = with_digits(plain("5幢2号房"), WORDS)
    assert [(door.unit, door.room) for door in doors_in(text, WORDS)] == [(None, "2")]
    assert [(door.unit, door.room) for door in doors_in(text, WORDS, {DoorPart.UNIT: ("号房",)})] == [("2", None)]


@pytest.mark.parametrize(
    "piece",
    [
        *("3号楼", "1-", "1、", "十", "a1", "号", "2单元-", "附", "1-1-", "號樓３", "9" * 40, "-"),
        *("一二", "一、", "一至", "301、", "3.2.501.", "1单元", "8a80", "甲502", "电话1", "3栋301、", "负1", "1大院"),
    ],
)
def test_four_thousand_characters_of_it_take_no_time(piece: str) -> None:
    assert effort(read, piece) < AT_ONCE
