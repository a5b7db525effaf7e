"""The screens of /posts, /people, /invite and /who: facts as they are now, behind the right to see them."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from domain.notices.notices import WhoAnswers
from domain.notices.post_notices import (
    AdministratorSure,
    EndPostSure,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    NotTakenUp,
    PeopleList,
    PersonDetail,
    PostDetail,
    PostsList,
    SetUpHistory,
    UnusedInvitations,
)
from domain.posts.directory import Post
from domain.posts.rights import Right, within
from domain.posts.set_up_views import (
    SET_UP_PAGE,
    EndingView,
    HolderView,
    InvitationView,
    LineOfSetUp,
    PersonView,
    PostsView,
    PostView,
    Presence,
    Share,
)
from domain.view_shapes import PageOf, Sought
from services.posts.invitations import still_given
from services.posts.posts import shares as shares_of_post
from services.views.behind import behind
from storage.models import HoldingRow, Person
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

KEY_CHARACTERS = 16
"""So much of a link's hash names it on a button: 64 bits, and it is looked for among the open ones alone."""


@behind(Right.SEE_POSTS)
def posts_list(work: UnitOfWork, notice: PostsList, person: Person) -> PostsView:
    """The posts in the reader's reach."""
    posts = within(work.directory, person, Right.SEE_POSTS, work.now)
    return PostsView(_page_of_posts(work, posts, notice.page, person), work.may(person, Right.CHANGE_POSTS))


@behind(Right.SEE_POSTS)
def invite_whom(work: UnitOfWork, notice: InviteWhom, person: Person) -> PageOf[PostView]:
    """The posts of that role that the reader may fill."""
    posts = [p for p in within(work.directory, person, Right.CHANGE_POSTS, work.now) if p.role == notice.role]
    return _page_of_posts(work, posts, notice.page, person)


@behind(Right.SEE_POSTS)
def one_post(work: UnitOfWork, notice: PostDetail | InviteSure, person: Person) -> PostView | None:
    """A post; None when it is out of reach."""
    post = work.directory.posts.get(notice.post_id)
    if post is None or not work.may(person, Right.SEE_POSTS, over=post):
        return None
    return _post(work, post, person)


@behind(Right.SEE_POSTS)
def people_list(work: UnitOfWork, notice: PeopleList, person: Person) -> PageOf[PersonView]:
    """Whoever is in the reader's reach."""
    ids = _people(work, person)
    return PageOf([_person(work, one, person) for one in _page(ids, notice.page)], len(ids))


@behind(Right.SEE_POSTS)
def one_person(work: UnitOfWork, notice: PersonDetail | AdministratorSure, person: Person) -> Sought[PersonView]:
    """Somebody, as long as they are in the reader's reach."""
    return Sought(_person(work, notice.person, person) if notice.person in _people(work, person) else None)


@behind(Right.SEE_POSTS)
def ending(work: UnitOfWork, notice: EndPostSure, person: Person) -> EndingView | None:
    """Who leaves which post, and where their work would go."""
    row = work.store(Posts).get(notice.holding)
    if row is None or (holder := _changeable(work, row, person)) is None:
        return None
    return EndingView(holder, named_shares(work, shares_of_post(work, row)))


@behind(Right.SEE_POSTS)
def invitation_taken(work: UnitOfWork, notice: InvitationTaken, person: Person) -> HolderView | None:
    """Who came, while they can still be sent away."""
    row = work.store(Posts).get(notice.holding)
    return _changeable(work, row, person) if row is not None else None


@behind(Right.SEE_POSTS)
def not_taken_up(work: UnitOfWork, notice: NotTakenUp, person: Person) -> Sequence[HolderView]:
    """Those of them whose links are still not pressed."""
    rows = [work.store(Posts).get(holding_id) for holding_id in notice.holdings]
    views = [_holder_of_row(work, row, person) for row in rows if row is not None]
    return [view for view in views if view.presence is Presence.INVITED]


@behind(Right.SEE_POSTS)
def set_up_history(work: UnitOfWork, notice: SetUpHistory, _person: Person) -> PageOf[LineOfSetUp]:
    """What was done, newest first."""
    lines, total = work.store(Posts).lines(notice.page, SET_UP_PAGE)
    told = [
        LineOfSetUp(
            line.at,
            line.act,
            work.people.name(line.by_id) or "",
            work.people.name(line.person_id) or "",
            line.subject,
            line.before,
            line.after,
        )
        for line in lines
    ]
    return PageOf(told, total)


@behind(Right.SEE_POSTS)
def unused_invitations(work: UnitOfWork, _notice: UnusedInvitations, person: Person) -> Sequence[InvitationView]:
    """Links that can still be pressed, and whose posts the reader may change."""
    found = []
    for one in filter(partial(still_given, work), work.store(Posts).unused()):
        row = work.store(Posts).get(one.holding_id)
        post = work.directory.posts.get(row.post_id) if row is not None else None
        if work.may(person, Right.CHANGE_POSTS, over=post) if post is not None else person.is_administrator:
            name = row.entered_as or "" if row is not None else ""
            title = post.title if post is not None else ""
            found.append(InvitationView(one.code_hash[:KEY_CHARACTERS], name, title, one.expires_at))
    return found


def who_answers(work: UnitOfWork, _notice: WhoAnswers, _person: Person) -> dict[int, str]:
    """The names that may stand in the explanation; /who itself asks for the right."""
    return names_of_holders(work)


def names_of_holders(work: UnitOfWork) -> dict[int, str]:
    """What everybody who holds a post is called."""
    people = {holding.person_id for holding in work.directory.holdings}
    return {person_id: work.people.name(person_id) or "" for person_id in people}


def named_shares(work: UnitOfWork, counts: dict[int | None, int]) -> list[Share]:
    """How many open tickets go to whom, by name."""
    return [Share(work.people.name(person_id), count) for person_id, count in counts.items()]


def _page_of_posts(work: UnitOfWork, posts: Sequence[Post], page: int, reader: Person) -> PageOf[PostView]:
    return PageOf([_post(work, post, reader) for post in _page(posts, page)], len(posts))


def _page(rows: Sequence[T], page: int) -> Sequence[T]:
    return rows[page * SET_UP_PAGE : (page + 1) * SET_UP_PAGE]


def _changeable(work: UnitOfWork, row: HoldingRow, reader: Person) -> HolderView | None:
    """Somebody in a post, if the reader may end that now."""
    view = _holder_of_row(work, row, reader)
    return view if view.changeable else None


def _post(work: UnitOfWork, post: Post, reader: Person) -> PostView:
    rows = work.store(Posts).holdings_of(post.id)
    holders = [_holder_of_row(work, row, reader) for row in rows]
    return PostView(post, holders, work.may(reader, Right.CHANGE_POSTS, over=post))


def _holder_of_row(work: UnitOfWork, row: HoldingRow, reader: Person) -> HolderView:
    holder = work.people.get(row.person_id)
    presence = Presence.HERE
    if not work.accounts.bound(holder.id):
        presence = Presence.INVITED
    elif not work.accounts.reachable(holder.id):
        presence = Presence.UNREACHABLE
    elif work.directory.absence_of(holder.id, work.now) is not None:
        presence = Presence.AWAY
    post = work.directory.posts[row.post_id]
    name = row.entered_as if presence is Presence.INVITED else work.people.name(holder.id)
    changeable = work.may(reader, Right.CHANGE_POSTS, over=post) and (row.until is None or row.until > work.now)
    return HolderView(row.id, holder.id, name or "", row.held_as, presence, row.until, post, changeable)


def _people(work: UnitOfWork, reader: Person) -> list[int]:
    """Whoever holds a post within the reader's reach, and (for administrators) the administrators."""
    in_reach = {post.id for post in within(work.directory, reader, Right.SEE_POSTS, work.now)}
    ids = [h.person_id for h in work.directory.holdings if h.post_id in in_reach and h.active(work.now)]
    if reader.is_administrator:
        ids += [person.id for person in work.people.administrators()]
    return list(dict.fromkeys(ids))


def _person(work: UnitOfWork, person_id: int, reader: Person) -> PersonView:
    person = work.people.get(person_id)
    holdings = [_holder_of_row(work, row, reader) for row in work.store(Posts).holdings_by(person_id)]
    name = work.people.name(person_id) or next((one.name for one in holdings), "")
    return PersonView(person_id, name, person.is_administrator, work.accounts.bound(person_id), holdings)
