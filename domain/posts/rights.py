"""What somebody may do beside handling tickets: one table. Whoever sets the program up may set up everywhere."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.posts.directory import Directory, Post
from domain.vocabulary import CHAIN, Role


class Right(StrEnum):
    """What can be done by whoever holds the right post. What a post may do with a ticket is
    domain/tickets/lifecycle.py's."""

    HOLD_A_POST = "hold_a_post"
    LOOK_UP = "look_up"
    """Ask who answers for an address: it names people."""
    ANNOUNCE = "announce"
    SECOND_ANNOUNCEMENTS = "second_announcements"
    """Give an urgent announcement its second press, and stop anybody's."""
    KEEP_TICKETS = "keep_tickets"
    """Say that a ticket's words are kept: it is in mediation or appeal."""
    SET_DAYS = "set_days"
    READ_DIGESTS = "read_digests"
    RESTRICT = "restrict"
    SEE_POSTS = "see_posts"
    CHANGE_POSTS = "change_posts"
    MAKE_ADMINISTRATORS = "make_administrators"


_SECRETARIAT = frozenset({Role.OFFICE, Role.SECRETARY})

RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.HOLD_A_POST: frozenset(Role),
    Right.LOOK_UP: frozenset(Role),
    Right.ANNOUNCE: frozenset(CHAIN),
    Right.SECOND_ANNOUNCEMENTS: _SECRETARIAT,
    Right.KEEP_TICKETS: _SECRETARIAT,
    Right.SET_DAYS: _SECRETARIAT,
    Right.READ_DIGESTS: _SECRETARIAT,
    Right.RESTRICT: _SECRETARIAT,
    Right.SEE_POSTS: frozenset({Role.GROUP_LEADER, Role.BRANCH_SECRETARY}) | _SECRETARIAT,
    Right.CHANGE_POSTS: _SECRETARIAT,
    Right.MAKE_ADMINISTRATORS: frozenset(),
}
"""By which roles."""

OF_THE_SET_UP = frozenset({Right.LOOK_UP, Right.SEE_POSTS, Right.CHANGE_POSTS, Right.MAKE_ADMINISTRATORS})
"""What administrators may without a post; no right over any ticket is among it."""


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
    """The posts of that person which give the right."""
    return [post for post in directory.posts_of(person_id, at) if post.role in RIGHTS[right]]


def _by_set_up(who: Member, right: Right) -> bool:
    return who.is_administrator and right in OF_THE_SET_UP


def _above(own: Role, other: Role) -> bool:
    return other not in CHAIN or CHAIN.index(own) > CHAIN.index(other)
