"""Addresses labelled by people: are building, unit and room read as they were labelled?

Level words do not count (9栋 and 9号楼 are one building), numerals are compared as digits. A label for a house behind
the house number (`43-2`) is what we call a sub-number, and one for a house in a lane (弄) what we call a building.

Of the addresses labelled by people three parts of four may be read and one is kept back: 419 rows and, since
2026-11-22, 212 more that had been kept back until then. So 226 judge; of those a program labelled still one half does.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import cast

from benchmarks.evaluate import Half, Row, half_of, rows
from domain.community import LevelWords
from domain.places.door import Door, doors_in, with_digits
from domain.places.place_reading import read_place
from domain.posts.directory import Directory, Place
from domain.vocabulary import Level
from domain.words.plain import plain
from storage.settings.community import packaged_settings

TARGETS = {"building and unit": 0.95, "room": 0.93}
SLOWEST_MS = 2.0
PEOPLE = "leodotnet"
"""The source that people labelled; the other one was labelled by a program."""

Parts = tuple[str, str, str]


def evaluate(folder: Path, half: Half) -> bool:
    """Print the table of one half; False when a target is missed."""
    words = packaged_settings().level_words
    found = addresses(folder, half)
    print(f"places, {half} half: of the addresses with that part, and of all (where nothing is right when it has none)")
    met = True
    for source, targets in ((PEOPLE, TARGETS), ("swei412", {})):
        pairs = [(labelled(row, words), read(str(row["text"]), words)) for row in found if row["source"] == source]
        print(f"  {source}: {len(pairs)} addresses")
        for name, pick in _PICKS.items():
            having = [(pick(label), pick(ours)) for label, ours in pairs if any(pick(label))]
            right = sum(label == ours for label, ours in having)
            overall = sum(pick(label) == pick(ours) for label, ours in pairs) / len(pairs)
            target = targets.get(name)
            met = met and (target is None or overall >= target)
            wanted = f"   target {target:.0%}" if target else ""
            missed = sum(not any(ours) for _, ours in having)
            invented = sum(any(pick(ours)) and not any(pick(label)) for label, ours in pairs)
            print(
                f"    {name:18} {right / len(having):6.1%} of {len(having):4}   {overall:6.1%} of all"
                f"   missed {missed}, another {len(having) - right - missed}, invented {invented}{wanted}"
            )
    town, community = _town(), packaged_settings()
    messages = [str(row["text"]) for row in rows(folder, "reports.jsonl", half)]
    milliseconds = speed(messages, lambda text: read_place(text, town, community))
    print(f"  one report, against {len(town.places)} places: {milliseconds:.2f} ms at the median")
    return met and milliseconds <= SLOWEST_MS


def addresses(folder: Path, half: Half) -> list[Row]:
    """The addresses to develop with, among them those that joined later; or those still kept back."""
    kept_back = rows(folder, "addresses.jsonl", Half.KEPT_BACK)
    if half is Half.KEPT_BACK:
        return [row for row in kept_back if not _has_joined(row)]
    return rows(folder, "addresses.jsonl", half) + [row for row in kept_back if _has_joined(row)]


def _has_joined(row: Row) -> bool:
    """Is this one of the rows kept back at first that may be read now?"""
    return row["source"] == PEOPLE and half_of(str(row["id"]).encode()) is Half.DEVELOP


def speed(texts: Sequence[str], reading: Callable[[str], object]) -> float:
    """Milliseconds for one text, at the median."""
    spent = []
    for text in texts:
        began = time.perf_counter()
        reading(text)
        spent.append(time.perf_counter() - began)
    return median(spent) * 1000


def _town() -> Directory:
    """A made-up community: twenty estates of five buildings with three units each."""
    places = [Place(1, "c", None, Level.COMMUNITY, "社区")]
    for estate in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉":
        top = len(places) + 1
        places.append(Place(top, f"e{top}", 1, Level.COMPOUND, f"{estate}香苑"))
        for building in range(1, 6):
            here = len(places) + 1
            places.append(Place(here, f"b{here}", top, Level.BUILDING, f"{building}号楼", (f"{building}栋",)))
            places += [Place(here + u, f"u{here + u}", here, Level.UNIT, f"{u}单元") for u in (1, 2, 3)]
    return Directory(1, {place.id: place for place in places}, {}, (), ())


def labelled(row: Row, words: LevelWords) -> Parts:
    """Building, unit and room as labelled, bare of their level words."""
    text, said = str(row["text"]), Counter[str]()
    parts: dict[str, str] = {}
    for start, end, label in cast(Sequence[tuple[int, int, str]], row["spans"]):
        said[label] += 1
        parts[label] = text[start:end]  # of several buildings the last is the nearest to the door
    building = parts.get("houseno") or (parts.get("subroadno") if "弄" in text else None)
    return _bare(building, words), _bare(parts.get("cellno"), words), _bare(parts.get("roomno"), words)


def _bare(part: str | None, words: LevelWords) -> str:
    if part is None:
        return ""
    digits = with_digits(plain(part), words)
    for word in ("号楼", "栋楼", "号房", "房间", "单元号", "单元", *"号栋幢座楼排室户房门梯单铺-"):
        digits = digits.removesuffix(word)
    return with_digits(digits + "单元", words).removesuffix("单元").lstrip("0")


def read(text: str, words: LevelWords) -> Parts:
    """Building, unit and room of the last building named; what it leaves open is taken from the doors behind it."""
    doors = doors_in(with_digits(plain(text), words), words)
    building = unit = room = ""
    for door in doors:
        if door.buildings or (door.sub_number and not building):
            building, unit, room = _first_and_last(door) or (door.sub_number or ""), door.unit or "", ""
        unit, room = door.unit or unit, door.room or room
    return building, unit, room.lstrip("0")


def _first_and_last(door: Door) -> str:
    return "-".join(door.buildings if len(door.buildings) < 2 else (door.buildings[0], door.buildings[-1]))


_PICKS: Mapping[str, Callable[[Parts], tuple[str, ...]]] = {
    "building": lambda parts: parts[:1],
    "unit": lambda parts: parts[1:2],
    "building and unit": lambda parts: parts[:2],
    "room": lambda parts: parts[2:],
}
