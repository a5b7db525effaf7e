"""A body as a reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.bodies.bodies import Body, Resource
from domain.words.categories import Names


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Who has a seat, until when; `reachable`: they can be told something."""

    name: str
    deputy: bool
    until: datetime | None
    reachable: bool


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body. `sees_people`: the reader sees who has its seats, and how much it is asked; `seat_to_invite`: they may
    invite somebody to that one, and end the body."""

    body: Body
    places: Sequence[str]
    duties: Sequence[Names]
    tasks: Sequence[str]
    resources: Sequence[Resource]
    members: Sequence[str]
    reachable: bool
    letters: bool
    sees_people: bool
    holders: Sequence[SeatHolder]
    seat_to_invite: int | None
    open_asks: int
