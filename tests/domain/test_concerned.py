"""Whom a report is for, as people write it, and whether they know."""

import pytest

from domain.tickets.concerned import Concerned, read_aware, read_concerned
from domain.vocabulary import Aware
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("陈桂兰", Concerned("陈桂兰")),
        ("李奶奶 202 13800000000", Concerned("李奶奶", "202", "13800000000")),
        ("陈桂兰，2单元301，电话138 0000 0000", Concerned("陈桂兰", "2单元301", "13800000000")),
        ("我爸老陈 139", Concerned("我爸老陈", piece="139")),
        ("老陈 13900001111", Concerned("老陈", phone="13900001111")),
        ("1号楼2单元301", Concerned(door="1号楼2单元301")),
        ("不知道", Concerned(nothing=True)),
        ("她没有电话", Concerned(nothing=True)),
        ("算了", Concerned(nothing=True)),
        ("=cmd|' /C calc'!A0", Concerned("=cmd|' /C calc'!A0")),
    ],
)
def test_name_door_and_number_are_told_apart(words: str, said: Concerned) -> None:
    assert read_concerned(words, COMMUNITY) == said


@pytest.mark.parametrize(
    ("words", "aware"),
    [
        ("知道", Aware.KNOWS),
        ("她知道的", Aware.KNOWS),
        ("跟她说过了", Aware.KNOWS),
        ("对", Aware.KNOWS),
        ("yes, she knows", Aware.KNOWS),
        ("不知道", Aware.NOT_YET),
        ("还没跟她说", Aware.NOT_YET),
        ("没有", Aware.NOT_YET),
        ("not yet", Aware.NOT_YET),
        ("是她让我报的", Aware.ENTRUSTED),
        ("他托我的", Aware.ENTRUSTED),
        ("she asked me", Aware.ENTRUSTED),
        ("厨房漏得厉害", None),
    ],
)
def test_entrusted_only_where_they_say_so(words: str, aware: Aware | None) -> None:
    assert read_aware(words) is aware
