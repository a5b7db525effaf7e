"""What each row of the four tables must look like, and the words a cell may use, English or Chinese."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.words import HeldAs, Level, Role, Side
from services.set_up.findings import Fault
from services.set_up.reading import Row, Tables, plain_width

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
}
SIDES = {"单": Side.ODD, "单号": Side.ODD, "双": Side.EVEN, "双号": Side.EVEN, "全部": Side.ALL, "": Side.ALL}
HELD_AS = {"负责人": HeldAs.MAIN, "副手": HeldAs.DEPUTY}

LONGEST_NAME = 60
LARGEST_ACCOUNT = 2**52 - 1
_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SEPARATORS = re.compile(r"[;,、|]")
_SUB_NUMBER = re.compile(r"附?0*([1-9]\d{0,2})")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_PHONE = re.compile(r"\+?\d{3,20}")

W = TypeVar("W", bound=StrEnum)


def _word(cell: str, words: type[W], chinese: Mapping[str, W]) -> W:
    cell = plain_width(cell)
    if cell in chinese:
        return chinese[cell]
    try:
        return words(cell.lower())
    except ValueError:
        said = f"«{cell}» is not one of" if cell else "is empty; it must be one of"
        raise ValueError(f"{said} {', '.join(words)}") from None


def _code(cell: str) -> str:
    if not cell:
        raise ValueError("is empty")
    if not _CODE.fullmatch(cell):
        raise ValueError(f"«{cell}» must be 1 to 32 of the letters A–Z, a–z, the digits, _ and -")
    return cell


def _code_or_none(cell: str) -> str | None:
    return _code(cell) if cell else None


def _name(cell: str) -> str:
    if not cell:
        raise ValueError("is empty")
    if len(cell) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters")
    if not cell.isprintable():
        raise ValueError("has characters that cannot be seen")
    return cell


def _place_name(cell: str) -> str:
    """Half-width, because that is how residents' words are compared with it."""
    return _name(plain_width(cell))


def _items(cell: str) -> list[str]:
    return [item.strip() for item in _SEPARATORS.split(plain_width(cell)) if item.strip()]


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(item) for item in _items(cell)))


def _number(cell: str) -> int | None:
    cell = plain_width(cell).removesuffix("号")
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:9]) <= 9999 and len(cell) <= 9):
        raise ValueError(f"«{cell}» is not a house number from 1 to 9999")
    return int(cell)


def _households(cell: str) -> int | None:
    cell = plain_width(cell).removesuffix("户")
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 5):
        raise ValueError(f"«{cell}» is not a number of households from 0 to 99999")
    return int(cell)


def _sub_numbers(cell: str) -> tuple[str, ...] | None:
    """None: all of them; empty: only doors without one."""
    said = plain_width(cell).lower()
    if said in ("", "all", "全部"):
        return None
    if said in ("none", "无"):
        return ()
    found = []
    for item in _items(said):
        match = _SUB_NUMBER.fullmatch(item)
        if match is None:
            raise ValueError(f"«{item}» is not a sub-number; write all, none or a list such as 1;2;3")
        found.append(match[1])
    if not found:
        raise ValueError(f"«{cell}» names no sub-number; write all, none or a list such as 1;2;3")
    return tuple(sorted(set(found), key=int))


def _account(cell: str) -> int | None:
    cell = plain_width(cell)
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 16 and 1 <= int(cell) <= LARGEST_ACCOUNT):
        raise ValueError(f"«{cell}» is not a Telegram account's number")
    return int(cell)


def _phone(cell: str) -> str | None:
    cell = plain_width(cell).replace(" ", "").replace("-", "")
    if not cell:
        return None
    if not (cell.isascii() and _PHONE.fullmatch(cell)):
        raise ValueError("is not a telephone number (digits only)")
    return cell


def _day(cell: str) -> date | None:
    cell = plain_width(cell)
    if not cell:
        return None
    match = _DATE.fullmatch(cell)
    try:
        found = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2199:
        raise ValueError(f"«{cell}» is not a date such as 2026-01-31")
    return found


Code = Annotated[str, BeforeValidator(_code)]
Name = Annotated[str, BeforeValidator(_name)]
PlaceName = Annotated[str, BeforeValidator(_place_name)]
Number = Annotated[int | None, BeforeValidator(_number)]
Households = Annotated[int | None, BeforeValidator(_households)]
Day = Annotated[date | None, BeforeValidator(_day)]


class Line(BaseModel):
    """A sound row, and where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=False)

    file: str
    row: int


class PlaceLine(Line):
    """A place of the tree."""

    code: Code
    parent: Annotated[str | None, BeforeValidator(_code_or_none)]
    level: Annotated[Level, BeforeValidator(lambda cell: _word(cell, Level, LEVELS))]
    name: PlaceName
    aliases: Annotated[tuple[str, ...], BeforeValidator(_aliases)]
    households: Households


class PostLine(Line):
    """A post at a place."""

    code: Code
    place: Code
    role: Annotated[Role, BeforeValidator(lambda cell: _word(cell, Role, ROLES))]
    title: Name


class CoverageLine(Line):
    """What a post answers for. `sub_numbers` None: all; empty: only doors without one."""

    post: Code
    place: Code
    from_no: Number
    to_no: Number
    side: Annotated[Side, BeforeValidator(lambda cell: _word(cell, Side, SIDES))]
    sub_numbers: Annotated[tuple[str, ...] | None, BeforeValidator(_sub_numbers)]
    households: Households


class PersonLine(Line):
    """Somebody in a post; both days count, a blank one leaves that end open."""

    name: Name
    post: Code
    held_as: Annotated[HeldAs, BeforeValidator(lambda cell: _word(cell, HeldAs, HELD_AS))] = Field(alias="as")
    telegram_id: Annotated[int | None, BeforeValidator(_account)]
    phone: Annotated[str | None, BeforeValidator(_phone)]
    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="to")


@dataclass(frozen=True, slots=True)
class Lines:
    """The sound rows of the four tables.

    Whoever refers to one of `codes_of_faulty_rows`, or to a table in `incomplete`, has done nothing wrong.
    """

    places: tuple[PlaceLine, ...]
    posts: tuple[PostLine, ...]
    coverage: tuple[CoverageLine, ...]
    people: tuple[PersonLine, ...]
    codes_of_faulty_rows: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()


L = TypeVar("L", bound=Line)


def lines_of_tables(tables: Tables) -> tuple[Lines, list[Fault]]:
    """Every row as a line, or as the faults it has (all faulty cells of a row are named), after those of the files."""
    faults = list(tables.faults)
    broken: set[str] = set()

    def sound(model: type[L], rows: list[Row]) -> tuple[L, ...]:
        found = []
        for row in rows:
            try:
                found.append(model.model_validate({**row.values, "file": row.file, "row": row.number}))
            except ValidationError as error:
                broken.add(row.values.get("code", ""))
                for one in error.errors():
                    reason = one["msg"].removeprefix("Value error, ")
                    faults.append(Fault(row.file, row.number, f"{one['loc'][0]}: {reason}"))
        return tuple(found)

    places = sound(PlaceLine, tables.rows["places"])
    posts = sound(PostLine, tables.rows["posts"])
    coverage = sound(CoverageLine, tables.rows["coverage"])
    people = sound(PersonLine, tables.rows["people"])
    return Lines(places, posts, coverage, people, frozenset(broken), tables.incomplete), faults
