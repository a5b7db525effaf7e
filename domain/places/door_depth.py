"""Which part of an address a number is: by its own word, else by what stands around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from domain.places.before_a_number import SEEN_CHARACTERS, BeforeNumber, what_stands_before
from domain.places.numbers_in_text import Number
from domain.vocabulary import DoorPart


class Depth(IntEnum):
    """How far in a part of an address lies; a chain of numbers only ever goes deeper."""

    NUMBER = 1
    SUB_NUMBER = 2
    YARD = 3
    BUILDING = 4
    UNIT = 5
    FLOOR = 6
    ROOM = 7


JOINED = re.compile(r"[\s\-,，、.#/*+·的第]{0,3}|[()]-?")
_NAME = "小区|社区|公馆|家园|花园|广场|大院|医院|中学|小学|学院|地块"
_NAME_GOES_ON = re.compile(rf"(?:{_NAME}|[a-z]?区|片)")
_NAME_OF_A_NUMBER = re.compile(rf"[一-鿿]{{0,3}}(?:{_NAME}|[区片]|厂(?!房))")
"""«梨园路15号小区», «1958青年公馆» and «梨园7片» are what people call the place."""
_MOST_BARE = 3
"""Building, unit and room; a longer chain begins with something else: «E-8-6-416»."""
_ONE_HOUSE = 20
"""Two numbers that lie so near to one another are those of one house: «189-191号»."""
_PADDED = re.compile(r"0\d")
_HOUSE = 3
"""Digits: «三区26号» is a building, «三区126号» a house, «三区1126号» a stall or a flat."""
_TOWN_VILLAGE = re.compile(r"[新一二三四五六七八九十\d]村\s?$")
"""«梨园新村3-2号» and «梨园四村3-2号» may be estates of a town."""
_BUILDING = re.compile(r"(?:大|公寓|宿舍|商住|住宅)楼")
_DOOR, _GATE = "门", "号门"
AT_A_GATE = re.compile(r"口|[前外旁]边?|边")
"""«29号门口» is before house 29 of a street, or at gate 29 of an estate."""
_LISTED = re.compile(r"(?:[、,，/&和跟与及或到至]|以及|还有|and)")
_DEPTH = {
    DoorPart.BUILDING: Depth.BUILDING,
    DoorPart.UNIT: Depth.UNIT,
    DoorPart.FLOOR: Depth.FLOOR,
    DoorPart.ROOM: Depth.ROOM,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One number of a chain with what stands around it."""

    number: Number
    before: Number | None
    following: Number | None
    left: int
    """How many numbers still follow without a word between them."""
    lead: str
    """The last characters before the number."""
    floor_follows: bool
    goes_on: bool
    """The word behind it makes it part of a name."""
    is_building: bool
    """The word behind it is a kind of building: «2号宿舍楼»."""
    at_a_gate: bool
    """«门口», «门前»: the gate is where it is, not what it is called."""

    @property
    def stands_behind(self) -> BeforeNumber:
        return what_stands_before(self.lead)

    @property
    def closes_with_a_floor(self) -> bool:
        """Is a floor the only thing that follows?"""
        return self.left == 1 and self.floor_follows

    @property
    def is_the_floor_of_a_door(self) -> bool:
        """The 12 of «12-03室»."""
        behind = self.following
        joined = self.number.bare and self.left == 1 and behind is not None and behind.gap == "-"
        return joined and behind is not None and _PADDED.fullmatch(behind.value) is not None

    @property
    def is_followed_by_its_sub_number(self) -> bool:
        """The 126 of «梨园村126-6号»."""
        behind = self.following
        if behind is None or not self.number.bare or self.left != 1 or _TOWN_VILLAGE.search(self.lead):
            return False
        return behind.gap == "-" and behind.word == "号" and behind.digits < _HOUSE

    @property
    def is_one_more_house(self) -> bool:
        """The 15 of «13号、15号», the 29 of «13号和29号»."""
        before = self.before
        if before is None or self.number.word != "号" or not _LISTED.fullmatch(self.number.gap.strip()):
            return False
        return before.word == "号" or (before.bare and before.digits <= _HOUSE)

    @property
    def glued(self) -> bool:
        return self.number.gap == ""


def spots_of(chain: Sequence[Number], text: str, parts: Mapping[str, DoorPart]) -> list[Spot]:
    """Each number of a chain with its surroundings."""
    spots: list[Spot] = []
    left = 0
    for index in range(len(chain) - 1, -1, -1):
        number = chain[index]
        following = chain[index + 1] if index + 1 < len(chain) else None
        left = left + 1 if following is not None and JOINED.fullmatch(following.gap) else 0
        before = chain[index - 1] if index else None
        lead = text[max(0, number.start - SEEN_CHARACTERS) : number.start]
        floor_follows = following is not None and parts.get(following.word or "") is DoorPart.FLOOR
        goes_on = (_NAME_OF_A_NUMBER if number.bare else _NAME_GOES_ON).match(text, number.end) is not None
        building = not number.bare and _BUILDING.match(text, number.end) is not None
        at_a_gate = (number.word or "").endswith(_DOOR) and AT_A_GATE.match(text, number.end) is not None
        spots.append(Spot(number, before, following, left, lead, floor_follows, goes_on, building, at_a_gate))
    return spots[::-1]


def depth_of(spot: Spot, deepest: Depth | None, parts: Mapping[str, DoorPart]) -> Depth | None:
    """Which part of the address this number is: by its own word, else by what stands around it."""
    word = spot.number.word
    if spot.number.sub:
        return Depth.SUB_NUMBER
    if word is None or word == "号":
        if deepest is None:
            return _depth_of_the_first(spot)
        if deepest is Depth.BUILDING:
            return _depth_behind_a_building(spot)
        return Depth.ROOM if deepest > Depth.BUILDING else _depth_behind_a_house(spot)
    if word.endswith("院"):
        return Depth.YARD
    on_street = spot.stands_behind is BeforeNumber.STREET
    if deepest is None and word in parts and word != "号楼" and word[0] == "号" and (on_street or spot.at_a_gate):
        # «三公街35号门面», «三公街11号房子»; of an estate «2号门口» is a gate
        return Depth.NUMBER if on_street or spot.stands_behind is BeforeNumber.ANYTHING else None
    if word == "弄":
        return Depth.NUMBER
    if word == "楼":  # «B楼», «5楼», «12楼3单元»
        leads = spot.following is not None and parts.get(spot.following.word or "") is DoorPart.UNIT
        outside = deepest is None or deepest < Depth.BUILDING
        return Depth.BUILDING if spot.number.value.isalpha() or (leads and outside) else Depth.FLOOR
    if word == _GATE and deepest is None and spot.stands_behind is not BeforeNumber.ANYTHING:
        return None  # «梨园小区2号门» is a gate
    if word == _DOOR and spot.glued and deepest in (Depth.UNIT, Depth.FLOOR):
        return Depth.ROOM  # «2单元3楼西门»
    return _DEPTH[parts[word]]


def _depth_of_the_first(spot: Spot) -> Depth | None:
    """«3号» and «3» with nothing before them: a house of a street or village, a building of an estate, a stall."""
    number, behind = spot.number, spot.stands_behind
    if behind is BeforeNumber.STREET:
        return Depth.NUMBER
    if spot.goes_on:
        return None
    if spot.is_building:
        return Depth.BUILDING
    if spot.following is not None and spot.following.sub:
        return Depth.NUMBER  # only houses on streets have sub-numbers
    if spot.left >= _MOST_BARE and spot.following is not None and spot.following.bare:
        return None if number.bare else Depth.NUMBER  # a zone or a name: «E-8-6-416», «公园1号8-6-416»
    if spot.is_the_floor_of_a_door:
        return Depth.ROOM  # «12-03室»
    if behind is BeforeNumber.VILLAGE and spot.is_followed_by_its_sub_number:
        return Depth.NUMBER
    if spot.left and not (spot.closes_with_a_floor and not number.bare):
        return Depth.BUILDING
    if behind is BeforeNumber.VILLAGE and (number.digits >= 3 or not number.bare):
        return Depth.NUMBER
    if number.bare or behind in (BeforeNumber.MARKET, BeforeNumber.ESTATE) or number.value[0].isalpha():
        return _building_or_room(spot)
    unclear = behind is not BeforeNumber.QUARTER or number.digits == _HOUSE
    return Depth.NUMBER if unclear else _building_or_room(spot)


def _depth_behind_a_house(spot: Spot) -> Depth | None:
    """Behind a number of a street, a sub-number or a yard."""
    number, before = spot.number, spot.before
    if before is not None and before.bare and number.gap.strip() == "-":
        first, second = before.values[-1], number.values[0]
        rise = int(second) - int(first) if first.isdigit() and second.isdigit() else 0
        if number.bare and number.digits >= 3 and not 0 < rise <= _ONE_HOUSE:
            return Depth.ROOM  # «梨园路8-501», «梨园路8-2-501»
        return None if 0 < rise <= _ONE_HOUSE else Depth.SUB_NUMBER  # «189-191号» is one house with two numbers
    if spot.goes_on:
        return None
    if before is not None and before.word == "弄":
        return Depth.BUILDING
    if spot.stands_behind is BeforeNumber.STREET:
        return Depth.NUMBER
    if spot.is_building or (spot.left and (spot.glued or number.bare or not spot.closes_with_a_floor)):
        return Depth.BUILDING
    return Depth.NUMBER if spot.left else _building_or_room(spot)  # «梨园路88号公园1号9楼»: a name


def _depth_behind_a_building(spot: Spot) -> Depth:
    """An entrance, when something still follows it; else the door itself."""
    number, before, following = spot.number, spot.before, spot.following
    if not number.bare:
        return Depth.UNIT if spot.left else Depth.ROOM  # «10幢9号511», «10幢58号»
    if number.digits >= 3:
        return Depth.ROOM
    if spot.left and not (following is not None and following.gap == "-" and following.bare and following.digits < 3):
        return Depth.UNIT
    spelled = before is not None and not before.bare and spot.glued
    lettered = number.value[0].isdigit() and number.value[-1].isalpha()
    return Depth.ROOM if spelled and (number.digits == 2 or lettered) else Depth.UNIT  # «3栋62», «3座5b», «3栋21-5»


def _building_or_room(spot: Spot) -> Depth:
    number, behind = spot.number, spot.stands_behind
    if behind is BeforeNumber.MARKET:
        return Depth.ROOM
    if number.bare:
        return Depth.ROOM if number.digits >= 3 else Depth.BUILDING
    flat = number.digits > _HOUSE and behind in (BeforeNumber.ESTATE, BeforeNumber.QUARTER)
    return Depth.ROOM if flat else Depth.BUILDING
