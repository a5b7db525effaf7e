"""What somebody may do with the set-up itself: every right is role × place. Administrators set up everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.directory import Directory, Post
from domain.words import CHAIN, Role


class Right(StrEnum):
    """What can be done to posts and people."""

    SEE_POSTS = "see_posts"
    CHANGE_POSTS = "change_posts"
    MAKE_ADMINISTRATORS = "make_administrators"


RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.SEE_POSTS: frozenset({Role.GROUP_LEADER, Role.BRANCH_SECRETARY, Role.OFFICE, Role.SECRETARY}),
    Right.CHANGE_POSTS: frozenset({Role.OFFICE, Role.SECRETARY}),
    Right.MAKE_ADMINISTRATORS: frozenset(),
}
"""By which roles; administrators have all of them, and none over any ticket."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who uses a right: which posts he holds at that moment, and whether he sets the program up."""

    person_id: int
    is_administrator: bool


def may(directory: Directory, who: Member, right: Right, place_id: int, role: Role, at: datetime) -> bool:
    """Has he this right over posts of that role at that place? Below his own place, and never at his own height."""
    if who.is_administrator:
        return True
    line = {place.id for place in directory.line(place_id)}
    return any(post.place_id in line and _above(post.role, role) for post in _by_right(directory, who, right, at))


def has(directory: Directory, who: Member, right: Right, at: datetime) -> bool:
    """Has he it anywhere?"""
    return who.is_administrator or bool(_by_right(directory, who, right, at))


def within(directory: Directory, who: Member, right: Right, at: datetime) -> list[Post]:
    """The posts this right of his reaches, by place and then by height."""
    order = {place_id: n for n, place_id in enumerate(directory.places)}
    found = [p for p in directory.posts.values() if may(directory, who, right, p.place_id, p.role, at)]
    return sorted(found, key=lambda post: (list(Role).index(post.role), order[post.place_id], post.code))


def _by_right(directory: Directory, who: Member, right: Right, at: datetime) -> list[Post]:
    return [post for post in directory.posts_of(who.person_id, at) if post.role in RIGHTS[right]]


def _above(own: Role, other: Role) -> bool:
    return other not in CHAIN or CHAIN.index(own) > CHAIN.index(other)
