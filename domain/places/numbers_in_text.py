"""Numbers in a text, each with the level word behind it: «22、28、38号楼», «1单元», «附2», «502»."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from domain.community import LevelWords
from domain.places.before_a_number import SEEN_CHARACTERS, BeforeNumber, what_stands_before
from domain.vocabulary import DoorPart

_CHINESE = "零〇一二两三四五六七八九十百"
_DIGIT = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖", "一二三四五六七八九")
"""As on a cheque: «贰单元伍零壹»."""
_IN_ORDER = "一二三四五六七八九"
_NEIGHBOURS = "|".join(_IN_ORDER[at : at + length] for length in (3, 2) for at in range(len(_IN_ORDER) - length + 1))
"""«三四楼» are the third and the fourth floor."""

_ENGLISH = re.compile(
    r"\b(?:(?P<building>building|block)|(?P<unit>unit|entrance)|(?P<floor>floor)|(?P<room>room|flat|apartment|apt\.?))"
    r"\s?(?:no\.?\s?|#)?(?P<number>\d{1,4}|[a-z]\b)[,\s]{0,2}"
)
"""English puts the level word first."""
MAX_LISTED = 12
"""Buildings, entrances or flats that one list may name: more are a text about something else."""
_LIST = frozenset("、/,，.和与及或跟&")
_NAMED = re.compile(r"大?街|支?[路弄]|[国省县]道|[巷组区期社队村环段片团连桥]|标段?")
"""What makes a number part of a name: «4号大街», «3巷», «2期»."""
_ROAD = "路(?![灯边面段牙沿障旁上中口])"
"""A road, not what stands or lies beside one: «11号路灯», «3号楼路面»."""
_STREET = re.compile(rf"大?街|{_ROAD}|[巷湾村]")
_AMOUNT = re.compile(r"\s?(?:[年月日天点时分秒元块万亿平度岁个人次期%:]|米|公里|千米|km|多|余|m(?![a-z]))")
_NOT_A_HOUSE = re.compile(
    rf"[线店库仓厂馆厅口桥码机杆梯]|大?街|{_ROAD}|车[间库位]|门[卫岗]|电梯|地块|文件|晚|早|上午|下午|左右|开始|起"
    r"|之?[前后]|公告"
)
_NOT_ON_A_STREET = re.compile(rf"线(?![路缆杆头])|大?街|{_ROAD}|码")
"""Behind a street's name a number with 号 is a house whatever comes next: «11号起火了», «11号店», «11号早上停水»."""
_STAIRS = frozenset("上下道梯顶")
_FLAT = 3
"""Digits: «602楼上», «501楼道» are above a flat and before one; «6楼上» is above a floor."""
_HALL = re.compile(r"[楼过通管走水便车盲]道$")
"""«楼道11号起停水» is a day; no street ends so."""
_DOTTED = re.compile(r"(?<![\d.])(\d{1,3})\.(\d{1,2})\.(?!(?:19|20)\d\d)(\d{3,4})(?![\d.])")
"""«3.2.501»; what ends in a year is a date."""
_NO_LISTS_BEHIND: Mapping[DoorPart, tuple[DoorPart, ...]] = {
    DoorPart.BUILDING: (DoorPart.BUILDING, DoorPart.UNIT, DoorPart.FLOOR),
    DoorPart.UNIT: (DoorPart.UNIT, DoorPart.FLOOR),
    DoorPart.FLOOR: (DoorPart.FLOOR,),
    DoorPart.ROOM: (),
}
_TOLD_APART = (DoorPart.BUILDING, DoorPart.UNIT)
"""Their words may have one more 号 before them: «5号栋», «2号单元»."""
_SHORT = 2
"""«4s店», «2店»; the longer number of a stall may be followed by 店."""
_BOX, _BOX_SEEN = re.compile(r"(?:[信邮]箱|邮编|电话|手机|微信)[:: ]?[\d-]*$"), 20
"""«邮政信箱8-6-2» leads to no door."""
_MONTH = re.compile(r"[\d一二三四五六七八九十本上下这个每]月$")
_COUNTING = frozenset("有共这那每几约近各整同")
_POINTING = frozenset("这那")
_COUNTED = frozenset(("栋", "幢", "座", "层", "户", "门", "梯"))
_COUNTED_THINGS = re.compile(r"民?房|安置|别墅|建筑|高楼|业主|居民|住户|人家")


@dataclass(frozen=True, slots=True)
class Number:
    """One number, or several that share a level word; `gap` is what stands between the one before and this one."""

    start: int
    end: int
    values: tuple[str, ...]
    word: str | None
    sub: bool
    gap: str

    @property
    def bare(self) -> bool:
        return self.word is None

    @property
    def value(self) -> str:
        """The number; of several the first and the last."""
        return self.values[0] if len(self.values) == 1 else f"{self.values[0]}-{self.values[-1]}"

    @property
    def digits(self) -> int:
        return sum(char.isdigit() for char in self.values[-1])


class Numbers:
    """Finds numbers by one community's level words."""

    def __init__(self, words: LevelWords) -> None:
        self.parts: Mapping[str, DoorPart] = {word: part for part, said in words.items() for word in said}
        self._first = {part: next(iter(words.get(part, ())), "") for part in DoorPart}
        levels = "|".join(sorted(map(re.escape, self.parts), key=len, reverse=True))
        several = "|".join(re.escape(said) for said, part in self.parts.items() if part is not DoorPart.ROOM)
        floors = "|".join(map(re.escape, words.get(DoorPart.FLOOR, ()))) or "层"
        plain_words = "|".join(
            re.escape(said) for said, part in self.parts.items() if part in _TOLD_APART and said[0] not in "号#门梯"
        )
        word = rf"号大?院|{levels}|[号弄](?!码)"
        spoken, digits = rf"[{_CHINESE}]{{1,6}}", "[零〇一二三四五六七八九]"
        self._several = re.compile(rf"(?<![{_CHINESE}])(?:{_NEIGHBOURS})(?=\s?(?:{several}))")
        # «3号楼三零二», «3栋二», but not «3栋一直漏水»
        door = rf"(?<=[元栋幢座楼门层])(?:{digits}{{3,4}}|{spoken}(?=$|[\s,.、-]))"
        # «梨园新苑十六», with nothing behind it
        last = rf"(?<=[苑园城庭府湾区里]){digits}?十{digits}?$"
        self._numeral = re.compile(
            rf"{spoken}(?=-\d|(?:[、/至到-]{spoken}){{0,3}}\s?(?:{word}))|{door}|{last}|(?<=[号\d]附){spoken}"
        )
        # A座, A-3, A12层, A、B座, 88号B
        letter = (
            rf"(?<![a-z])[a-z](?=\s?-?\s?(?:{levels}|-\d)|\d{{2,3}}[层楼]|[、/&和][a-z](?:{levels}))"
            rf"|(?<=号)[a-z](?![a-z\d])"
        )
        # 东单元, 3甲502, 3楼西门
        side = (
            r"[东南西北中甲乙丙丁](?=单元|[座栋幢户]|楼[\d一二三四五六])"
            r"|(?<=\d)[甲乙丙丁东西中](?=\d{3,4}(?![\d号]))|(?:(?<=层)|(?<=\d楼))[东南西北中](?=门)"
        )
        # 3栋8a80 is one flat; «12b666» is 12b and 666
        flat = r"(?<=[栋幢座元层楼])\d{1,2}[a-eg-z]\d{1,3}(?![a-z\d])"
        below = rf"负\d(?=\s?(?:{floors}))"
        value = r"(?:(?<![a-z0-9.])[a-z]?|(?<=\d[a-ln-z]))\d{1,5}(?:[a-eg-ln-z](?![a-z])|(?<=\d{3})f(?![a-z\d])|(?!\d))"
        glued = rf"(?<=[a-z]{{2}})\d{{1,4}}(?=\s?(?:{levels}))"
        self._number = re.compile(
            rf"(?P<sub>(?<![一-鿿])附\s?|(?<=[号楼])附\s?)?(?P<value>{letter}|{side}|{flat}|{below}|{value}"
            rf"|(?<=[a-z])\d{{2,3}}(?=[层楼])|{glued})(?:\s?(?:[号#](?=(?:{plain_words})))?(?P<word>{word}))?"
        )

    def with_digits(self, text: str) -> str:
        """Chinese numerals before a level word (and after 附) as digits: 十一号附二 is 11号附2; 三公街 stays.

        «building 3, unit 2» becomes 3号楼2单元, in the community's first word for each.
        """
        text = _DOTTED.sub(r"\1-\2-\3", text.translate(_FORMAL))
        digits = self._numeral.sub(_as_digits_in, self._several.sub(_as_list, text))
        return _ENGLISH.sub(lambda found: found["number"] + self._first[_english_part(found)], digits)

    def find(self, text: str) -> list[Number]:
        """Every number that may belong to an address, lists put together: «5-9号楼» is one with five values."""
        found: list[Number] = []
        for number in self._each(text):
            before = found[-1] if found else None
            above = self.parts.get(found[-2].word or "") if len(found) > 1 else None
            values = _together(before, number, self.parts, above) if before is not None else ()
            if before is None or not values:
                found.append(number)
                continue
            found[-1] = replace(number, start=before.start, values=values, gap=before.gap)
            while len(found) > 1 and found[-2].bare and _is_list(found[-1].gap) and found[-2].digits <= 3:
                last = found.pop()  # the level word of «22、28、38号楼» stands behind the last
                values = (*found[-1].values, *last.values)[-MAX_LISTED:]
                found[-1] = replace(last, start=found[-1].start, values=values, gap=found[-1].gap)
        return found

    def _each(self, text: str) -> Iterator[Number]:
        end = 0
        for found in self._number.finditer(text):
            word = found["word"]
            past_it = found.end()
            if word == "楼" and text[past_it : past_it + 1] in _STAIRS and len(found["value"]) >= _FLAT:
                word, past_it = None, found.end("value")
            if not _is_something_else(text, found.start(), past_it, word):
                gap = text[end : found.start()]
                yield Number(found.start(), past_it, (found["value"],), word, bool(found["sub"]), gap)
                end = past_it


@cache
def _numbers(words: tuple[tuple[DoorPart, tuple[str, ...]], ...]) -> Numbers:
    return Numbers(dict(words))


def numbers_by(words: LevelWords) -> Numbers:
    """The finder for these level words, made once."""
    return _numbers(tuple((part, tuple(said)) for part, said in words.items()))


def _as_digits_in(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()]
    return ("-" if before.isascii() and before.isalnum() else "") + _as_digits(found[0])  # «a3五栋» is not a35


def _as_list(found: re.Match[str]) -> str:
    return "、".join(map(_as_digits, found[0]))


def _as_digits(numeral: str) -> str:
    if not set(numeral) & {"十", "百"}:
        return "".join(str(_DIGIT[char]) for char in numeral)
    total, digit = 0, None
    for char in numeral:
        if char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        else:
            digit = _DIGIT[char]
    return str(total + (digit or 0))


def _english_part(found: re.Match[str]) -> DoorPart:
    return next(part for part in DoorPart if found[part.value] is not None)


def _is_something_else(text: str, start: int, end: int, word: str | None) -> bool:
    """Dates, amounts, counts («四栋房子»), lines and lifts («1号电梯») are no part of an address."""
    if word is None:
        if text.startswith("店", end) and end - start <= _SHORT:
            return True
        named = _NAMED.match(text, end) or _BOX.search(text, max(0, start - _BOX_SEEN), start)
        return _AMOUNT.match(text, end) is not None or named is not None
    if word == "号":
        lead = text[max(0, start - SEEN_CHARACTERS) : start]
        on_street = what_stands_before(lead) is BeforeNumber.STREET and not _HALL.search(lead)
        other = _NOT_ON_A_STREET if on_street else _NOT_A_HOUSE
        return _MONTH.search(text, max(0, start - 2), start) is not None or other.match(text, end) is not None
    if _STREET.match(text, end):
        return True  # «三门路»
    if text[start - 1 : start] in _POINTING and text[start : start + 1] == "1" and end - start == len(word) + 1:
        return True  # «我们这一单元»
    if word not in _COUNTED:
        return False
    counting = text[start - 1 : start] in _COUNTING and text[start - 2 : start] != "胡同"
    return counting or _COUNTED_THINGS.match(text, end) is not None


def _is_list(gap: str) -> bool:
    return gap.strip() in _LIST


def _together(before: Number, number: Number, parts: Mapping[str, DoorPart], above: DoorPart | None) -> tuple[str, ...]:
    """The values of two numbers that share a level word, () when they do not belong together.

    `above`: what the number in front of both of them is.
    """
    part = parts.get(number.word or "")
    if part is None or not (before.bare or before.word == number.word):
        return ()
    if above in _NO_LISTS_BEHIND[part] and before.bare and before.gap == "":
        return ()  # «3栋101、5栋101», «2单元301、3单元302»
    again = number.gap == "" and before.word == number.word  # «1单元2单元»
    if (_is_list(number.gap) or again) and before.digits <= 3 and part is not DoorPart.ROOM:
        return tuple(dict.fromkeys((*before.values, *number.values)))[-MAX_LISTED:]
    if number.gap.strip() not in ("-", "至", "到") or (part is DoorPart.UNIT and above is not DoorPart.BUILDING):
        return ()  # «12-3单元» is the third of building 12, «12栋1-3单元» are three of them
    first, last = before.values[-1], number.values[0]
    if not before.bare or not (first.isdigit() and last.isdigit()):
        return ()
    if part is DoorPart.FLOOR:
        return (first, last) if int(first) < int(last) else ()
    rising = int(first) < int(last) < int(first) + MAX_LISTED
    if part is DoorPart.ROOM:
        return (first, last) if rising and before.digits >= 3 else ()
    if rising:
        return tuple(map(str, range(int(first), int(last) + 1)))
    return (f"{first}-{last}",) if number.gap == "-" else ()
