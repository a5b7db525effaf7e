"""Facts about posts, people, leaves and places, to be told like those of domain/notices/notices.py."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices.notice import Notice

# Posts, people, leaves: answers to whoever runs the community


@dataclass(frozen=True, slots=True)
class PostsList(Notice):
    """/posts: who holds what, drawn as it then is. `more`: what else can be done there, in the place of the posts."""

    page: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class PostDetail(Notice):
    """One post: for which places, with how many households, and who holds it."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PeopleList(Notice):
    """/people"""

    page: int = 0


@dataclass(frozen=True, slots=True)
class PersonDetail(Notice):
    """One person: what they hold, and whether they set the program up."""

    person: int


@dataclass(frozen=True, slots=True)
class SetUpHistory(Notice):
    """What was done to posts, people and places, newest first."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class InviteWhom(Notice):
    """/invite: to which role; then (with a role) to which post of it."""

    role: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class InviteSure(Notice):
    """Who holds the post now, and who will; a press on the days makes the link."""

    post_id: int
    name: str


@dataclass(frozen=True, slots=True)
class InvitationLink(Notice):
    """The link itself, to be sent on to one person; kept nowhere once it was sent."""

    carries_words: ClassVar[bool] = True
    code: str
    days: int
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class UnusedInvitations(Notice):
    """Links that can still be pressed, each with a button that revokes it."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class EndPostSure(Notice):
    """Who leaves which post, and who gets their open work; nothing has been changed yet."""

    holding: int


@dataclass(frozen=True, slots=True)
class AdministratorSure(Notice):
    """Make somebody an administrator, or no longer."""

    person: int
    becomes: bool


@dataclass(frozen=True, slots=True)
class Leaves(Notice):
    """/leave: the leaves somebody has entered, and how to enter one."""

    person: int


@dataclass(frozen=True, slots=True)
class LeaveDeputies(Notice):
    """Who stands in from `first` to `last`? `page` of those who could."""

    person: int
    first: str
    last: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class LeaveSure(Notice):
    """The leave before it is entered: how many tickets go to whom."""

    person: int
    first: str
    last: str
    deputy: int | None


@dataclass(frozen=True, slots=True)
class CorrectionSure(Notice):
    """A corrected place or category before it is saved: old and new, and who answers for it then."""

    ticket_id: int
    what: str
    arg: str


# To others


@dataclass(frozen=True, slots=True)
class InvitationTaken(Notice):
    """Somebody pressed your link; `account` is what their channel calls them. Not the right one? One press."""

    holding: int
    account: str


@dataclass(frozen=True, slots=True)
class NotTakenUp(Notice):
    """Links that nobody has pressed in three days."""

    holdings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntrustedWork(Notice):
    """Open tickets that came to you at once, and why; «back»: they are yours again."""

    why: str
    ticket_ids: tuple[int, ...]
    left: int | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class AnswersNow(Notice):
    """To a reporter, once: who answers for these reports of theirs from now on."""

    why: str
    ticket_ids: tuple[int, ...]
    person: int
    left: int | None = None
    until: str | None = None
