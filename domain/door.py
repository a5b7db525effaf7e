"""A door as people write it: 30号院2栋1单元502, 11号附2, 2-1-502. The grammar knows numbers and words, not places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from domain.before_a_number import SEEN, Before, what_stands_before
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
    """What stands on one door, and where in the text. Several `buildings` or `units` when several were named."""

    start: int
    end: int
    number: str | None = None
    sub_number: str | None = None
    yard: str | None = None
    buildings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    unit_word: str | None = None
    floor: str | None = None
    room: str | None = None
    room_word: str | None = None
    spelled: bool = False
    """At least one number had its level word: «3栋», not a bare «3-2»."""

    @property
    def unit(self) -> str | None:
        """The one unit that was named; of several none is the place."""
        return self.units[0] if len(self.units) == 1 else None

    def with_part(self, depth: Depth, number: Number) -> "Door":
        """This door, one part deeper, 03栋 as 3栋."""
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
                return replace(here, units=plain_values, unit_word=number.word)
            case Depth.FLOOR:
                return replace(here, floor=number.value)
            case Depth.ROOM:
                return replace(here, room=number.value, room_word=number.word)


_JOINED = re.compile(r"[\s\-,，、.#/的第]{0,3}")
_BETWEEN = re.compile(r"[一-鿿a-z·]{0,6}")
"""Words that may stand inside one address, a gate or a quarter: «A座北区3层»."""
_NAME_GOES_ON = re.compile(r"(?:小区|社区|公馆|公寓|大厦|宿舍|别墅|地块)")
"""«梨园路15号小区» is what people call the place."""
_BARE_WITH_ROOM, _MOST_BARE = 2, 3
"""Building, unit and room; a longer chain begins with something else: «E-8-6-416»."""
_MOST_IN_A_QUARTER, _STALL = 2, 4
"""Digits: «三区26号» is a building, «三区126号» a house; with four of them it is a stall or a flat."""
_ROW, _DOOR = "排", "门"
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
    goes_on: bool
    """The word behind it makes it part of a name."""

    @property
    def stands_behind(self) -> Before:
        return what_stands_before(self.lead)

    @property
    def closes_with_a_floor(self) -> bool:
        """Is a floor the only thing that follows?"""
        return self.left == 1 and self.following is not None and self.following.word in ("楼", "层", "f")

    @property
    def glued(self) -> bool:
        return self.number.gap == ""


def _spots(chain: Sequence[Number], text: str) -> list[_Spot]:
    spots: list[_Spot] = []
    left = 0
    for index in range(len(chain) - 1, -1, -1):
        number = chain[index]
        following = chain[index + 1] if index + 1 < len(chain) else None
        left = left + 1 if following is not None and _JOINED.fullmatch(following.gap) else 0
        before = chain[index - 1] if index else None
        lead = text[max(0, number.start - SEEN) : number.start]
        spots.append(_Spot(number, before, following, left, lead, _NAME_GOES_ON.match(text, number.end) is not None))
    return spots[::-1]


def _walk(chain: Sequence[Number], text: str, parts: Mapping[str, Part]) -> Iterator[Door]:
    """Down the chain; what does not lie deeper than the number before begins a new door."""
    door: Door | None = None
    deepest: Depth | None = None
    in_rows = False
    for spot in _spots(chain, text):
        number = spot.number
        depth = _depth(spot, deepest, parts, in_rows)
        if depth is None:
            continue
        if door is not None and deepest is Depth.ROOM and number.gap == "-":
            door = replace(door, end=number.end, room=f"{door.room}-{number.value}")  # «1003-1005», «3栋21-5»
            continue
        if door is not None and depth is Depth.BUILDING and _belongs_to(door, spot, deepest):
            door = door.with_part(depth, number)  # «2单元3号楼» is the same door, said the other way round
            continue
        if depth is deepest is Depth.BUILDING and _is_part_of(spot, parts):
            depth = Depth.UNIT  # «7栋2号楼»
        if depth is Depth.BUILDING and deepest is Depth.FLOOR and _is_flat(door, spot):
            depth = Depth.ROOM  # «8栋35楼D座»
        if deepest is not None and depth <= deepest:
            nearer = depth is deepest is Depth.BUILDING and spot.glued and not number.value.isalpha()  # «A座14号楼»
            if door is not None and not nearer:
                yield door
            door = None
            depth = _depth(spot, None, parts, in_rows=False) or depth
        if depth is Depth.BUILDING:
            in_rows = number.word == _ROW or spot.stands_behind in (Before.VILLAGE, Before.QUARTER)
        door = (door or Door(number.start, number.end)).with_part(depth, number)
        deepest = depth
    if door is not None:
        yield door


def _depth(spot: _Spot, deepest: Depth | None, parts: Mapping[str, Part], in_rows: bool) -> Depth | None:
    """Which part of the address this number is: by its own word, else by what stands around it."""
    word = spot.number.word
    if spot.number.sub:
        return Depth.SUB_NUMBER
    if word is None or word == "号":
        if deepest is None:
            return _depth_of_the_first(spot)
        if deepest is Depth.BUILDING:
            return _depth_behind_a_building(spot, in_rows)
        return Depth.ROOM if deepest > Depth.BUILDING else _depth_behind_a_house(spot)
    if word.endswith("院"):
        return Depth.YARD
    if word == "弄":
        return Depth.NUMBER
    if word == "楼":  # «B楼», «5楼», «12楼3单元»
        leads = spot.following is not None and parts.get(spot.following.word or "") is Part.UNIT
        outside = deepest is None or deepest < Depth.BUILDING
        return Depth.BUILDING if spot.number.value.isalpha() or (leads and outside) else Depth.FLOOR
    if word == _DOOR and spot.glued and deepest in (Depth.UNIT, Depth.FLOOR):
        return Depth.ROOM  # «2单元3楼西门»
    return _DEPTH[parts[word]]


def _depth_of_the_first(spot: _Spot) -> Depth | None:
    """«3号» and «3» with nothing before them: a house of a street or village, a building of an estate, a stall."""
    number, behind = spot.number, spot.stands_behind
    if behind is Before.STREET:
        return Depth.BUILDING if number.bare and spot.left >= _BARE_WITH_ROOM else Depth.NUMBER
    if spot.goes_on:
        return None
    if spot.following is not None and spot.following.sub:
        return Depth.NUMBER  # only houses on streets have sub-numbers
    if spot.left >= _MOST_BARE and spot.following is not None and spot.following.bare:
        return None if number.bare else Depth.NUMBER  # a zone or a name: «E-8-6-416», «公园1号8-6-416»
    if spot.left and not (spot.closes_with_a_floor and not number.bare):
        return Depth.BUILDING
    if behind is Before.VILLAGE:
        return Depth.NUMBER
    if number.bare or behind in (Before.MARKET, Before.ESTATE) or number.value[0].isalpha():
        return _building_or_room(spot)
    most = _MOST_IN_A_QUARTER if behind is Before.QUARTER else 0
    return Depth.NUMBER if most < number.digits < _STALL else _building_or_room(spot)


def _depth_behind_a_house(spot: _Spot) -> Depth | None:
    """Behind a number of a street, a sub-number or a yard."""
    number, before = spot.number, spot.before
    if before is not None and before.bare and number.gap.strip() == "-":
        first, second = before.values[-1], number.values[0]
        rising = first.isdigit() and second.isdigit() and int(second) > int(first)
        return None if rising else Depth.SUB_NUMBER  # «189-191号» is one house with two numbers
    if before is not None and before.word == "弄":
        return Depth.BUILDING
    if spot.stands_behind is Before.STREET:
        return Depth.BUILDING if number.bare and spot.left >= _BARE_WITH_ROOM else Depth.NUMBER
    if spot.left and (spot.glued or number.bare or not spot.closes_with_a_floor):
        return Depth.BUILDING
    return Depth.NUMBER if spot.left else _building_or_room(spot)  # «梨园路88号公园1号9楼»: a name


def _depth_behind_a_building(spot: _Spot, in_rows: bool) -> Depth:
    """An entrance, when something still follows it or where houses stand in rows; else the door itself."""
    number, before, following = spot.number, spot.before, spot.following
    if not number.bare:
        return Depth.UNIT if spot.left or in_rows else Depth.ROOM  # «三区10幢58号», «10幢58号»
    if number.digits >= 3:
        return Depth.ROOM
    if spot.left and not (following is not None and following.gap == "-" and following.bare and following.digits < 3):
        return Depth.UNIT
    spelled = before is not None and not before.bare and spot.glued
    lettered = number.value[0].isdigit() and number.value[-1].isalpha()
    return Depth.ROOM if spelled and (number.digits == 2 or lettered) else Depth.UNIT  # «3栋62», «3座5b», «3栋21-5»


def _building_or_room(spot: _Spot) -> Depth:
    number = spot.number
    if number.bare:
        return Depth.ROOM if number.digits >= 3 else Depth.BUILDING
    return Depth.ROOM if spot.stands_behind is Before.MARKET or number.digits >= _STALL else Depth.BUILDING


def _belongs_to(door: Door, spot: _Spot, deepest: Depth | None) -> bool:
    """Is this the building of the unit that was said before it?"""
    alone = not (door.buildings or door.number or door.yard)
    return deepest is Depth.UNIT and alone and spot.glued and not spot.number.bare


def _is_part_of(spot: _Spot, parts: Mapping[str, Part]) -> bool:
    """Does a building stand right behind a numbered one, as its part?"""
    before = spot.before
    if before is None or before.word not in parts or spot.number.gap not in ("", "-"):
        return False
    return before.word != spot.number.word and not before.value.isalpha()


def _is_flat(door: Door | None, spot: _Spot) -> bool:
    """Is a lettered «座» behind a floor one flat of it?"""
    return door is not None and bool(door.buildings) and spot.glued and spot.number.value.isalpha() and not spot.left
