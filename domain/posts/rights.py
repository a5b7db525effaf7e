"""What somebody may do beside handling tickets. The core's rights stand here, a subject's in its own rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from domain.posts.directory import Directory, Post
from domain.vocabulary import CHAIN, SEATS, Role


@dataclass(frozen=True, slots=True)
class Right:
    """What can be done by whoever holds a post of one of these roles; `administrators`: also by whoever sets the
    program up, without any post. What a post may do with a ticket is domain/tickets/lifecycle.py's."""

    name: str
    roles: frozenset[Role]
    administrators: bool = False

    HOLD_A_POST: ClassVar["Right"]
    HOLD_A_POST_OR_SEAT: ClassVar["Right"]
    """Also whoever has the seat of a body: they are asked things, and go on leave."""
    LOOK_UP: ClassVar["Right"]
    """Ask who answers for an address: it names people."""
    KEEP_TICKETS: ClassVar["Right"]
    """Say that a ticket's words are kept: it is in mediation or appeal."""
    SET_DAYS: ClassVar["Right"]
    READ_DIGESTS: ClassVar["Right"]
    RESTRICT: ClassVar["Right"]
    SEE_POSTS: ClassVar["Right"]
    CHANGE_POSTS: ClassVar["Right"]
    MAKE_ADMINISTRATORS: ClassVar["Right"]


SECRETARIAT = frozenset({Role.OFFICE, Role.SECRETARY})

_POSTS = frozenset(Role) - SEATS

Right.HOLD_A_POST = Right("hold a post", _POSTS)
Right.HOLD_A_POST_OR_SEAT = Right("hold a post or a seat", frozenset(Role))
Right.LOOK_UP = Right("look up who answers", _POSTS, administrators=True)
Right.KEEP_TICKETS = Right("keep tickets", SECRETARIAT)
Right.SET_DAYS = Right("set days off", SECRETARIAT)
Right.READ_DIGESTS = Right("read digests", SECRETARIAT)
Right.RESTRICT = Right("restrict", SECRETARIAT)
Right.SEE_POSTS = Right(
    "see posts", frozenset({Role.GROUP_LEADER, Role.BRANCH_SECRETARY}) | SECRETARIAT, administrators=True
)
Right.CHANGE_POSTS = Right("change posts", SECRETARIAT, administrators=True)
Right.MAKE_ADMINISTRATORS = Right("make administrators", frozenset(), administrators=True)


class Member(Protocol):
    """Somebody who uses a right."""

    @property
    def id(self) -> int: ...
    @property
    def is_administrator(self) -> bool: ...


def may(directory: Directory, who: Member, right: Right, at: datetime) -> bool:
    """Do they have this right anywhere?"""
    return _by_set_up(who, right) or bool(posts_giving(directory, who.id, right, at))


def may_over(directory: Directory, who: Member, right: Right, place_id: int, role: Role, at: datetime) -> bool:
    """Do they have it over posts of that role at that place? Below their own place, and never at their own height."""
    if _by_set_up(who, right):
        return True
    line = {place.id for place in directory.line(place_id)}
    own = posts_giving(directory, who.id, right, at)
    return any(post.place_id in line and _above(post.role, role) for post in own)


def within(directory: Directory, who: Member, right: Right, at: datetime) -> list[Post]:
    """The posts this right of theirs reaches, by place and then by height."""
    order = {place_id: n for n, place_id in enumerate(directory.places)}
    found = [p for p in directory.posts.values() if may_over(directory, who, right, p.place_id, p.role, at)]
    return sorted(found, key=lambda post: (list(Role).index(post.role), order[post.place_id], post.code))


def posts_giving(directory: Directory, person_id: int, right: Right, at: datetime) -> list[Post]:
    """The posts of that person which give the right; a seat only gives what names seats."""
    held = directory.held_by(person_id, at) if right.roles & SEATS else directory.posts_of(person_id, at)
    return [post for post in held if post.role in right.roles]


def _by_set_up(who: Member, right: Right) -> bool:
    return who.is_administrator and right.administrators


def _above(own: Role, other: Role) -> bool:
    return other not in CHAIN or CHAIN.index(own) > CHAIN.index(other)
