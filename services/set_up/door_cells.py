"""How each cell of the table of households is understood. Nothing about people belongs into it."""

import re

from domain.register.doors import AreaSource, HouseholdKind, read_area
from services.set_up.cells import whole
from services.set_up.headings import plain_width

KINDS = {"": HouseholdKind.FLAT, "住宅": HouseholdKind.FLAT, "房": HouseholdKind.FLAT, "商铺": HouseholdKind.SHOP,
         "门面": HouseholdKind.SHOP, "店": HouseholdKind.SHOP, "其他": HouseholdKind.OTHER, "车位": HouseholdKind.OTHER,
         "储藏室": HouseholdKind.OTHER}  # fmt: skip
SOURCES = {"": AreaSource.UNKNOWN, "产权证": AreaSource.CERTIFICATE, "不动产证": AreaSource.CERTIFICATE,
           "房产证": AreaSource.CERTIFICATE, "实测": AreaSource.MEASURED, "测绘": AreaSource.MEASURED,
           "合同": AreaSource.CONTRACT, "不知道": AreaSource.UNKNOWN, "未知": AreaSource.UNKNOWN}  # fmt: skip
_YES = frozenset({"是", "1", "yes", "y", "true", "计", "出租", "已出租", "租"})
_NO = frozenset({"否", "0", "no", "n", "false", "不计", "自住", "未出租"})
_ROOM = re.compile(r"[0-9A-Za-z一-鿿-]{1,12}")
_OWNER = re.compile(r"[0-9A-Za-z一-鿿]{1,12}")


def room(cell: str) -> str | None:
    """«301», «A01», «东»; spreadsheets write 301.0."""
    said = whole(cell).removesuffix("室").removesuffix("房").upper()
    if not said:
        return None
    if not _ROOM.fullmatch(said):
        raise ValueError(f"«{said}» is not a room")
    return said


def sub_number(cell: str) -> str | None:
    """«附2» and «2» are the same door."""
    said = whole(cell).removeprefix("附").lstrip("0")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 3):
        raise ValueError(f"«{said}» is not a sub-number")
    return said


def area(cell: str) -> int | None:
    """In 0.01 m². Empty: nobody knows it. A comma, three decimals or a word is somebody's doubt, and no area."""
    said = plain_width(cell)
    if not said:
        return None
    found = read_area(said)
    if found is None:
        raise ValueError(f"«{said}» is not an area such as 89.57 (square metres, at most two decimals)")
    return found


def owner(cell: str) -> str | None:
    """A running number of the office's own list, never a name."""
    said = whole(cell).lower()
    if not said:
        return None
    if not _OWNER.fullmatch(said) or not any(one.isdigit() for one in said):
        raise ValueError("is not a running number of your own list such as o17; names do not belong into the register")
    return said


def yes_or_no(cell: str) -> bool | None:
    """None: nobody has said."""
    said = plain_width(cell).lower()
    if not said:
        return None
    if said in _YES or said in _NO:
        return said in _YES
    raise ValueError(f"«{said}» is neither yes nor no (是, 否)")


def counts(cell: str) -> bool:
    """Every door counts unless it is said that it does not."""
    return yes_or_no(cell) is not False


def floor(cell: str) -> int | None:
    said = whole(cell).removesuffix("层").removesuffix("楼")
    if not said:
        return None
    if not re.fullmatch(r"-?\d{1,2}", said):
        raise ValueError(f"«{said}» is not a floor")
    return int(said)
