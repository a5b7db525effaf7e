"""Who answers for what: the tree of places, the posts, what they cover, and who holds them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.bodies.bodies import Body, BodyChannel
from domain.posts.absences import Absence, absence_of, stand_in
from domain.vocabulary import CHAIN, SEATS, HeldAs, Level, Role, StreetSide


@dataclass(frozen=True, slots=True)
class Former:
    """What a place was called, and where it stood, until that moment."""

    name: str
    parent_id: int | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree: community, grid, compound or street, building, unit.

    `merged_into` leads from a place that is no more to the one that took it up; its code, on sheets in the
    stairwells, goes on being understood. `former` are its older names, oldest first.
    """

    id: int
    code: str
    parent_id: int | None
    level: Level
    name: str
    aliases: tuple[str, ...] = ()
    households: int | None = None
    merged_into: int | None = None
    former: tuple[Former, ...] = ()

    def as_of(self, at: datetime | None) -> tuple[str, int | None]:
        """Name and parent at that moment; without one, now's."""
        then = next((one for one in self.former if at is not None and at < one.until), None)
        return (then.name, then.parent_id) if then else (self.name, self.parent_id)


@dataclass(frozen=True, slots=True)
class Address:
    """A place, and what stands on the door: house number, sub-number (附号), room."""

    place_id: int
    number: int | None = None
    sub_number: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A seat somebody may hold, standing at a place; `body_id`: of that body, beside the chain."""

    id: int
    code: str
    place_id: int
    role: Role
    title: str
    body_id: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a post answers for: a place, or a range of house numbers on a street.

    `sub_numbers` None: all of them; empty: only doors without a sub-number; else the listed ones.
    """

    post_id: int
    place_id: int
    from_no: int | None = None
    to_no: int | None = None
    side: StreetSide = StreetSide.ALL
    sub_numbers: tuple[str, ...] | None = None
    households: int | None = None

    def takes(self, address: Address, line: Sequence[Place]) -> bool:
        """Does the address lie in it? `line` is the address's place and everything above."""
        if self.from_no is None and self.side is StreetSide.ALL and self.sub_numbers is None:
            return any(place.id == self.place_id for place in line)
        if address.place_id != self.place_id or address.number is None:
            return False
        if self.from_no is not None and not self.from_no <= address.number <= (self.to_no or self.from_no):
            return False
        if self.side is not StreetSide.ALL and (address.number % 2 == 1) != (self.side is StreetSide.ODD):
            return False
        if self.sub_numbers is None:
            return True
        return address.sub_number in self.sub_numbers if self.sub_numbers else address.sub_number is None


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in a post, from–to. `reachable`: has pressed Start and has not blocked the bot."""

    post_id: int
    person_id: int
    held_as: HeldAs
    reachable: bool
    since: datetime | None = None
    until: datetime | None = None

    def active(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


_MOST_DOORS = 10_000
"""Doors whose posts are remembered at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """All of it at one revision, small enough to hold in memory (some hundred places and posts).

    Compared by identity: what is worked out of one (domain/places/gazetteer.py) is kept beside it.
    """

    revision: int
    places: Mapping[int, Place]
    posts: Mapping[int, Post]
    coverage: Sequence[Coverage]
    holdings: Sequence[Holding]
    absences: Sequence[Absence] = ()
    bodies: Mapping[int, Body] = field(default_factory=dict)
    doors: Mapping[int, Mapping[tuple[int | None, str | None], int]] = field(default_factory=dict)
    """By place and (number, sub-number): how many doors of the register count (domain/posts/household_counts.py)."""
    _children: Mapping[int | None, list[Place]] = field(init=False, repr=False, default_factory=dict)
    _held: Mapping[int, list[Holding]] = field(init=False, repr=False, default_factory=dict)
    _held_of: Mapping[int, list[Holding]] = field(init=False, repr=False, default_factory=dict)
    _by_role: Mapping[Role, list[Post]] = field(init=False, repr=False, default_factory=dict)
    _seats_in: Mapping[int, list[Post]] = field(init=False, repr=False, default_factory=dict)
    _answering: dict[tuple[int, int | None, str | None], list[Post]] = field(
        init=False, repr=False, default_factory=dict
    )
    _bodies_at: dict[int, list[tuple[int, Body]]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        children: dict[int | None, list[Place]] = {}
        for place in self.places.values():
            if place.merged_into is not None:
                continue
            children.setdefault(place.parent_id, []).append(place)
        object.__setattr__(self, "_children", children)
        held: dict[int, list[Holding]] = {}
        held_of: dict[int, list[Holding]] = {}
        for holding in self.holdings:
            held.setdefault(holding.person_id, []).append(holding)
            held_of.setdefault(holding.post_id, []).append(holding)
        object.__setattr__(self, "_held", held)
        object.__setattr__(self, "_held_of", held_of)
        by_role: dict[Role, list[Post]] = {}
        for post in self.posts.values():
            by_role.setdefault(post.role, []).append(post)
        object.__setattr__(self, "_by_role", by_role)
        seats_in: dict[int, list[Post]] = {}
        for seat in by_role.get(Role.CONTACT, ()):
            if seat.body_id is not None:
                seats_in.setdefault(seat.body_id, []).append(seat)
        object.__setattr__(self, "_seats_in", seats_in)

    @property
    def root(self) -> Place | None:
        roots = self._children.get(None, [])
        return roots[0] if roots else None

    def children(self, place_id: int) -> list[Place]:
        return self._children.get(place_id, [])

    def below(self, place_id: int) -> set[int]:
        """The place and everything inside it."""
        found, waiting = set[int](), [place_id]
        while waiting:
            found.add(here := waiting.pop())
            waiting += [child.id for child in self.children(here) if child.id not in found]
        return found

    def by_code(self, code: str) -> Place | None:
        """The place of a public code; one that was merged leads to where it went."""
        place = next((place for place in self.places.values() if place.code == code), None)
        seen: list[Place] = []
        while place is not None and place.merged_into is not None and place not in seen:
            seen.append(place)
            place = self.places.get(place.merged_into)
        return place

    def line(self, place_id: int, at: datetime | None = None) -> list[Place]:
        """The place and everything above it, lowest first; as it stood `at` that moment, without one as it is."""
        line: list[Place] = []
        current = self.places.get(place_id)
        while current is not None and current not in line:
            line.append(current)
            _, parent_id = current.as_of(at)
            current = self.places.get(parent_id) if parent_id is not None else None
        return line

    def name(self, address: Address, *, with_room: bool = True, at: datetime | None = None) -> str:
        """As people say it: «3号楼2单元502», «三公街11号附2»; the community and grid above go unsaid.

        What has ended keeps the name its place had then (`at`).
        """
        spoken = [
            place.as_of(at)[0]
            for place in reversed(self.line(address.place_id, at))
            if place.level not in (Level.COMMUNITY, Level.GRID)
        ]
        name = "".join(spoken) or self.places[address.place_id].as_of(at)[0]
        if address.number is not None:
            name += f"{address.number}号"
        if address.sub_number is not None:
            name += f"附{address.sub_number}"
        return name + (address.room if with_room and address.room else "")

    def holders(self, post_id: int, held_as: HeldAs, at: datetime) -> Iterator[Holding]:
        """Who holds the post so at that moment, in the order they were entered."""
        for holding in self._held_of.get(post_id, ()):
            if holding.held_as is held_as and holding.active(at):
                yield holding

    def holdings_of(self, post_id: int) -> Sequence[Holding]:
        """Everybody who holds, held or will hold the post."""
        return self._held_of.get(post_id, ())

    def with_role(self, role: Role) -> Sequence[Post]:
        """Every post of that role; among a thousand seats of bodies it is not looked for."""
        return self._by_role.get(role, ())

    def posts_of(self, person_id: int, at: datetime) -> list[Post]:
        """The posts in the community's own office that a person holds, as main or as deputy, and those of whom they
        stand in for. Never a body's seat: whoever has no other post holds no office (spec: collective.md 3 B)."""
        return [post for post in self.held_by(person_id, at) if post.role not in SEATS]

    def seats_of(self, person_id: int, at: datetime) -> list[Post]:
        """The seats in bodies that a person has, and those of whom they stand in for."""
        return [post for post in self.held_by(person_id, at) if post.role in SEATS]

    def seats_in(self, body_id: int) -> Sequence[Post]:
        """The seats of a body, whoever holds them."""
        return self._seats_in.get(body_id, ())

    def bodies_at(self, place_id: int, at: datetime) -> list[tuple[int, Body]]:
        """The bodies that work at a place then, each with how many steps above it that was entered."""
        if place_id not in self._bodies_at:
            line = [place.id for place in self.line(place_id)]
            here = [body for body in self.bodies.values() if not {*line}.isdisjoint(body.places)]
            self._bodies_at[place_id] = [(min(line.index(p) for p in body.places if p in line), body) for body in here]
        return [(steps, body) for steps, body in self._bodies_at[place_id] if body.stands(at)]

    def contacts(self, body_id: int, at: datetime) -> list[int]:
        """Whoever acts for a body and can be told: the main holders of its seats; where there are none, the
        deputies."""
        for held_as in HeldAs:
            acting = [one for seat in self.seats_in(body_id) for one in self.acting(seat.id, held_as, at)]
            if acting:
                return list(dict.fromkeys(acting))
        return []

    def can_be_told(self, body: Body, at: datetime) -> bool:
        """Does what it is asked reach somebody of it? By telephone and on paper the office does, who need nobody there.
        Of one that has ended nobody asks."""
        return not body.stands(at) or body.channel is not BodyChannel.CHAT or bool(self.contacts(body.id, at))

    def held_by(self, person_id: int, at: datetime) -> list[Post]:
        """Posts and seats of theirs together. Whoever stands in for somebody of the chain has nothing of the seat which
        that person has in a body: its other seats are asked meanwhile."""
        away = [
            absence.person_id
            for absence in self.absences
            if absence.active(at) and self.stand_in(absence.person_id, at) == person_id
        ]
        people = {person_id, *away}
        own = [h for h in self.holdings if h.person_id in people] if away else self._held.get(person_id, [])
        active = [h for h in own if h.active(at)]
        found = (self.posts[h.post_id] for h in active if h.person_id == person_id or not self._is_seat(h.post_id))
        return list(dict.fromkeys(found))

    def absence_of(self, person_id: int, at: datetime) -> Absence | None:
        """The leave a person is on at that moment."""
        return absence_of(self.absences, person_id, at)

    def stand_in(self, person_id: int, at: datetime) -> int | None:
        """Who acts for a person then: they themselves when here, None when nobody does. Whoever was chosen to stand in
        does so as long as they hold a post of the chain themselves and can be told."""
        return stand_in(self.absences, person_id, at, may=lambda other: self._may_stand_in(other, at))

    def _may_stand_in(self, person_id: int, at: datetime) -> bool:
        own = self._held.get(person_id, ())
        return any(h.reachable and h.active(at) and self.posts[h.post_id].role in CHAIN for h in own)

    def acting(self, post_id: int, held_as: HeldAs, at: datetime) -> list[int]:
        """Who acts for those who hold the post so: they themselves while they are here, else who stands in for them,
        but for a body's seat nobody does. Only who can be told."""
        found: list[int] = []
        for holding in self.holders(post_id, held_as, at):
            one = self.stand_in(holding.person_id, at)
            if one is not None and self.reachable(one) and (one == holding.person_id or not self._is_seat(post_id)):
                found.append(one)
        return list(dict.fromkeys(found))

    def _is_seat(self, post_id: int) -> bool:
        return self.posts[post_id].role in SEATS

    def acting_as(self, role: Role, at: datetime) -> list[int]:
        """Everybody who acts for a role and can be told something."""
        acting = (
            one for post in self.with_role(role) for held_as in HeldAs for one in self.acting(post.id, held_as, at)
        )
        return list(dict.fromkeys(acting))

    def office(self, at: datetime) -> list[int]:
        """Everybody who acts for the office and can be told something; where nobody does, for the secretary."""
        return self.acting_as(Role.OFFICE, at) or self.acting_as(Role.SECRETARY, at)

    def reachable(self, person_id: int) -> bool:
        """Can somebody who holds a post be told anything?"""
        return any(h.reachable for h in self._held.get(person_id, ()))

    def covered_by(self, post: Post) -> list[Coverage]:
        """What a post answers for; a superior without rows of their own: all of the place they stand at."""
        own = [cover for cover in self.coverage if cover.post_id == post.id]
        return own or ([] if post.role is Role.STEWARD else [Coverage(post.id, post.place_id)])

    def standing(self, person_id: int, address: Address, at: datetime) -> frozenset[Role]:
        """The roles by which a person answers for an address: covering it, or standing above it."""
        own = self.posts_of(person_id, at)
        if not own:
            return frozenset()
        line = {place.id for place in self.line(address.place_id)}
        beside = [post for post in self.with_role(Role.DUTY) if post.place_id in line]
        answering = {post.id for post in (*self.answering(address), *beside)}
        return frozenset(post.role for post in own if post.id in answering)

    def answering(self, address: Address) -> list[Post]:
        """Every post of the chain that answers for an address, nearest first: stewards, then upwards.

        Among posts of one role the most specific comes first: the deeper place, a number range before the
        whole street, listed sub-numbers before all, the shorter range, then the code.
        """
        door = (address.place_id, address.number, address.sub_number)
        if door not in self._answering:
            if len(self._answering) >= _MOST_DOORS:
                self._answering.clear()
            self._answering[door] = self._find_answering(address)
        return self._answering[door]

    def _find_answering(self, address: Address) -> list[Post]:
        line = self.line(address.place_id)
        height = {place.id: index for index, place in enumerate(line)}
        best: dict[int, tuple[int, int, int, int, int, str]] = {}
        for cover in self.coverage:
            post = self.posts[cover.post_id]
            if post.role in CHAIN and cover.takes(address, line):
                width = (cover.to_no or cover.from_no or 0) - cover.from_no if cover.from_no is not None else 0
                key = (
                    CHAIN.index(post.role),
                    height[cover.place_id],
                    cover.from_no is None and cover.side is StreetSide.ALL,
                    not cover.sub_numbers,
                    width,
                    post.code,
                )
                best[post.id] = min(best.get(post.id, key), key)
        covering = {cover.post_id for cover in self.coverage}
        for post in self.posts.values():
            # A superior without rows of their own answers for everything below the place they stand at.
            above = post.role in CHAIN and post.role is not Role.STEWARD and post.id not in covering
            if above and post.place_id in height:
                best[post.id] = (CHAIN.index(post.role), height[post.place_id], 1, 1, 0, post.code)
        return [self.posts[post_id] for post_id in sorted(best, key=lambda post_id: best[post_id])]

    def last_number(self, place_id: int) -> int | None:
        """The highest house number that a steward's range on this street reaches; None where there are no ranges, or
        one of them has no end."""
        ends = [cover.to_no or cover.from_no for cover in self.coverage if cover.place_id == place_id]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    def has_ranges(self, place_id: int) -> bool:
        """Is this a street on which the house number decides who answers?"""
        return any(c.place_id == place_id and c.from_no is not None for c in self.coverage)
