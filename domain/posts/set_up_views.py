"""What whoever runs the community may see of posts, people and leaves; built by services/views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.posts.directory import Post
from domain.view_shapes import PageOf
from domain.vocabulary import HeldAs, SetUpAct

SET_UP_PAGE = 5
"""Posts, people or lines on one page."""


class Presence(StrEnum):
    """How somebody stands in their post."""

    HERE = "here"
    INVITED = "invited"
    AWAY = "away"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class HolderView:
    """Somebody in a post. `changeable`: the reader may end it."""

    holding_id: int
    person_id: int
    name: str
    held_as: HeldAs
    presence: Presence
    until: datetime | None
    post: Post
    changeable: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """A post with whoever holds it."""

    post: Post
    holders: Sequence[HolderView]
    changeable: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who holds posts, or sets the program up."""

    person_id: int
    name: str
    is_administrator: bool
    has_account: bool
    holdings: Sequence[HolderView]


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A link that can still be pressed. `key` names it on a button."""

    key: str
    name: str
    title: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LineOfSetUp:
    """A line of the set-up's history."""

    at: datetime
    act: SetUpAct
    by: str
    person: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LeaveView:
    """A leave that is not over."""

    id: int
    since: datetime
    until: datetime
    deputy: str


@dataclass(frozen=True, slots=True)
class Share:
    """So many open tickets go to this person; `name` None: they stay where they are."""

    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class PostsView:
    """The posts on one page. `may_invite`: the reader may fill posts."""

    page: PageOf[PostView]
    may_invite: bool


@dataclass(frozen=True, slots=True)
class EndingView:
    """Somebody who is about to leave a post, and who gets their open work."""

    holder: HolderView
    shares: Sequence[Share]


@dataclass(frozen=True, slots=True)
class LeavesView:
    """The leaves of somebody. `mine`: they are the reader's own."""

    leaves: Sequence[LeaveView]
    name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class LeaveAhead:
    """A leave that is not entered yet: whose it is, who stands in (nobody: empty), and who gets their open work."""

    name: str
    deputy: str
    shares: Sequence[Share]
