"""A door as people write it: 30号院2栋1单元502, 11号附2, 2-1-502. The grammar knows numbers and words, not places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.community import LevelWords
from domain.places.door_depth import JOINED, Depth, Spot, depth_of, spots_of
from domain.places.numbers_in_text import MAX_LISTED, Number, numbers_by
from domain.vocabulary import DoorPart


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


FLATS = re.compile(r"[-、,/&和及与]")
"""What may stand between the flats of one door."""
_BETWEEN = re.compile(r"[一-鿿a-z·]{0,6}")
"""Words that may stand inside one address, a gate or a quarter: «A座北区3层»."""


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
        joined = JOINED.fullmatch(number.gap) or (not number.bare and _BETWEEN.fullmatch(number.gap))
        if chain and not joined and not _is_on_that_floor(number, chain[-1]):
            yield chain
            chain = []
        chain.append(number)
    if chain:
        yield chain


def _is_on_that_floor(number: Number, floor: Number) -> bool:
    """«四楼右手边401»: a flat whose number begins with the floor that was said before it."""
    flat = number.bare and number.digits in (3, 4) and number.value.startswith(floor.value)
    return flat and floor.word in ("楼", "层") and _BETWEEN.fullmatch(number.gap) is not None


def _walk(chain: Sequence[Number], text: str, parts: Mapping[str, DoorPart]) -> Iterator[Door]:
    """Down the chain; what does not lie deeper than the number before begins a new door."""
    door: Door | None = None
    deepest: Depth | None = None
    for spot in spots_of(chain, text, parts):
        number = spot.number
        depth = depth_of(spot, deepest, parts)
        if deepest in (Depth.NUMBER, Depth.BUILDING) and door is not None and spot.is_one_more_house:
            yield replace(door, spelled=True)  # «13号、15号» are two houses
            door = Door(number.start, number.end).with_part(deepest, number)
            continue
        if depth is None:
            continue
        if door is not None and deepest is Depth.ROOM and _is_one_more_flat(door, spot, depth):
            door = replace(door, end=number.end, room=f"{door.room}{number.gap.strip()}{number.value}")
            continue
        if door is not None and depth is Depth.BUILDING and _belongs_to(door, spot, deepest):
            door = door.with_part(depth, number)  # «2单元3号楼» is the same door, said the other way round
            continue
        if depth is deepest is Depth.BUILDING and _is_part_of(spot, parts):
            depth = Depth.UNIT  # «7栋2号楼»
        if depth is Depth.BUILDING and deepest is Depth.FLOOR and _is_flat(door, spot):
            depth = Depth.ROOM  # «8栋35楼D座»
        if deepest is not None and depth <= deepest:
            if door is not None and not (depth is deepest is Depth.BUILDING and _is_nearer(spot)):
                yield door
            door = None
            depth = depth_of(spot, None, parts) or depth
        door = (door or Door(number.start, number.end)).with_part(depth, number)
        deepest = depth
    if door is not None:
        yield door


def _is_one_more_flat(door: Door, spot: Spot, depth: Depth) -> bool:
    """«1003-1005», «3栋21-5», «301、302室»."""
    number = spot.number
    if len(FLATS.split(door.room or "")) >= MAX_LISTED:
        return False
    several = depth is Depth.ROOM and number.digits in (3, 4) and FLATS.fullmatch(number.gap.strip()) is not None
    return number.gap == "-" or several


def _belongs_to(door: Door, spot: Spot, deepest: Depth | None) -> bool:
    """Is this the building of the unit that was said before it?"""
    alone = not (door.buildings or door.number or door.yard)
    return deepest is Depth.UNIT and alone and spot.glued and not spot.number.bare


def _is_part_of(spot: Spot, parts: Mapping[str, DoorPart]) -> bool:
    """Does a building stand right behind a numbered one, as its part?"""
    before = spot.before
    if before is None or before.word not in parts or spot.number.gap not in ("", "-"):
        return False
    return before.word != spot.number.word and not before.value.isalpha()


def _is_nearer(spot: Spot) -> bool:
    """Does a numbered building stand in a lettered part of its estate, «A座14号楼», «A-14栋»?"""
    lettered = spot.before is not None and not spot.before.value.isdigit()
    return lettered and spot.number.gap in ("", "-") and not spot.number.value.isalpha()


def _is_flat(door: Door | None, spot: Spot) -> bool:
    """Is a lettered «座» behind a floor one flat of it?"""
    return door is not None and bool(door.buildings) and spot.glued and spot.number.value.isalpha() and not spot.left
