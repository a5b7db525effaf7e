"""A door of the register (户): what is known of it, and what its area is read from (spec: collective.md 2.1, 3 A).

There are no names, telephone numbers and certificates in the register. Areas are whole numbers of 0.01 m².
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

SMALLEST_USUAL_AREA = 500
LARGEST_USUAL_AREA = 100_000
"""0.01 m². Smaller and larger ones are reported, and taken."""

_AREA = re.compile(r"\d{1,6}(?:\.\d{1,2})?")


class HouseholdKind(StrEnum):
    """What is behind the door."""

    FLAT = "flat"
    SHOP = "shop"
    OTHER = "other"


class AreaSource(StrEnum):
    """Where an area is from, the best first (domain.md 3.1): the certificate, a surveyor, the contract."""

    CERTIFICATE = "certificate"
    MEASURED = "measured"
    CONTRACT = "contract"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Household:
    """One door, as counts and rolls take it. `door`: as it is printed; `counts` False: a parking space or a cellar;
    `owner_key`: a running number of the office's own list, the same on all doors of one owner; None: an owner of its
    own. `area` in 0.01 m²."""

    id: int
    place_id: int
    door: str
    kind: HouseholdKind = HouseholdKind.FLAT
    area: int | None = None
    counts: bool = True
    owner_key: str | None = None


def door_key(number: int | None, sub_number: str | None, room: str | None) -> str:
    """A door of its place in one word: its house number, sub-number and room; letters are alike, large or small."""
    return "|".join((str(number or ""), sub_number or "", unicodedata.normalize("NFKC", room or "").strip().upper()))


def read_area(text: str) -> int | None:
    """An area as it is written («89.57», full-width too), in 0.01 m²; None where it is none: a comma, three decimals,
    a unit or a word is somebody's doubt, and is not guessed (tests A1)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _AREA.fullmatch(plain):
        return None
    whole, _, decimals = plain.partition(".")
    return int(whole) * 100 + int(decimals.ljust(2, "0") or 0)


def area_words(area: int) -> str:
    """«89.57», as people write it; without needless decimals."""
    whole, rest = divmod(area, 100)
    return f"{whole}.{rest:02d}".removesuffix("0") if rest else str(whole)


def owners(households: list[Household]) -> dict[str, list[Household]]:
    """The doors that count by their owner: N is how many there are (tests A3). No key: an owner of its own."""
    found: dict[str, list[Household]] = {}
    for one in households:
        if one.counts:
            found.setdefault(one.owner_key or f"door {one.id}", []).append(one)
    return found
