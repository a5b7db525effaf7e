"""Words that mean danger only together: in one clause, in order or not, far enough apart and no further."""

import pytest

from domain.words.crossing import Crossing, Crossings
from domain.words.phrases import Hit
from tests.effort import AT_ONCE, effort


def together(sentence: str, one: int, other: int) -> bool:
    return "," not in sentence[min(one, other) : max(one, other)]


def met(crossing: Crossing, sentence: str) -> list[str]:
    """What was found, from its first part to its last."""

    def in_one_clause(one: int, other: int) -> bool:
        return together(sentence, one, other)

    def uncut(_hit: Hit[object]) -> bool:
        return False

    found = Crossings([(crossing, "x")]).every(sentence, in_one_clause, uncut)
    return [sentence[hit.start : hit.end] for hit in found]


SMOKE = Crossing(["楼道", "过道"], ["冒烟", "都是烟"], unless=["抽烟"])
HITS = Crossing(["爸爸", "他"], ["打"], ["妈妈", "我"])


@pytest.mark.parametrize(
    ("crossing", "sentence", "found"),
    [
        (SMOKE, "三楼楼道里都是烟", ["楼道里都是烟"]),
        (SMOKE, "都是烟的楼道", ["都是烟的楼道"]),
        (SMOKE, "楼道很脏,厨房冒烟", []),
        (SMOKE, "楼道里有人抽烟,都是烟", []),
        (SMOKE, "楼道里有人抽烟都是烟", []),
        (SMOKE, "楼道里一二三四五六七八九十都是烟", []),
        (Crossing(["楼道"], ["烟"], in_order=True), "烟进了楼道", []),
        (Crossing(["楼道"], ["烟"], later=True), "楼道没灯,有烟", ["楼道没灯,有烟"]),
        (Crossing(["楼道"], ["烟"], later=True, unless=["香"]), "楼道没灯,有烟,很香", []),
        (Crossing(["楼道"], ["烟"], within=1), "楼道里烟", ["楼道里烟"]),
        (Crossing(["楼道"], ["烟"], within=1), "楼道里有烟", []),
        (Crossing(["喊救命"], unless=["电视"]), "有人喊救命", ["喊救命"]),
        (Crossing(["喊救命"], unless=["电视"]), "电视里喊救命", []),
        (HITS, "爸爸又喝醉了打妈妈", ["爸爸又喝醉了打妈妈"]),
        (HITS, "妈妈打爸爸", []),
        (HITS, "爸爸来了,打妈妈", []),
        (Crossing(["smoke"], ["stairs"]), "smoke is coming up the stairs", ["smoke is coming up the stairs"]),
        (Crossing(["gas"], ["smell"]), "vegas smells", []),
        (Crossing(["gas"], ["smell*"]), "the gas smells bad", ["gas smell"]),
        (Crossing(["roof"], ["collaps*"]), "roof collapsing, roofs collapsed", ["roof collaps"]),
    ],
)
def test_the_parts_of_a_crossing_meet(crossing: Crossing, sentence: str, found: list[str]) -> None:
    assert met(crossing, sentence) == found


def test_parts_in_different_clauses_meet_only_where_that_is_asked_for() -> None:
    crossing = Crossing(["楼道"], ["烟"], later=True)
    near = Crossing(["楼道"], ["烟"])
    found = Crossings([(crossing, "far"), (near, "near")])
    hits = found.every("楼道没灯,有烟,楼道有烟", lambda one, other: other - one < 4, lambda _hit: False, far=False)
    assert {hit.value for hit in hits} == {"near"}


def test_a_long_text_full_of_both_is_searched_at_once() -> None:
    assert effort(lambda text: met(SMOKE, text), "楼道抽冒烟") < AT_ONCE * 3
