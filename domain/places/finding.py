"""What /find is asked, as people type it: a number, a place, a category, a state, in any order."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.community import Community
from domain.places.place_reading import read_place
from domain.posts.directory import Directory
from domain.refusal import Refusal
from domain.vocabulary import ENDED_STATES, OPEN_STATES, State

MAX_PLACES = 2
MAX_CATEGORIES = 3


class Which(StrEnum):
    """A state, or what people call several of them."""

    NEW = "new"
    CLAIMED = "claimed"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    PARKED = "parked"
    OVERDUE = "overdue"
    OPEN = "open"
    ENDED = "ended"

    @property
    def states(self) -> frozenset[State]:
        """The states it stands for; none for what other columns say."""
        if self in (Which.PARKED, Which.OVERDUE):
            return frozenset()
        several = {Which.OPEN: OPEN_STATES, Which.ENDED: ENDED_STATES}
        return several.get(self) or frozenset({State(self.value)})


_SAID = {
    "待接单": Which.NEW, "没人接": Which.NEW, "未接": Which.NEW, "新": Which.NEW, "new": Which.NEW,
    "处理中": Which.CLAIMED, "在办": Which.CLAIMED, "正在办": Which.CLAIMED, "in hand": Which.CLAIMED,
    "claimed": Which.CLAIMED,
    "等待中": Which.WAITING, "等待": Which.WAITING, "waiting": Which.WAITING,
    "待居民确认": Which.RESOLVED, "待确认": Which.RESOLVED, "没确认": Which.RESOLVED, "resolved": Which.RESOLVED,
    "已结案": Which.CLOSED, "结案": Which.CLOSED, "办结": Which.CLOSED, "办好了": Which.CLOSED,
    "closed": Which.CLOSED, "solved": Which.CLOSED,
    "不受理": Which.REJECTED, "rejected": Which.REJECTED, "not accepted": Which.REJECTED,
    "已并入": Which.MERGED, "并入": Which.MERGED, "合并": Which.MERGED, "merged": Which.MERGED,
    "已撤回": Which.WITHDRAWN, "撤回": Which.WITHDRAWN, "withdrawn": Which.WITHDRAWN,
    "挂账": Which.PARKED, "parked": Which.PARKED,
    "已超期": Which.OVERDUE, "超期": Which.OVERDUE, "过期": Which.OVERDUE, "逾期": Which.OVERDUE,
    "overdue": Which.OVERDUE, "late": Which.OVERDUE,
    "没办完": Which.OPEN, "未办结": Which.OPEN, "未结案": Which.OPEN, "没结案": Which.OPEN, "未结": Which.OPEN,
    "open": Which.OPEN,
    "已结束": Which.ENDED, "ended": Which.ENDED, "done": Which.ENDED,
}  # fmt: skip
_LONGEST_FIRST = sorted(_SAID, key=len, reverse=True)
_NUMBER = re.compile(r"(?<!\d)(\d{4})\s*[-－—–]\s*(\d{1,6})(?!\d)")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; everything that is given must hold. `places`: place and house number."""

    number: str | None = None
    places: tuple[tuple[int, int | None], ...] = ()
    categories: tuple[str, ...] = ()
    which: Which | None = None

    @property
    def empty(self) -> bool:
        return not (self.number or self.places or self.categories or self.which)

    def text(self) -> str:
        """For the button of the next page: short, without a colon. A search by number has one page."""
        places = ",".join(f"{place}.{house}" if house is not None else str(place) for place, house in self.places)
        return f"{places}|{','.join(self.categories)}|{self.which or ''}"

    @classmethod
    def parse(cls, text: str) -> "Search":
        """Read `text()` again; a button that carries anything else is refused."""
        try:
            places, categories, which = text.split("|")
            return cls(
                places=tuple(_place(one) for one in places.split(",") if one),
                categories=tuple(one for one in categories.split(",") if one),
                which=Which(which) if which else None,
            )
        except ValueError:
            raise Refusal("refused-old-button") from None


def _place(text: str) -> tuple[int, int | None]:
    place, _, house = text.partition(".")
    return int(place), int(house) if house else None


def read_search(words: str, directory: Directory, community: Community) -> Search:
    """Read it; empty when nothing of it was understood."""
    said = words.strip().lower()
    number = _NUMBER.search(said)
    if number is not None:
        return Search(number=f"{number[1]}-{int(number[2]):04d}")
    which = None
    for word in _LONGEST_FIRST:
        if _stands_in(word, said):
            which, said = _SAID[word], said.replace(word, " ")
            break
    categories = _categories(said, community)
    reading = read_place(said, directory, community) if said.strip() else None
    addresses = reading.addresses[:MAX_PLACES] if reading is not None else ()
    places = tuple(dict.fromkeys((address.place_id, address.number) for address in addresses))
    return Search(places=places, categories=categories, which=which)


def _stands_in(word: str, said: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{re.escape(word)}\b", said) is not None
    return word in said if len(word) > 1 else word in said.split()


def _categories(said: str, community: Community) -> tuple[str, ...]:
    """By a category's or a group's own name; else by the words that residents use for it."""
    named = [c.code for c in community.categories if any(name.lower() in said for name in c.name.values())]
    for group in community.groups:
        if not named and any(name.lower() in said for name in group.name.values()):
            named = [c.code for c in community.in_group(group.code)]
    found = named or [c.code for c in community.propose(said)]
    return tuple(found[:MAX_CATEGORIES])
