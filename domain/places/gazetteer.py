"""The community's places by what people call them: names found in a text, buildings and units by their numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from domain.community import LevelWords
from domain.places.door import doors_in, with_digits
from domain.posts.directory import Directory, Place
from domain.vocabulary import DoorPart, Level
from domain.words.plain import plain

_ENDINGS = frozenset("苑园城庭府邸湾居区坊里寓厦院墅庄郡村路街巷弄楼轩阁栋座门台场站馆")
"""How names of estates and streets end. A short name that ends otherwise (和平) is an everyday word too."""
_GENERIC = re.compile(r"(?:小区|社区|花园|家园|公寓|新村|大院)$")
"""What people leave out: 福绿 for 福绿新村."""
_SUFFIX = re.compile(r"小区|社区|花园|家园|公寓|新村|大院|苑|院")
_SOMETHING_ELSE = re.compile(r"大?[路街道巷桥]|[门里]?诊?医?院|小学|中学|学校|公园|广场|超市|大厦|酒店|银行")
_LONGEST_PHRASE = 300
"""Misspelt names are looked for in the first characters alone, so that a long text costs no more."""
_ALIKE, _RESEMBLES = 66, 34
"""Of 100: one character of three may differ; from a third on a name is worth offering."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands in the text, and the places that bear it. `sure` False: it may be an everyday word here."""

    start: int
    end: int
    places: tuple[int, ...]
    sure: bool = True


class Gazetteer:
    """All names of one directory, read once."""

    def __init__(self, directory: Directory, words: LevelWords) -> None:
        self._directory = directory
        self._names: dict[str, list[int]] = {}
        self._numbers: dict[int, set[str]] = {}
        parts = {Level.BUILDING: DoorPart.BUILDING, Level.UNIT: DoorPart.UNIT}
        for place in directory.places.values():
            if place.level in (Level.COMMUNITY, Level.GRID) or place.merged_into is not None:
                continue
            for name in (place.name, *place.aliases):
                written = with_digits(plain(name).strip(), words)
                number = _number_of(written, parts.get(place.level), words)
                if number is not None:
                    self._numbers.setdefault(place.id, set()).add(number)
                    continue
                for called in dict.fromkeys((written, _GENERIC.sub("", written))):
                    if len(called) >= 2:
                        self._names.setdefault(called, []).append(place.id)

    def named_in(self, text: str) -> list[Named]:
        """The names that stand in a text, in its order; of names inside one another the longest."""
        found: list[Named] = []
        for name, places in self._names.items():
            for start in _stands(name, text):
                end = start + len(name)
                if _is_common(name) and _SUFFIX.match(text, end) is None:
                    if _SOMETHING_ELSE.match(text, end):
                        continue
                    sure = text[end : end + 1].isdigit() or text.strip() == name
                    found.append(Named(start, end, tuple(places), sure))
                else:
                    found.append(Named(start, end, tuple(places)))
        found.sort(key=lambda named: (named.start, -named.end))
        kept: list[Named] = []
        for named in found:
            if not kept or named.end > kept[-1].end:
                kept.append(named)
        return kept

    def alike_in(self, text: str) -> list[Named]:
        """Where a name almost stands: one character differs (福绿新村), or only its beginning or end was said."""
        said = text[:_LONGEST_PHRASE]
        best: list[tuple[float, Named]] = []
        for name, places in self._names.items():
            if len(name) < 3:
                continue
            part = next((part for part in _parts_of(name) if part in said), None)
            if part is not None:
                start = said.find(part)
                best.append((100, Named(start, start + len(part), tuple(places), sure=False)))
                continue
            close = fuzz.partial_ratio_alignment(name, said, score_cutoff=_ALIKE)
            if close is None or close.dest_end - close.dest_start < len(name) - 1:
                continue
            end = min(close.dest_start + len(name), len(said))
            if said[end - 1 : end] in _ENDINGS or said[end : end + 1].isdigit():
                best.append((close.score, Named(close.dest_start, end, tuple(places), sure=False)))
        top = max((score for score, _ in best), default=0)
        return [named for score, named in best if score == top]

    def resembling(self, text: str, most: int) -> list[Place]:
        """The compounds and streets whose names come nearest to what was written, best first."""
        names = [name for name in self._names if len(name) >= 2]
        close = process.extract(text[:_LONGEST_PHRASE], names, scorer=fuzz.partial_ratio, score_cutoff=_RESEMBLES)
        found = dict.fromkeys(place for name, _, _ in close for place in self._names[name])
        return [self._directory.places[place] for place in found][:most]

    def numbered(self, level: Level, numbers: Sequence[str], under: int | None) -> list[Place]:
        """The buildings or units with one of these numbers, under a place or anywhere."""
        return [place for place in self._below(under) if place.level is level and self._bears(place, numbers)]

    def _bears(self, place: Place, numbers: Sequence[str]) -> bool:
        return not self._numbers.get(place.id, _NONE).isdisjoint(numbers)

    def _below(self, place_id: int | None) -> Iterator[Place]:
        if place_id is None:
            yield from self._directory.places.values()
            return
        waiting = list(self._directory.children(place_id))
        while waiting:
            place = waiting.pop(0)
            yield place
            waiting += self._directory.children(place.id)


_NONE: frozenset[str] = frozenset()


def _number_of(written: str, part: DoorPart | None, words: LevelWords) -> str | None:
    """«3号楼» is 3 among buildings; None for a name that is more than a number: 红楼."""
    if part is None:
        return None
    doors = doors_in(written, words)
    if len(doors) != 1 or (doors[0].start, doors[0].end) != (0, len(written)):
        return None
    if part is DoorPart.BUILDING:
        return doors[0].buildings[0] if len(doors[0].buildings) == 1 else doors[0].number
    return doors[0].unit or doors[0].room


def _is_common(name: str) -> bool:
    return len(name) <= 3 and name[-1] not in _ENDINGS and not name.isascii()


def _parts_of(name: str) -> tuple[str, ...]:
    """What people shorten a long name to: 伊景园滨河苑 to 滨河苑."""
    return (name[-3:], name[:3]) if len(name) >= 5 and not name.isascii() else ()


def _stands(name: str, text: str) -> Iterator[int]:
    """Where a name stands; digits and Latin letters at its ends are whole ones."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        glued = _glued(text[start - 1 : start], name[0]) or _glued(text[end : end + 1], name[-1])
        if not glued:
            yield start
        start = text.find(name, end)


def _glued(outside: str, inside: str) -> bool:
    return outside.isascii() and inside.isascii() and outside.isalnum() and inside.isalnum()


@lru_cache(maxsize=2)
def _gazetteer(directory: Directory, words: tuple[tuple[DoorPart, tuple[str, ...]], ...]) -> Gazetteer:
    return Gazetteer(directory, dict(words))


def gazetteer_of(directory: Directory, words: Mapping[DoorPart, Sequence[str]]) -> Gazetteer:
    """The names of this directory, read when they are first asked for."""
    return _gazetteer(directory, tuple((part, tuple(said)) for part, said in words.items()))
