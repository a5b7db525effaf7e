"""Who reads the register, and what its screens are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.posts.rights import Right
from domain.register.doors import HouseholdKind
from domain.register.members import MemberAs, MemberProof, MemberWaits
from domain.vocabulary import CHAIN

LETTER = "h"
"""The kind of the register's buttons."""
LINK = "h_"
"""How the payload of a slip's link begins."""
READS_REGISTER = Right("read the register", frozenset(CHAIN))
"""Doors of one's places; areas and owner keys are the office's alone (collective.md 3 A)."""
LISTS = ("all", "no_area", "waiting")
"""Doors one by one: all of them, those without an area, those where somebody is to be met."""
MAX_SLIPS = 400
"""On one printing: a compound; more are printed by building."""
LOOKS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HomeView:
    """Somebody's own household. `others`: who speaks for it beside them; `homes`: how many they have."""

    id: int
    name: str
    stands_as: MemberAs
    proof: MemberProof
    waits_for: MemberWaits | None
    was: MemberAs | None
    others: int
    homes: int


@dataclass(frozen=True, slots=True)
class HomesView:
    """The one that is meant; else of several, which? And of none."""

    here: HomeView | None
    homes: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class LooksView:
    """Who has opened lists with this door: when, as what, which list."""

    name: str
    looks: Sequence[tuple[datetime, str, str]]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What somebody says to be. `called`: only for whoever settles it; `first_by_reader`: they have entered the first
    of two yeses; `first`: somebody has."""

    id: int
    door: str
    stands_as: MemberAs
    waits_for: MemberWaits
    called: str | None = None
    first: bool = False
    first_by_reader: bool = False


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What is to be put right."""

    id: int
    door: str
    what: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """What waits for the office."""

    claims: Sequence[ClaimView]
    changes: Sequence[ChangeView]


@dataclass(frozen=True, slots=True)
class DoorsView:
    """The register of a place in numbers, as far as the reader answers for it. `acts`: they print slips and put
    right."""

    place_id: int
    place: str
    doors: int
    with_area: int
    let: int
    with_app: int
    waiting: int
    acts: bool


@dataclass(frozen=True, slots=True)
class DoorChoice:
    """A door of a list: its id, and what its button says."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class DoorListPage:
    """Doors of a place."""

    place_id: int
    place: str
    doors: Sequence[DoorChoice]


@dataclass(frozen=True, slots=True)
class DoorView:
    """One door. `area` and `owner_key` for the office alone; `waiting`: whom the reader may settle."""

    id: int
    place_id: int
    name: str
    kind: HouseholdKind
    let: bool | None
    has_app: bool
    acts: bool
    sees_all: bool
    area: str | None
    owner_key: str | None
    waiting: Sequence[int]


@dataclass(frozen=True, slots=True)
class SlipsPlan:
    """What would be printed. `doors`: nobody with the app lives there; `good`: who of these has a slip that is good."""

    place_id: int
    place: str
    doors: Sequence[int]
    good: frozenset[int]


@dataclass(frozen=True, slots=True)
class SlipsView:
    """Doors and their codes, for the paper."""

    place: str
    slips: Sequence[tuple[str, str]]
    until: datetime
