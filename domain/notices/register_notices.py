"""What people are told and shown of the register: codes, members, doors."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class CodeAsked(Notice):
    """A code was typed that opens a door: what are you to it?"""

    carries_words: ClassVar[bool] = True
    household_id: int
    digits: str


@dataclass(frozen=True, slots=True)
class MyHousehold(Notice):
    """One's own household; None: the only one, or which? `ask`: what is asked on it (role, leave); `lead`: what was
    just done, a key of a text."""

    household_id: int | None = None
    ask: str | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class WhoLooked(Notice):
    """谁看过: who has opened lists with this household's door."""

    household_id: int


@dataclass(frozen=True, slots=True)
class FamilyCode(Notice):
    """A code that a member has made for the family, shown once."""

    carries_words: ClassVar[bool] = True
    household_id: int
    digits: str
    days: int


@dataclass(frozen=True, slots=True)
class MemberAsked(Notice):
    """Members are asked whether a further owner is one, an owner whether somebody may act for the home."""

    membership_id: int


@dataclass(frozen=True, slots=True)
class MemberToSettle(Notice):
    """What somebody says to be, for whoever may say that it is so: the office, or who has met them at the door."""

    membership_id: int


@dataclass(frozen=True, slots=True)
class MemberSettled(Notice):
    """To whoever waited for it. `how`: proven, declined, ended; what they stand as now, when they do."""

    household_id: int
    how: str
    stands_as: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeToDecide(Notice):
    """What somebody asks to put right of their door, for the office."""

    change_id: int


@dataclass(frozen=True, slots=True)
class RegisterWaiting(Notice):
    """/todo of the office: who says to be what, and what is to be put right."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class RegisterPlaces(Notice):
    """/register without a place: which of one's own?"""

    page: int = 0


@dataclass(frozen=True, slots=True)
class RegisterOf(Notice):
    """/register 1号楼1单元: how many doors, and what is known of them."""

    place_id: int


@dataclass(frozen=True, slots=True)
class RegisterDoors(Notice):
    """Its doors one by one. `which`: all, no_area or waiting (somebody is to be met)."""

    place_id: int
    which: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class RegisterDoor(Notice):
    """One door, and what can be put right of it. `ask`: what is asked on it (more, gone)."""

    household_id: int
    ask: str | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class SlipsAsked(Notice):
    """How many slips are to be printed, and which codes end by it."""

    place_id: int


@dataclass(frozen=True, slots=True)
class Slips(Notice):
    """Codes on paper. `codes`: household and digits; `place_id`: where they are."""

    carries_words: ClassVar[bool] = True
    place_id: int
    codes: tuple[tuple[int, str], ...]
    until: str
