"""How each cell of the tables is understood: codes, names, numbers, words, days, in English or Chinese."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.bodies.bodies import BodyChannel, BodyKind, Resource
from domain.time.limits import Limit
from domain.vocabulary import HeldAs, Level, Role, StreetSide
from services.set_up.headings import plain_width

LEVELS = {
    "社区": Level.COMMUNITY,
    "网格": Level.GRID,
    "小区": Level.COMPOUND,
    "街道": Level.STREET,
    "街巷": Level.STREET,
    "街": Level.STREET,
    "楼栋": Level.BUILDING,
    "楼": Level.BUILDING,
    "单元": Level.UNIT,
}
ROLES = {
    "楼栋长": Role.STEWARD,
    "楼长": Role.STEWARD,
    "单元长": Role.STEWARD,
    "街巷长": Role.STEWARD,
    "小组长": Role.GROUP_LEADER,
    "居民小组长": Role.GROUP_LEADER,
    "街巷长组长": Role.GROUP_LEADER,
    "支部书记": Role.BRANCH_SECRETARY,
    "网格支部书记": Role.BRANCH_SECRETARY,
    "办公室": Role.OFFICE,
    "社区办公室": Role.OFFICE,
    "值班": Role.DUTY,
    "社区书记": Role.SECRETARY,
    "联系人": Role.CONTACT,
}
SIDES = {
    "单": StreetSide.ODD,
    "单号": StreetSide.ODD,
    "双": StreetSide.EVEN,
    "双号": StreetSide.EVEN,
    "全部": StreetSide.ALL,
    "": StreetSide.ALL,
}
HELD_AS = {
    "负责人": HeldAs.MAIN,
    "正职": HeldAs.MAIN,
    "正": HeldAs.MAIN,
    "副手": HeldAs.DEPUTY,
    "副职": HeldAs.DEPUTY,
    "副": HeldAs.DEPUTY,
}

BODY_KINDS = {
    "居委会": BodyKind.RESIDENTS_COMMITTEE,
    "业委会": BodyKind.OWNERS_COMMITTEE,
    "业主委员会": BodyKind.OWNERS_COMMITTEE,
    "自管会": BodyKind.SELF_MANAGEMENT,
    "物管会": BodyKind.SELF_MANAGEMENT,
    "物业": BodyKind.PROPERTY,
    "物业公司": BodyKind.PROPERTY,
    "社区公司": BodyKind.COMMUNITY_COMPANY,
    "警务室": BodyKind.POLICE_POST,
    "派出所": BodyKind.POLICE_POST,
    "联盟": BodyKind.ALLIANCE,
    "驻区单位": BodyKind.INSTITUTION,
    "单位": BodyKind.INSTITUTION,
    "部门": BodyKind.DEPARTMENT,
    "施工单位": BodyKind.BUILDER,
    "施工方": BodyKind.BUILDER,
    "监理": BodyKind.SUPERVISOR,
    "调委会": BodyKind.MEDIATION,
    "协会": BodyKind.ASSOCIATION,
    "队伍": BodyKind.TEAM,
    "服务队": BodyKind.TEAM,
}
CHANNELS = {
    "": BodyChannel.CHAT,
    "聊天": BodyChannel.CHAT,
    "电话": BodyChannel.PHONE,
    "纸质": BodyChannel.PAPER,
    "书面": BodyChannel.PAPER,
}
REPLIES, RESULTS = "8w", "24w"
"""Within how long a body answers and is done, unless its row says otherwise (collective.md 3 B)."""

MAX_NAME_CHARACTERS = 60
LARGEST_ACCOUNT = 2**52 - 1
_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SEPARATORS = re.compile(r"[;,、|]")
_BETWEEN_RESOURCES = re.compile(r"[;、|]")
MAX_RESOURCE_CHARACTERS = 20
_SUB_NUMBER = re.compile(r"附?0*([1-9]\d{0,2})")
_POINT_NOUGHT = re.compile(r"(?<=\d)\.0+$")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?: 00:00(?::00)?)?|(\d{4})(\d\d)(\d\d)"
)
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_PHONE = re.compile(r"\+?\d{3,20}")

W = TypeVar("W", bound=StrEnum)


def word(cell: str, words: type[W], chinese: Mapping[str, W]) -> W:
    cell = plain_width(cell)
    if cell in chinese:
        return chinese[cell]
    try:
        return words(cell.lower())
    except ValueError:
        said = f"«{cell}» is not one of" if cell else "is empty; it must be one of"
        raise ValueError(f"{said} {', '.join(words)}") from None


def whole(cell: str) -> str:
    """A number as it was meant: spreadsheets and exports write 1 as 1.0."""
    return _POINT_NOUGHT.sub("", plain_width(cell))


def code(cell: str) -> str:
    cell = whole(cell)
    if not cell:
        raise ValueError("is empty")
    if not _CODE.fullmatch(cell):
        raise ValueError(f"«{cell}» must be 1 to 32 of the letters A–Z, a–z, the digits, _ and -")
    return cell


def code_or_none(cell: str) -> str | None:
    return code(cell) if plain_width(cell) else None


def name(cell: str) -> str:
    if not cell:
        raise ValueError("is empty")
    if len(cell) > MAX_NAME_CHARACTERS:
        raise ValueError(f"is longer than {MAX_NAME_CHARACTERS} characters")
    if not cell.isprintable():
        raise ValueError("has characters that cannot be seen")
    return cell


def place_name(cell: str) -> str:
    """Half-width, because that is how residents' words are compared with it."""
    return name(plain_width(cell))


def items(cell: str) -> list[str]:
    return [item.strip() for item in _SEPARATORS.split(plain_width(cell)) if item.strip()]


def aliases(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name(item) for item in items(cell)))


def number(cell: str) -> int | None:
    cell = whole(plain_width(cell).removesuffix("号"))
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:9]) <= 9999 and len(cell) <= 9):
        raise ValueError(f"«{cell}» is not a house number from 1 to 9999")
    return int(cell)


def households(cell: str) -> int | None:
    cell = whole(plain_width(cell).removesuffix("户"))
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 5):
        raise ValueError(f"«{cell}» is not a number of households from 0 to 99999")
    return int(cell)


def sub_numbers(cell: str) -> tuple[str, ...] | None:
    """None: all of them; empty: only doors without one."""
    said = plain_width(cell).lower()
    if said in ("", "all", "全部"):
        return None
    if said in ("none", "无"):
        return ()
    found = []
    for item in items(said):
        match = _SUB_NUMBER.fullmatch(whole(item))
        if match is None:
            raise ValueError(f"«{item}» is not a sub-number; write all, none or a list such as 1;2;3")
        found.append(match[1])
    if not found:
        raise ValueError(f"«{cell}» names no sub-number; write all, none or a list such as 1;2;3")
    return tuple(sorted(set(found), key=int))


def account(cell: str) -> str | None:
    cell = whole(cell)
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 16 and 1 <= int(cell) <= LARGEST_ACCOUNT):
        raise ValueError(f"«{cell}» is not a Telegram account's number")
    return str(int(cell))


def phone(cell: str) -> str | None:
    cell = whole(cell).replace(" ", "").replace("-", "")
    if not cell:
        return None
    if _LOST_DIGITS.fullmatch(cell):
        raise ValueError("has lost digits (a number such as 1.39E+10): format the column as text and write it again")
    if not (cell.isascii() and _PHONE.fullmatch(cell)):
        raise ValueError("is not a telephone number (digits only)")
    return cell


def public_phone(cell: str) -> str | None:
    """As it is shown: the hyphen of an area code stays."""
    cell = whole(cell).replace(" ", "")
    phone(cell)
    return cell or None


def words_or_none(cell: str) -> str | None:
    return name(cell) if plain_width(cell) else None


def codes(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code(item) for item in items(cell)))


def some_codes(cell: str) -> tuple[str, ...]:
    found = codes(cell)
    if not found:
        raise ValueError("is empty")
    return found


def resources(cell: str) -> tuple[Resource, ...]:
    """«会议室@1号楼,周末;梯子», each at most once; until when stands last: «会议室@1号楼,周末,2027-06-30»."""
    found: dict[str, Resource] = {}
    for item in _BETWEEN_RESOURCES.split(plain_width(cell)):
        if not item.strip():
            continue
        thing, *rest = (part.strip() for part in item.split(","))
        what, _, spot = (part.strip() for part in thing.partition("@"))
        if len(name(what)) > MAX_RESOURCE_CHARACTERS:
            raise ValueError(f"«{what}» is longer than {MAX_RESOURCE_CHARACTERS} characters")
        until = day(rest.pop()) if rest and _DATE.fullmatch(rest[-1]) else None
        if len(rest) > 1:
            raise ValueError(f"«{item.strip()}» is no resource such as 会议室@1号楼,周末,2027-06-30")
        found[what] = Resource(what, spot or None, (rest[0] or None) if rest else None, until)
    return tuple(found.values())


def limit(cell: str, usual: str) -> str:
    """«8w» working hours, «2n» natural hours, «30d» days."""
    cell = whole(cell).lower()
    try:
        return Limit.parse(cell).text() if cell else usual
    except ValueError:
        raise ValueError(f"«{cell}» is no limit such as 8w (working hours), 2n (hours) or 30d (days)") from None


def day(cell: str) -> date | None:
    cell = plain_width(cell)
    if not cell:
        return None
    match = _DATE.fullmatch(cell)
    try:
        parts = [part for part in match.groups() if part is not None] if match else []
        found = date(*map(int, parts)) if parts else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2199:
        raise ValueError(f"«{cell}» is not a date such as 2026-01-31")
    return found
