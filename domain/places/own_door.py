"""A message that is nothing but a door: «502», «5楼2号», «五零二», «2单元301»; and how it deepens a place that is
known."""

import re
from dataclasses import dataclass

from domain.community import Community
from domain.places.door import with_digits
from domain.places.place_reading import read_place
from domain.posts.directory import Address, Directory
from domain.vocabulary import Level
from domain.words.plain import plain

MAX_ROOM_CHARACTERS = 12
"""Characters of what stands on a flat's door; longer words tell of something."""

_SPOKEN = {**{word: str(n) for n, word in enumerate("零一二三四五六七八九")}, "〇": "0", "幺": "1", "两": "2"}
_IN_A_ROW = re.compile(rf"[{''.join(_SPOKEN)}]{{3,4}}")
"""«五零二»: read out digit by digit."""
_LED_BY = re.compile(
    r"^(?:(?:it'?s|it is|i live|we live|my|our|home|at|in|is|the|room|flat|apartment|apt|door|no|number)\b\.?\s*)+"
    r"|^(?:(?:我|我们|咱|俺)(?:家|们家)?|家里|家|屋里|他|她|他家|她家|老人家?|妈妈?家|爸妈家)?(?:就?是|住|在|的)*"
    r"(?:门牌号?|门号|房号|房间号?|室号)?(?:就?是|在|[::])?\s*"
)
_ENDED_BY = re.compile(r"(?:这里|那里|里面|[吧了的哈啊呢呀]|please|[\s,，。.!！~])+$")
_BUILDING = re.compile(r"^(\d{1,3}|[a-z])\s?(?:号楼|栋|幢|座|号栋)|^(?:building|block)\s?(\d{1,3}|[a-z])[,\s]*")
_UNIT = re.compile(
    r"^(\d{1,2}|[a-z])\s?(?:号?单元|门洞)|^(?:unit|entrance)\s?(\d{1,2}|[a-z])[,\s]*|^(\d{1,2})-(?=\d{3,4}\b)"
)
_ROOM = re.compile(
    r"(?P<bare>[a-z]?\d{1,5}[a-z]?)\s?(?:号?房间?|室|号|户|门)?"
    r"|(?P<floor>\d{1,2}|顶|底)(?P<storey>楼|层)\s?(?P<there>(?:的?(?:\d{1,4}(?:号|室|户)?|[左右东西南北中]\S{0,3}))?)"
    r"|(?P<pair>\d{1,2}-\d{1,4})(?:号|室)?"
)
_NUMBERS_TO_CALL = frozenset({"110", "119", "120", "122", "12345"})
"""Nobody who writes one of them, and nothing else, means a door."""
_BETWEEN = " ,，-的"
_SAYS_A_UNIT = re.compile(r"\d\s?号?单元|\bunit\s?\d|\d{3,4}\s?(?:室|号房|房间)")
_SPEAKS_OF_THEIRS = re.compile(
    r"(?:我们?|咱们?|俺)(?:就|是)?(?:家|住|在)|(?<![大邻人他她它])家里|住在?|地址|门牌"
    r"|\bi(?:'m| am| live)\b|\b(?:my|our) (?:flat|home|unit|room)\b"
)
"""In a sentence a door is the known place's only where they speak of their own: «2单元也没水» is one more place."""
_SAYS_A_BUILDING = re.compile(r"(\d{1,3})\s?(?:号楼|栋|幢|座)")
_OPEN_LEVELS = frozenset({Level.BUILDING, Level.UNIT})
"""Places that have flats."""


@dataclass(frozen=True, slots=True)
class OwnDoor:
    """What a message says of a door, part by part, where it says nothing else."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Deeper:
    """What words say about a place that is known. `address`: the same place, more exactly. `elsewhere`: other places
    that they name. `alone`: they say nothing else."""

    address: Address | None = None
    elsewhere: tuple[Address, ...] = ()
    alone: bool = False


def read_door(text: str, community: Community, *, asked: bool = False) -> OwnDoor | None:
    """The door that these words are, None when they say anything else. `asked`: «几号门？» came before, so that two
    digits are a door too; else they are a choice among buttons."""
    said = plain(text).strip().strip("#,，。.!！ ")
    said = _IN_A_ROW.sub(lambda row: "".join(_SPOKEN[word] for word in row[0]), said)
    said = with_digits(said, community.level_words).strip()
    said = _ENDED_BY.sub("", _LED_BY.sub("", said, count=1))
    found: dict[str, str] = {}
    for name, part in (("building", _BUILDING), ("unit", _UNIT)):
        if (match := part.match(said)) is not None:
            found[name] = next(group for group in match.groups() if group).lstrip("0") or "0"
            said = said[match.end() :].strip(_BETWEEN)
    said = re.sub(r"^(?:room|flat|apartment|apt\.?|no\.?|#)\s*", "", said)
    room = _room_in(said, bare=1 if asked or found else 3) if said else None
    if said and room is None:
        return None
    return OwnDoor(found.get("building"), found.get("unit"), room) if found or room else None


def _room_in(said: str, *, bare: int) -> str | None:
    """A flat's number without the word behind it, a floor with what is on it; `bare`: so many digits at least, where
    no word says what they count."""
    match = _ROOM.fullmatch(said)
    if match is None or len(said) > MAX_ROOM_CHARACTERS:
        return None
    if match["bare"] is not None:
        if match["bare"] in _NUMBERS_TO_CALL and match[0] == match["bare"]:
            return None
        digits = sum(char.isdigit() for char in match["bare"])
        if match[0] == match["bare"] and digits < bare:
            return None
        return match["bare"].upper() if digits > 2 else match[0].upper()
    return said.replace(" ", "")


def has_flats(address: Address, directory: Directory) -> bool:
    """Does a flat's number still say more of it: a building or an entrance, and no flat is known?"""
    place = directory.places.get(address.place_id)
    return place is not None and place.level in _OPEN_LEVELS and address.room is None


def deeper(text: str, known: Address, directory: Directory, community: Community, *, asked: bool = False) -> Deeper:
    """What these words make of a place that is known: never another one, which is only named."""
    line = directory.line(known.place_id)
    if known.number is not None or known.room is not None or not line or line[0].level not in _OPEN_LEVELS:
        return Deeper()
    here = known.place_id
    base = next((place.id for place in line if place.level is Level.BUILDING), here)
    door = read_door(text, community, asked=asked)
    if door is not None and not _is_of(door.building, base, directory):
        named = read_place(text, directory, community).addresses
        return Deeper(elsewhere=tuple(one for one in named if not _within(one, base, directory)), alone=True)
    if door is not None:
        return _by_parts(door, known, base, directory)
    named = read_place(text, directory, community).addresses
    if named and _SPEAKS_OF_THEIRS.search(plain(text)) is not None:
        inside = [one for one in named if _within(one, here, directory) and one != known]
        sure = len(named) == 1 or (
            _SAYS_A_BUILDING.search(with_digits(plain(text), community.level_words)) is None
            and inside == [read_place(text, directory, community, base).certain]
        )
        one = inside[0] if len(inside) == 1 and sure else None
        return Deeper(address=one if one is not None and _says_more(one, known) else None)
    said = with_digits(plain(text), community.level_words)
    other = any(not _is_of(number, base, directory) for number in _SAYS_A_BUILDING.findall(said))
    if other or _SPEAKS_OF_THEIRS.search(said) is None or _SAYS_A_UNIT.search(said) is None:
        return Deeper()
    read = read_place(text, directory, community, base).certain
    if read is None or not (_within(read, here, directory) or read.place_id == base):
        return Deeper()
    one = Address(here, room=read.room) if read.place_id == base else read
    return Deeper(address=one if _says_more(one, known) else None)


def _by_parts(door: OwnDoor, known: Address, base: int, directory: Directory) -> Deeper:
    """The building's entrance that was said, and the flat in it."""
    here = known.place_id
    units = [place for place in directory.children(base) if place.level is Level.UNIT]
    there = next((place for place in units if _numbered(place.name) == door.unit), None) if door.unit else None
    if there is None:
        if door.unit is not None and units:
            return Deeper(alone=True)  # the building has no such entrance: it is asked on
        room = f"{door.unit}单元{door.room or ''}" if door.unit else door.room
        one = Address(here, room=room)
    else:
        one = Address(there.id, room=door.room)
    if there is not None and here not in (base, there.id):
        return Deeper(elsewhere=(one,), alone=True)
    return Deeper(address=one if _says_more(one, known) else None, alone=True)


def _says_more(one: Address, known: Address) -> bool:
    """Lies deeper, or has the flat that was missing."""
    return one != known and (one.room is not None or one.place_id != known.place_id)


def _within(address: Address, place_id: int, directory: Directory) -> bool:
    return any(place.id == place_id for place in directory.line(address.place_id))


def _numbered(name: str) -> str:
    return plain(name).removesuffix("单元").removesuffix("号楼").removesuffix("栋").lstrip("0") or name


def _is_of(building: str | None, place_id: int, directory: Directory) -> bool:
    """Is the building's number this building's own, or was none said?"""
    place = directory.places[place_id]
    return building is None or building in {_numbered(name) for name in (place.name, *place.aliases)}
