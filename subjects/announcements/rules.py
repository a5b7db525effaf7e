"""What the office sends to many: who may announce to which places, how urgently, and what it must look like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.posts.directory import Address, Directory, Post
from domain.posts.rights import SECRETARIAT, Right
from domain.views import FileView
from domain.vocabulary import CHAIN, Grade, Role

MAX_UNITS = 1500
"""Units (domain/words/lengths.py) of an announcement; with its head and foot it fits into one message."""
MAX_FIRST_LINE_UNITS = 50
"""The first line says what it is about: two lines of a telephone, under the head."""
STANDS_FOR = timedelta(days=7)
"""How long it stands when its author has named no other day."""
LONGEST_STAND = timedelta(days=60)
FURTHEST_AHEAD = timedelta(days=60)


ANNOUNCES = Right("announce", frozenset(CHAIN))
SECONDS = Right("second announcements", SECRETARIAT)
"""Give an urgent announcement its second press, and stop anybody's."""


class Urgency(StrEnum):
    """Ordinary ones can be muted; danger rings at night."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    DANGER = "danger"

    @property
    def grade(self) -> Grade:
        """Whose quiet time it keeps: only P0 wakes people."""
        return {Urgency.ORDINARY: Grade.P3, Urgency.URGENT: Grade.P1, Urgency.DANGER: Grade.P0}[self]


class Stage(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    PLANNED = "planned"
    QUEUING = "queuing"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({Stage.AWAITING, Stage.PLANNED, Stage.QUEUING, Stage.SENDING})
"""Can still be stopped."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The doors an announcement goes to: those in the chosen places that the author's posts answer for."""

    places: tuple[int, ...]
    posts: tuple[int, ...]

    def takes(self, address: Address, directory: Directory) -> bool:
        """Does somebody who lives there get it?"""
        address = replace(address, place_id=_as_it_is(directory, address.place_id))
        inside = any(place.id in self.places for place in directory.line(address.place_id))
        return inside and any(post.id in self.posts for post in directory.answering(address))

    def below(self, directory: Directory) -> list[int]:
        """The chosen places and everything in them, with what was merged into them."""
        now = {id_: _as_it_is(directory, id_) for id_ in directory.places}
        return [id_ for id_ in now if any(place.id in self.places for place in directory.line(now[id_]))]

    def posts_there(self, directory: Directory) -> list[Post]:
        """Posts that stand there or answer for something there; those that answer for more are not there."""
        below = set(self.below(directory))
        found = []
        for post in directory.posts.values():
            covered = [cover.place_id for cover in directory.coverage if cover.post_id == post.id]
            if below and below.issuperset(covered or [post.place_id]):
                found.append(post)
        return found


def _as_it_is(directory: Directory, place_id: int) -> int:
    """The place, or where it went when it was merged: homes keep the place that was said."""
    place = directory.places.get(place_id)
    found = directory.by_code(place.code) if place is not None and place.merged_into is not None else place
    return found.id if found is not None else place_id


def own_places(directory: Directory, posts: Sequence[Post]) -> list[int]:
    """The places these posts answer for, as far as they are entered: what the author chooses from first."""
    found: dict[int, None] = {}
    for post in posts:
        covered = [cover.place_id for cover in directory.coverage if cover.post_id == post.id]
        found.update(dict.fromkeys(covered or ([] if post.role is Role.STEWARD else [post.place_id])))
    return list(found)


def is_own_place(directory: Directory, posts: Sequence[Post], place_id: int) -> bool:
    """Does it lie in what these posts answer for?"""
    own = set(own_places(directory, posts))
    return any(place.id in own for place in directory.line(place_id))


@dataclass(frozen=True, slots=True)
class Doors:
    """What one steward tells at the door: a place, its households without the app (None: their number was never
    entered), and the doors known to report by telephone."""

    place_id: int
    without_app: int | None
    known: tuple[str, ...] = ()
    told: int | None = None
    """Of the households that the register has there, how many have been told; None where it has none."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who an announcement reaches, counted: those who get it, those who have muted ordinary ones, those who have
    stopped the bot; households without the app, and places whose households were never entered."""

    receivers: int
    muted: int
    unreachable: int
    without_app: int
    uncounted: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of its messages. `why`: a word for each reason with how many it kept back."""

    sent: int
    waiting: int
    why: tuple[tuple[str, int], ...]
    told_at_doors: int = 0
    asked_at_doors: int = 0
    doors_told: int = 0
    doors: int = 0
    """Of the households in the register, those that were told at the door, and all of them that were to be."""

    @property
    def lost(self) -> int:
        return sum(n for _, n in self.why)


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """An announcement as its author, its second reader or a receiver may see it."""

    id: int
    version: int
    stage: Stage
    urgency: Urgency
    places: tuple[int, ...]
    choices: tuple[int, ...]
    """The places its author may begin to choose from."""
    body: str
    photo: FileView | None
    sender: str
    author: str | None
    goes_at: datetime
    """When it leaves, with the quiet hours counted."""
    now: bool
    held_by_night: bool
    expires_at: datetime
    by_reader: bool
    may_stop: bool
    may_approve: bool
    approved_by: str | None
    audience: Audience | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class DoorPoint:
    """A door to go to: what its button says; `nobody`: somebody was there and met nobody."""

    id: int
    label: str
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class DoorListView:
    """An announcement and the doors one steward tells it at."""

    announcement: AnnouncementView
    doors: Sequence[Doors]
    left: Sequence[DoorPoint] = ()
    last: DoorPoint | None = None
    """The one that was entered last, while it can be put right."""
