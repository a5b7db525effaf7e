"""Reading a place out of a sentence: exact names and numbers, 三公街11号附2, 3号楼2单元502.

A name that fits several places gives several readings; they are shown as buttons and never chosen silently.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from domain.directory import Address, Directory, Place
from domain.report_form import LONGEST_REPORT
from domain.words import Level

_NUMBER = re.compile(r"\s*(\d{1,4})\s*(?:号|號)(?!楼)(?:\s*附\s*(\d{1,3}))?")
_ROOM = re.compile(r"\s*[-,，、]?\s*(\d{3,4})(?:室|号房|房|户)?(?!\d|号)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says about the place: nothing, one address, or several that fit equally."""

    addresses: tuple[Address, ...]

    @property
    def certain(self) -> Address | None:
        return self.addresses[0] if len(self.addresses) == 1 else None


def read_place(text: str, directory: Directory) -> Reading:
    """Find the deepest places whose names stand in the text; a unit counts only under its own building."""
    said = unicodedata.normalize("NFKC", text)[:LONGEST_REPORT]
    lowered = "".join(low if len(low := char.lower()) == 1 else char for char in said)  # as long as `said`
    units = Counter(place.name for place in directory.places.values() if place.level is Level.UNIT)
    ends: dict[str, int | None] = {}  # by name: hundreds of units share a few
    found: dict[int, int] = {}
    begins: dict[int, int] = {}
    for place in directory.places.values():
        if place.merged_into is not None:
            continue
        for name in (place.name, *place.aliases):
            if name not in ends:
                ends[name] = _end_of(name.lower(), lowered)
            if (end := ends[name]) is not None:
                if end > found.get(place.id, 0):
                    found[place.id], begins[place.id] = end, end - len(name)
                elif end == found[place.id]:
                    begins[place.id] = min(begins[place.id], end - len(name))
    best: list[Address] = []
    best_depth = 0
    for place_id, end in found.items():
        place = directory.places[place_id]
        if place.level in (Level.COMMUNITY, Level.GRID):
            continue
        line = directory.line(place_id)
        named = [p for p in line if p.id in found]
        if place.level is Level.UNIT and len(named) < 2 and units[place.name] > 1:
            continue
        address = _with_numbers(place, said[end:])
        depth = 10 * len(named) + (address.number is not None)
        if depth > best_depth:
            best, best_depth = [address], depth
        elif depth == best_depth and address not in best:
            best.append(address)
    return Reading(tuple(a for a in best if not any(_inside(a.place_id, b.place_id, begins, found) for b in best)))


def _inside(one: int, other: int, begins: dict[int, int], ends: dict[int, int]) -> bool:
    """Is one place's name only the end of the other's? «1号楼» in «柳树1号楼» means the longer one."""
    return ends[one] == ends[other] and begins[one] > begins[other]


def _end_of(name: str, said: str) -> int | None:
    """Where the name ends in the text, or None. «3号楼» does not stand in «13号楼»."""
    if len(name) < 2:
        return None
    position = said.find(name)
    while position >= 0:
        end = position + len(name)
        digit_before = name[0].isdigit() and said[position - 1 : position].isdigit()
        digit_after = name[-1].isdigit() and said[end : end + 1].isdigit()
        if not digit_before and not digit_after:
            return end
        position = said.find(name, position + 1)
    return None


def _with_numbers(place: Place, rest: str) -> Address:
    if place.level is Level.STREET:
        match = _NUMBER.match(rest)
        if match:
            return Address(place.id, int(match[1]), match[2])
        return Address(place.id)
    match = _ROOM.match(rest)
    return Address(place.id, room=match[1] if match else None)
