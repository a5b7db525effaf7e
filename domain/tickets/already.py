"""Already reported? Three different things, never one.

A neighbour's same fault is a duplicate, one's own again while it is open a repeat, one's own that was closed and came
back a recurrence. The place, the category and the day suggest it; the reporter decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.posts.accused import covers
from domain.posts.directory import Address, Directory
from domain.vocabulary import OPEN_STATES, Kind, Level, Role, Secrecy, State
from domain.words.categories import Category

SHOWN_FOR = timedelta(days=14)
"""How old an open ticket of the neighbours may be to be shown."""
MAX_SHOWN_A_DAY = 5
"""How often in a day one person is shown what neighbours have reported."""
TOPIC_WITHIN = timedelta(days=30)
TOPIC_TICKETS, TOPIC_HOUSEHOLDS = 3, 2
"""So many tickets from so many households, of one category in one building, make a topic."""
_BUILDING_DOWN = (Level.BUILDING, Level.UNIT)


class Known(StrEnum):
    """How what is known stands to what is about to be filed."""

    REPEAT = "repeat"
    RECURRENCE = "recurrence"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """What must be known of a ticket to suggest it; no words, no names."""

    id: int
    number: str
    category: str
    kind: Kind
    state: State
    address: Address
    secrecy: Secrecy
    concerns: Role | None
    reporter_id: int | None
    filed_at: datetime
    closed_at: datetime | None


def relation(
    known: KnownTicket,
    category: Category,
    person_id: int,
    at: datetime,
    *,
    reopens: timedelta,
    concerns: Role | None = None,
) -> Known | None:
    """`reopens`: for so long a reporter may take up again what is closed.

    Never a dispute of others, never what happens inside a flat, never what was told in confidence; and no words
    that complain of somebody (`concerns`) are added to a ticket that the accused may read."""
    if not covers(known.concerns, concerns):
        return None
    if known.reporter_id == person_id:
        if known.state in OPEN_STATES:
            return Known.REPEAT
        closed = known.state is State.CLOSED and known.closed_at is not None and at - known.closed_at <= reopens
        return Known.RECURRENCE if closed else None
    private = category.private or category.kind is Kind.DISPUTE or known.kind is Kind.DISPUTE
    hidden = known.secrecy is not Secrecy.NORMAL or known.concerns is not None or known.address.room is not None
    if private or hidden or known.state not in OPEN_STATES or at - known.filed_at > SHOWN_FOR:
        return None
    return Known.DUPLICATE


def same_places(address: Address, directory: Directory) -> set[int]:
    """The place itself, the building it lies in, and what lies in it; not the stairs next door."""
    here = [place for place in directory.line(address.place_id) if place.level in _BUILDING_DOWN]
    below = [place for place in directory.children(address.place_id) if place.level in _BUILDING_DOWN]
    return {address.place_id, *(place.id for place in (*here, *below))}


def is_known(address: Address, directory: Directory) -> bool:
    """Does it say where, or only «somewhere in the community»?"""
    place = directory.places.get(address.place_id)
    return place is not None and place.level not in (Level.COMMUNITY, Level.GRID)


def same_door(one: Address, other: Address) -> bool:
    """On a street the house number decides; a missing one says nothing."""
    return one.number == other.number and one.sub_number == other.sub_number


def building_of(address: Address, directory: Directory) -> int | None:
    """The building, or the house of a street; None where nobody can say which one it is."""
    for place in directory.line(address.place_id):
        if place.level is Level.BUILDING or (place.level is Level.STREET and address.number is not None):
            return place.id
    return None
