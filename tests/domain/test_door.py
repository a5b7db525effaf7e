"""Doors as people write them, without any place known: numbers, level words, and what only looks like a door."""

from time import process_time

import pytest

from domain.door import Door, doors_in, with_digits
from domain.plain import plain
from domain.words import Part
from storage.community import packaged_settings

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
        "u": door.unit,
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
        ("3栋1、2单元", ["b3"]),
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


def test_a_word_can_mean_something_else_in_one_compound() -> None:
    text = with_digits(plain("5幢2号房"), WORDS)
    assert [(door.unit, door.room) for door in doors_in(text, WORDS)] == [(None, "2")]
    assert [(door.unit, door.room) for door in doors_in(text, WORDS, {Part.UNIT: ("号房",)})] == [("2", None)]


@pytest.mark.parametrize(
    "piece", ["3号楼", "1-", "1、", "十", "a1", "号", "2单元-", "附", "1-1-", "號樓３", "9" * 40, "-"]
)
def test_four_thousand_characters_of_it_take_no_time(piece: str) -> None:
    text = (piece * 4096)[:4096]
    spent = []
    for _ in range(3):
        began = process_time()
        read(text)
        spent.append(process_time() - began)
    assert min(spent) < 0.05
