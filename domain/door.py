"""A door as people write it: 30号院2栋1单元502, 11号附2, 2-1-502. The grammar knows numbers and words, not places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from domain.community import LevelWords
from domain.numbers_in_text import Number, numbers_by
from domain.words import Part


class Depth(IntEnum):
    """How far in a part of an address lies; a chain of numbers only ever goes deeper."""

    NUMBER = 1
    SUB_NUMBER = 2
    YARD = 3
    BUILDING = 4
    UNIT = 5
    FLOOR = 6
    ROOM = 7


@dataclass(frozen=True, slots=True)
class Door:
    """What stands on one door, and where in the text. Several `buildings` when several were named."""

    start: int
    end: int
    number: str | None = None
    sub_number: str | None = None
    yard: str | None = None
    buildings: tuple[str, ...] = ()
    unit: str | None = None
    floor: str | None = None
    room: str | None = None
    room_word: str | None = None
    spelled: bool = False
    """At least one number had its level word: «3栋», not a bare «3-2»."""

    def with_part(self, depth: Depth, number: Number) -> "Door":
        """This door, one part deeper, 03栋 as 3栋. Of several units none is the place, so the building is."""
        plain_values = tuple(value.lstrip("0") or "0" for value in number.values)
        here = replace(self, end=number.end, spelled=self.spelled or not number.bare or number.sub)
        match depth:
            case Depth.NUMBER:
                return replace(here, number=number.value)
            case Depth.SUB_NUMBER:
                return replace(here, sub_number=number.value)
            case Depth.YARD:
                return replace(here, yard=number.value)
            case Depth.BUILDING:
                return replace(here, buildings=plain_values)
            case Depth.UNIT:
                return replace(here, unit=plain_values[0] if len(plain_values) == 1 else None)
            case Depth.FLOOR:
                return replace(here, floor=number.value)
            case Depth.ROOM:
                return replace(here, room=number.value, room_word=number.word)


_JOINED = re.compile(r"[\s\-,，、.#/的第]{0,3}")
_BETWEEN = re.compile(r"[一-鿿a-z·]{0,6}")
"""Words that may stand inside one address, a gate or a quarter: «A座北区3层»."""
_ROAD = re.compile(r"(?:[路街道巷弄组队线环]|胡同)(?:[东南西北中]|[东南西北中一二三四五\d]段)?\s?$")
_ESTATE = re.compile(r"[苑园城庭府邸湾居区坊里寓厦院墅郡家都洲岸岛筑馆轩阁期]\s?$")
_BARE_WITH_ROOM, _MOST_BARE = 2, 3
"""Building, unit and room; a longer chain begins with something else: «E-8-6-416»."""
_DEPTH = {Part.BUILDING: Depth.BUILDING, Part.UNIT: Depth.UNIT, Part.FLOOR: Depth.FLOOR, Part.ROOM: Depth.ROOM}


def with_digits(text: str, words: LevelWords) -> str:
    """Chinese numerals before a level word (and after 附) as digits: 十一号附二 is 11号附2; 三公街 stays."""
    return numbers_by(words).with_digits(text)


def doors_in(text: str, words: LevelWords, elsewhere: LevelWords | None = None) -> list[Door]:
    """Every door named in a text that went through `plain` and `with_digits`.

    `elsewhere`: words that mean something else in the compound the text is about.
    """
    numbers = numbers_by(words)
    own = {word: part for part, said in (elsewhere or {}).items() for word in said}
    parts = {**numbers.parts, **own}
    return [door for chain in _chains(numbers.find(text)) for door in _walk(chain, text, parts)]


def _chains(numbers: Sequence[Number]) -> Iterator[list[Number]]:
    chain: list[Number] = []
    for number in numbers:
        joined = _JOINED.fullmatch(number.gap) or (not number.bare and _BETWEEN.fullmatch(number.gap))
        if chain and not joined:
            yield chain
            chain = []
        chain.append(number)
    if chain:
        yield chain


@dataclass(frozen=True, slots=True)
class _Spot:
    """One number of a chain with what stands around it."""

    number: Number
    before: Number | None
    following: Number | None
    left: int
    """How many numbers still follow without a word between them."""
    lead: str
    """The last characters before the number."""


def _spots(chain: Sequence[Number], text: str) -> list[_Spot]:
    spots: list[_Spot] = []
    left = 0
    for index in range(len(chain) - 1, -1, -1):
        number = chain[index]
        following = chain[index + 1] if index + 1 < len(chain) else None
        left = left + 1 if following is not None and _JOINED.fullmatch(following.gap) else 0
        before = chain[index - 1] if index else None
        lead = text[max(0, number.start - 4) : number.start]
        spots.append(_Spot(number, before, following, left, lead))
    return spots[::-1]


def _walk(chain: Sequence[Number], text: str, parts: Mapping[str, Part]) -> Iterator[Door]:
    """Down the chain; what does not lie deeper than the number before begins a new door."""
    door: Door | None = None
    deepest: Depth | None = None
    for spot in _spots(chain, text):
        number = spot.number
        depth = _depth(spot, deepest, parts)
        if depth is None:
            continue
        if door is not None and deepest is Depth.ROOM and number.gap == "-":
            door = replace(door, end=number.end, room=f"{door.room}-{number.value}")  # «1003-1005»
            continue
        if depth is deepest is Depth.BUILDING and _is_part_of(spot, parts):
            depth = Depth.UNIT  # «7栋2号楼»
        if deepest is not None and depth <= deepest:
            nearer = depth is deepest is Depth.BUILDING and number.gap == ""  # «A座14号楼»
            if door is not None and not nearer:
                yield door
            door = None
            depth = _depth(spot, None, parts) or depth
        door = (door or Door(number.start, number.end)).with_part(depth, number)
        deepest = depth
    if door is not None:
        yield door


def _depth(spot: _Spot, deepest: Depth | None, parts: Mapping[str, Part]) -> Depth | None:
    """Which part of the address this number is: by its own word, else by what stands around it."""
    word = spot.number.word
    if spot.number.sub:
        return Depth.SUB_NUMBER
    if word is None or word == "号":
        return _depth_of_a_plain_number(spot, deepest)
    if word.endswith("院"):
        return Depth.YARD
    if word == "弄":
        return Depth.NUMBER
    if word == "楼":  # «B楼», «5楼», «12楼3单元»
        leads = spot.following is not None and parts.get(spot.following.word or "") is Part.UNIT
        outside = deepest is None or deepest < Depth.BUILDING
        return Depth.BUILDING if spot.number.value.isalpha() or (leads and outside) else Depth.FLOOR
    return _DEPTH[parts[word]]


def _depth_of_a_plain_number(spot: _Spot, deepest: Depth | None) -> Depth | None:
    """«3号» and «3»: a house on a street, a building in an estate, an entrance or a flat behind a building."""
    number, before = spot.number, spot.before
    if deepest is not None and deepest >= Depth.UNIT:
        return Depth.ROOM
    if deepest is Depth.BUILDING:
        last = not spot.left and not number.bare  # «10幢58号»: what nothing follows stands on the door itself
        return Depth.ROOM if last or (number.digits >= 3 and number.bare) else Depth.UNIT
    if deepest in (Depth.NUMBER, Depth.SUB_NUMBER) and before is not None:
        if before.bare and number.gap.strip() == "-":
            first, second = before.values[-1], number.values[0]
            rising = first.isdigit() and second.isdigit() and int(second) > int(first)
            return None if rising else Depth.SUB_NUMBER  # «189-191号» is one house with two numbers
        if before.word == "弄":
            return Depth.BUILDING
    if _ROAD.search(spot.lead):
        return Depth.BUILDING if number.bare and spot.left >= _BARE_WITH_ROOM else Depth.NUMBER
    if deepest is None:
        if spot.following is not None and spot.following.sub:
            return Depth.NUMBER  # only houses on streets have sub-numbers
        if number.bare and spot.left >= _MOST_BARE:
            return None
    if spot.left:
        return Depth.BUILDING
    if number.bare:
        return Depth.ROOM if number.digits >= 3 else Depth.BUILDING
    lettered = number.value[0].isalpha()
    in_an_estate = _ESTATE.search(spot.lead) is not None
    if in_an_estate and number.digits >= 4:
        return Depth.ROOM
    if deepest is None and not lettered and (number.digits >= 3 or not in_an_estate):
        return Depth.NUMBER
    return Depth.BUILDING


def _is_part_of(spot: _Spot, parts: Mapping[str, Part]) -> bool:
    """Does a building stand right behind a numbered one, as its part?"""
    before = spot.before
    joined = before is not None and spot.number.gap in ("", "-")
    return joined and before is not None and before.word in parts and not before.value.isalpha()
