"""Reading a place out of a sentence: 三公街11号附2, 3号楼2单元502. Whatever is not certain becomes a question.

Names come from the community's own places (domain/places/gazetteer.py), numbers from the grammar of doors
(domain/places/door.py).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.community import Community, LevelWords
from domain.places.door import FLATS, Door, doors_in, with_digits
from domain.places.gazetteer import Gazetteer, Named, gazetteer_of
from domain.posts.directory import Address, Directory, Place
from domain.vocabulary import Level
from domain.words.plain import plain

MAX_READ_CHARACTERS = 4_096
"""Characters: one message, also where one character is written plain with eighteen (ﷺ). What comes behind so many
is read when the place is asked for."""
MAX_CANDIDATES = 20
"""Buttons on one screen; what fits more places than that is asked from the top."""
MAX_RESEMBLING = 6
MAX_DOORS = 30
"""Different doors that one message is searched for."""


class Doubt(StrEnum):
    """Why a reading is asked back although it found something."""

    NEAR = "near"
    """Beside the place: 附近, 对面, 旁边."""
    ALIKE = "alike"
    """The name is written a little differently, or is an everyday word as well."""
    NO_SUCH_DOOR = "no-such-door"
    """The place is known, and has no such building or unit."""
    OUTSIDE = "outside"
    """An estate or street that is not one of this community's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says about the place: nothing, one address, or several that fit equally."""

    addresses: tuple[Address, ...]
    doubt: Doubt | None = None

    @property
    def certain(self) -> Address | None:
        return self.addresses[0] if len(self.addresses) == 1 and self.doubt is None else None


_NEAR_AFTER = re.compile(
    r"(?:小区|业主|的|正|斜|大?门口?|楼下)?(?:附近|对面|旁边?|隔壁|边上|周边|周围|外面|"
    r"小学|中学|幼儿园|医院|公园|超市|公交站|地铁站|车站|路口)"
    r"|\s?(?:nearby|area)\b"
)
_NEAR_BEFORE = re.compile(r"(?:靠近|临近|紧邻|挨着|毗邻|near|next to|opposite|across from)\s?(?:the\s)?$")
_FOREIGN = re.compile(
    r"([一-鿿]{2,8}?)(?:小区|社区|家园|新村|公寓|大厦|大道|胡同|[苑园城庭府邸湾居坊寓墅郡村路街巷弄])$"
)
_DEVELOPERS = re.compile(
    r"(?:万科|绿地|金科|恒大|碧桂园|保利|龙湖|融创|华润|中海|绿城|招商|雅居乐|世茂|富力|金地|远洋|首创|中粮|蓝光|阳光城|新城|"
    r"佳兆业|万达|华侨城|金茂|旭辉|中南|荣盛|祥生|金辉|协信|东原|鲁能)$"
)
"""Estates that are called by who built them, and whose names end like no estate's."""
_DENIED = re.compile(r"(?:不是|并非|不在|\bnot (?:in |at )?)\s*(?:the )?$")
_FUNCTION_WORDS = re.compile(r".*[我们咱俺住在是的本这那个你您好长该有和到从]")
"""«我们小区» names no estate; of «我住翠湖花园» only 翠湖 is the name."""
_NEIGHBOURING = 12
"""Characters that may stand between a name and its door: 桂花苑小区东门3号楼."""
_BESIDE = re.compile(r"门?(?:口|[前外旁]边?)|路[灯边]")
_FLAT = 3
"""Digits of a flat's number, at least."""
_SET_OFF = re.compile(r"[,，。.!！]\s*$")
_BREAK = re.compile(r"[。！？!?;；\n]")


def read_place(text: str, directory: Directory, community: Community, within: int | None = None) -> Reading:
    """Find the deepest places named in the text. `within`: the place that was just asked about."""
    return _Reader(text, directory, community, within).read()


def resembling(text: str, directory: Directory, community: Community) -> list[Address]:
    """The places whose names come nearest, for somebody whose words fitted none."""
    book = gazetteer_of(directory, community.level_words)
    said = with_digits(plain(text), community.level_words)
    return [Address(place.id) for place in book.resembling(said, MAX_RESEMBLING)]


@dataclass(frozen=True, slots=True)
class _Found:
    """One address read from one spot of the text."""

    address: Address
    start: int
    end: int
    doubt: Doubt | None
    name: Named | None


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, directory: Directory, community: Community, within: int | None) -> None:
        self._words, self._words_in_places = community.level_words, community.words_in_places
        self._said = with_digits(plain(text[:MAX_READ_CHARACTERS])[:MAX_READ_CHARACTERS], self._words).strip()
        self._directory, self._within = directory, within
        self._book: Gazetteer = gazetteer_of(directory, self._words)
        self._named = self._book.named_in(self._said)

    def read(self) -> Reading:
        found = self._find({place for named in self._named for place in named.places} or {self._within})
        if not found or self._is_outside():
            self._named = self._book.alike_in(self._said)
            alike = self._find({place for named in self._named for place in named.places})
            found = [replace(each, doubt=Doubt.ALIKE) for each in alike] if self._named else []
        if not found:
            return Reading((), Doubt.OUTSIDE if self._is_outside() else None)
        return self._judge(found)

    def _find(self, about: Iterable[int | None]) -> list[_Found]:
        """Everything the text may mean, read with the words of the compound it is about."""
        own = self._own_words(about)
        self._doors = doors_in(self._said, self._words, own)[:MAX_DOORS]
        found = self._by_doors()
        if own is None and (own := self._own_words(each.address.place_id for each in found)) is not None:
            self._doors = doors_in(self._said, self._words, own)[:MAX_DOORS]
            found = self._by_doors()
        behind = {each.name for each in found}
        return found + [each for each in self._by_names() if each.name not in behind]

    def _own_words(self, about: Iterable[int | None]) -> LevelWords | None:
        if not self._words_in_places:
            return None
        lines = [self._directory.line(place) for place in about if place is not None]
        codes = {place.code for line in lines for place in line} & set(self._words_in_places)
        return self._words_in_places[codes.pop()] if len(codes) == 1 else None

    def _judge(self, found: Sequence[_Found]) -> Reading:
        found = [each for each in found if not self._is_denied(each)] or found
        found = [each for each in found if each.doubt is not Doubt.NO_SUCH_DOOR] or found
        addresses = list(dict.fromkeys(each.address for each in found))
        deepest = [a for a in addresses if not any(_is_above(a, b, self._directory) for b in addresses)]
        kept = [each for each in found if each.address in deepest]
        if any(self._is_near(each) for each in kept):
            return Reading(tuple(deepest[:MAX_CANDIDATES]), Doubt.NEAR)
        sure = list(dict.fromkeys(each.address for each in kept if each.doubt is None))
        if sure:
            return Reading((*sure, *_shared(sure, self._directory)))
        return Reading(tuple(deepest[:MAX_CANDIDATES]), kept[0].doubt)

    def _is_denied(self, each: _Found) -> bool:
        """«不是1号楼，是2号楼»"""
        return _DENIED.search(self._said, max(0, each.start - 8), each.start) is not None

    def _is_near(self, each: _Found) -> bool:
        before = self._said[max(0, each.start - 12) : each.start]
        if each.address.number is not None and self._said.startswith("路口", each.end):
            return False  # the corner at which this very house stands
        return bool(_NEAR_AFTER.match(self._said, each.end) or _NEAR_BEFORE.search(before))

    def _is_outside(self) -> bool:
        """Does a door, or a short text, follow the name of an estate or street that is not ours?"""
        if self._named:
            return False
        ends = [door.start for door in self._doors if door.number or door.buildings]
        if not ends and len(self._said) <= _NEIGHBOURING:
            ends = [len(self._said)]
        for end in ends:
            foreign = _FOREIGN.search(self._said[max(0, end - 10) : end].rstrip())
            if foreign is not None and len(_FUNCTION_WORDS.sub("", foreign[1])) >= 2:
                return True
            if _DEVELOPERS.search(self._said[max(0, end - 10) : end].rstrip()):
                return True
        return False

    def _by_names(self) -> list[_Found]:
        return [
            _Found(Address(place), each.start, each.end, None if each.sure else Doubt.ALIKE, each)
            for each in self._named
            for place in each.places
        ]

    def _by_doors(self) -> list[_Found]:
        found: list[_Found] = []
        for door, named in self._scoped():
            for place in named.places if named else (self._within,):
                doubt = None if named is None or named.sure or door.spelled else Doubt.ALIKE
                found += [
                    _Found(address, named.start if named else door.start, door.end, missing or doubt, named)
                    for address, missing in self._behind(door, place)
                ]
        return found

    def _scoped(self) -> Iterator[tuple[Door, Named | None]]:
        """Each door with the name it belongs to, where it is first said."""
        said: set[tuple[Door, tuple[int, ...]]] = set()
        for door in self._doors:
            named = self._scope(door)
            beside = named is not None and door.start - named.end <= 2
            alone = not door.spelled and not beside and (door.start, door.end) != (0, len(self._said))
            if alone and not self._is_known_flat(door, named) and not self._is_known_unit(door, named):
                continue  # «3-2» within a sentence may be anything
            this = (replace(door, start=0, end=0), named.places if named else ())
            if this not in said:
                said.add(this)
                yield door, named

    def _is_known_flat(self, door: Door, named: Named | None) -> bool:
        """«1-2-301» with nothing around it: all three parts, and a building here has such a unit, or may have it."""
        if len(door.buildings) != 1 or door.unit is None or door.room is None or not door.room.isdigit():
            return False
        return len(door.room) >= _FLAT and self._may_be_here(door, named)

    def _is_known_unit(self, door: Door, named: Named | None) -> bool:
        """«…, 2-2» set off at the end: a building here has such a unit."""
        if len(door.buildings) != 1 or door.unit is None or door.room is not None or not door.unit.isdigit():
            return False
        return (
            door.end == len(self._said)
            and _SET_OFF.search(self._said, 0, door.start) is not None
            and (self._may_be_here(door, named))
        )

    def _may_be_here(self, door: Door, named: Named | None) -> bool:
        there = [each for place in (named.places if named else (None,)) for each in self._behind(door, place)]
        return any(doubt is None for _, doubt in there)

    def _scope(self, door: Door) -> Named | None:
        """The name a door belongs to: the one before it, else the only one in the text."""
        before = [
            named
            for named in self._named
            if named.end <= door.start + 1
            and door.start - named.end <= _NEIGHBOURING
            and not _BREAK.search(self._said, named.end, door.start)
        ]
        if before:
            return before[-1]
        return self._named[0] if len(self._named) == 1 else None

    def _behind(self, door: Door, under: int | None) -> list[tuple[Address, Doubt | None]]:
        """The addresses this door may be, below a place or anywhere in the community."""
        place = self._directory.places.get(under) if under is not None else None
        if place is not None and place.level is Level.STREET:
            yards = self._yards(door)
            behind = [each for yard in yards for each in self._behind(replace(door, yard=None), yard.id)]
            return behind or [(at, self._beyond(at)) for at, _ in _on_street(door, place)]
        if place is not None and place.level in (Level.BUILDING, Level.UNIT):
            return self._in_building(door, place)
        if door.yard is not None:
            yards = self._yards(door)
            return [each for yard in yards for each in self._behind(replace(door, yard=None), yard.id)]
        numbers = door.buildings or ((door.number,) if door.number and place is not None else ())
        if self._said[door.end - 1] in "号门" and _BESIDE.match(self._said, door.end):
            numbers = ()  # gate 2 or lamp 2 of an estate is not its building 2
        if numbers:
            buildings = self._book.numbered(Level.BUILDING, numbers, under)
            if not buildings:
                return [(Address(place.id), Doubt.NO_SUCH_DOOR)] if place is not None else []
            if door.sub_number is not None and not door.buildings and door.room is None:
                door = replace(door, room=f"附{door.sub_number}", room_word="号")
            behind = [each for building in buildings for each in self._in_building(door, building)]
            return _fitting(behind, self._directory)
        if door.units:
            return self._units_anywhere(door, under)
        if door.room_word is not None and place is not None and not self._directory.children(place.id):
            return [(Address(place.id, room=_room(door)), None)]  # a stall of a market
        if door.sub_number is not None and door.number is not None:
            streets = [p for p in self._directory.places.values() if p.level is Level.STREET]
            return [each for street in streets for each in _on_street(door, street)]
        return []

    def _beyond(self, at: Address) -> Doubt | None:
        """Is the house beyond the last number anybody answers for on this street?"""
        last = self._directory.last_number(at.place_id)
        return Doubt.NO_SUCH_DOOR if last is not None and at.number is not None and at.number > last else None

    def _units_anywhere(self, door: Door, under: int | None) -> list[tuple[Address, Doubt | None]]:
        """«2单元» with no building: where there is one such unit. A building beside its own whose units the tree does
        not know may have it as well, and then all are asked."""
        units = self._book.numbered(Level.UNIT, door.units, under)
        if not units or len(units) != len(door.units):
            return []
        own = [self._directory.places[unit.parent_id] for unit in units if unit.parent_id is not None]
        beside = [place for building in own for place in self._directory.children(building.parent_id or building.id)]
        plain_ones = [place for place in dict.fromkeys(beside) if not self._directory.children(place.id)]
        return [(Address(unit.id, room=_room(door)), None) for unit in units] + [
            each
            for place in plain_ones[:MAX_CANDIDATES]
            if place.level is Level.BUILDING
            for each in self._in_building(door, place)
        ]

    def _yards(self, door: Door) -> list[Place]:
        """Compounds that are called by the number of their yard."""
        named = f"{door.yard}号院" if door.yard is not None else None
        return [place for place in self._directory.places.values() if place.name == named]

    def _in_building(self, door: Door, building: Place) -> list[tuple[Address, Doubt | None]]:
        """Down to the units where the tree has units; what the tree does not know is kept beside the room."""
        units = [p for p in self._directory.children(building.id) if p.level is Level.UNIT]
        room = _room(door)
        if not door.units:
            return [(Address(building.id, room=room), None)]
        if not units:
            return [(Address(building.id, room=f"{'、'.join(door.units)}{door.unit_word or '单元'}{room or ''}"), None)]
        fitting = [p for p in self._book.numbered(Level.UNIT, door.units, building.id) if p in units]
        if len(fitting) == len(door.units):
            return [(Address(unit.id, room=room), None) for unit in fitting]
        return [(Address(building.id), Doubt.NO_SUCH_DOOR)]


def _fitting(behind: list[tuple[Address, Doubt | None]], directory: Directory) -> list[tuple[Address, Doubt | None]]:
    """Those that have the unit that was said, else those where nothing is missing, else all."""
    fitting = [each for each in behind if each[1] is None]
    units = [each for each in fitting if directory.places[each[0].place_id].level is Level.UNIT]
    return units or fitting or behind


def _on_street(door: Door, street: Place) -> list[tuple[Address, Doubt | None]]:
    """A house number with its sub-number; a building behind it stands beside the room."""
    number, sub, buildings, unit = door.number or door.yard, door.sub_number, door.buildings, "、".join(door.units)
    if number is None and not buildings and (door.unit_word or door.room_word or "").startswith("号"):
        number, unit = (door.unit, "") if door.unit else (door.room, "")  # «29号门口», «11号房子» as an answer
        door = replace(door, room=None)
    if number is None and buildings:  # «11» and «43-2» behind a street's short name, or as an answer
        number, sub, buildings, unit = buildings[0], sub or unit or None, (), ""
        if sub is None and door.room_word == "号":
            sub, door = door.room, replace(door, room=None)
    first = (number or "").split("-")[0]
    if not first.isdigit():
        return []
    parts = (f"{'-'.join(buildings)}号楼" if buildings else "", f"{unit}单元" if unit else "", _room(door) or "")
    return [(Address(street.id, int(first), sub, "".join(parts) or None), None)]


def _room(door: Door) -> str | None:
    """What stands on the flat's door; a bare number of another length than a flat's is not taken for one."""
    if door.room is not None and len(door.room) >= 3 and (door.room_word or max(map(len, FLATS.split(door.room))) <= 4):
        return door.room
    if door.room is not None and door.room_word:
        return door.room + door.room_word
    return f"{door.floor}楼" if door.floor is not None else None


def _shared(addresses: Sequence[Address], directory: Directory) -> list[Address]:
    """Of several units of one building the building may be what is meant."""
    places = [directory.places[address.place_id] for address in addresses]
    above = {place.parent_id for place in places}
    if len(places) < 2 or len(above) != 1 or any(place.level is not Level.UNIT for place in places):
        return []
    return [Address(place) for place in above if place is not None]


def _is_above(above: Address, below: Address, directory: Directory) -> bool:
    """Does `below` say the same place more exactly?"""
    if above == below:
        return False
    if above.place_id == below.place_id:
        return above == Address(above.place_id) or (
            above.number == below.number and above.room is None and above.sub_number in (None, below.sub_number)
        )
    line = [place.id for place in directory.line(below.place_id)]
    return above.place_id in line and above.number is None
