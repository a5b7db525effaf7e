"""What stands before a number says what it numbers: houses of a street, stalls of a market, buildings of an estate."""

import re
from enum import Enum, auto


class BeforeNumber(Enum):
    """What a number stands behind."""

    STREET = auto()
    VILLAGE = auto()
    """A village, its groups, a district, an industrial zone: their houses have numbers like those of a street."""
    MARKET = auto()
    """Markets, rows of shops, offices: what has a number there is one stall, shop or room."""
    ESTATE = auto()
    QUARTER = auto()
    """What may be an estate or a part of a town or village: «三区», «梨园里»."""
    ANYTHING = auto()


SEEN_CHARACTERS = 10
"""Characters before a number that are looked at."""

_NUMERAL = r"[一二三四五六七八九十\d]"
_SIDE = "[东南西北中]"
_PARTS = r"\da-z一二三四五六七八九十东南西北中上下前后新老小社校厂园库片"
"""What makes a 区 part of an estate or community; any other is a district."""
_PART = f"(?:[a-z]|{_SIDE}|{_NUMERAL})"
_HOMES = "(?:宿舍|生活|住宅|居住|家属|别墅|公寓)"
_HAMLET = "[家庄塘址埠坪岭岙沟坑寨圩浜]"
"""What the hamlets of a village are called: «梨园村林家5号»."""
_KINDS = {
    BeforeNumber.STREET: (
        rf"(?:[路街道巷弄线环条]|胡同)(?:{_SIDE}?(?:{_NUMERAL}里)?|(?:{_SIDE}|{_NUMERAL})段)[甲乙丙丁(]?"
    ),
    BeforeNumber.MARKET: (
        rf"(?:市场|商[贸业]?城|商[场铺]|[店门]面|[店商摊]铺|摊位|档口|[处科]|办公室)(?:{_PART}?区|{_PART})?"
    ),
    BeforeNumber.ESTATE: rf"(?:小区|花园|家园|山庄|宿舍|{_HOMES}区|[苑庭府邸寓厦墅郡轩阁邨])",
    BeforeNumber.VILLAGE: rf"(?:[村组屯队镇乡]|村[一-鿿]{{1,2}}{_HAMLET}|{_NUMERAL}社|工业区|开发区|[^{_PARTS}]区)",
    BeforeNumber.QUARTER: r"(?:[园城湾居区坊里院家都洲岸岛筑馆期]|国际)",
}
_PATTERNS = {kind: re.compile(rf"{pattern}\s?$") for kind, pattern in _KINDS.items()}


def what_stands_before(lead: str) -> BeforeNumber:
    """By the last characters before a number."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(lead)), BeforeNumber.ANYTHING)
