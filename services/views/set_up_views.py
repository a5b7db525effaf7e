"""The screens of /posts, /people, /invite and /leave: facts as they are now, behind the right to see them."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from domain.notices.notices import (
    Notice,
)
from domain.notices.post_notices import (
    AdministratorSure,
    EndPostSure,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    LeaveDeputies,
    Leaves,
    LeaveSure,
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
    HolderView,
    InvitationView,
    LeaveView,
    LineOfSetUp,
    PersonView,
    PostView,
    Presence,
    SetUpView,
    Share,
)
from domain.refusal import Refusal
from domain.views import Colleague
from services.posts.absences import Leave, check_leave_of, deputies_for
from services.posts.absences import shares as shares_of_leave
from services.posts.invitations import still_given
from services.posts.posts import shares as shares_of_post
from storage.models import HoldingRow, Person
from storage.people.absences import Absences
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

KEY_CHARACTERS = 16
"""So much of a link's hash names it on a button: 64 bits, and it is looked for among the open ones alone."""

ABOUT_LEAVES = (Leaves, LeaveDeputies, LeaveSure)
FOR_THE_SET_UP = (
    *ABOUT_LEAVES,
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
"""The notices drawn from these facts."""


def set_up_view(work: UnitOfWork, notice: Notice, person: Person) -> SetUpView | None:
    """What this person may see of it now; None when they may no longer see it at all."""
    if isinstance(notice, ABOUT_LEAVES):
        try:
            check_leave_of(work, notice.person, by=person)
        except Refusal:
            return None
        return _leave(work, notice, person)
    if not work.may(person, Right.SEE_POSTS):
        return None
    rights = SetUpView(administers=person.is_administrator, changes_posts=work.may(person, Right.CHANGE_POSTS))
    match notice:
        case PostsList(page):
            posts = within(work.directory, person, Right.SEE_POSTS, work.now)
            shown = [_post(work, post, person) for post in _page(posts, page)]
            return replace(rights, posts=shown, total=len(posts))
        case InviteWhom(role, page):
            posts = [p for p in within(work.directory, person, Right.CHANGE_POSTS, work.now) if p.role == role]
            shown = [_post(work, post, person) for post in _page(posts, page)]
            return replace(rights, posts=shown, total=len(posts))
        case PostDetail(post_id) | InviteSure(post_id):
            post = work.directory.posts.get(post_id)
            if post is None or not work.may(person, Right.SEE_POSTS, over=post):
                return None
            return replace(rights, posts=[_post(work, post, person)])
        case PeopleList(page):
            people = _people(work, person)
            return replace(rights, people=_page(people, page), total=len(people))
        case PersonDetail(person_id) | AdministratorSure(person_id):
            return replace(rights, people=[p for p in _people(work, person) if p.person_id == person_id])
        case EndPostSure(holding_id) | InvitationTaken(holding_id):
            row = work.store(Posts).get(holding_id)
            if row is None or not (holder := _holder_of_row(work, row, person)).changeable:
                return None
            shares = _shares(work, shares_of_post(work, row)) if isinstance(notice, EndPostSure) else []
            post_view = PostView(holder.post, [holder], holder.changeable)
            return replace(rights, posts=[post_view], shares=shares)
        case NotTakenUp(holdings):
            rows = [work.store(Posts).get(holding_id) for holding_id in holdings]
            views = [_holder_of_row(work, row, person) for row in rows if row is not None]
            late = [view for view in views if view.presence is Presence.INVITED]
            return replace(rights, posts=[PostView(v.post, [v], v.changeable) for v in late])
        case SetUpHistory(page):
            lines, total = work.store(Posts).lines(page, SET_UP_PAGE)
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
            return replace(rights, lines=told, total=total)
        case UnusedInvitations():
            return replace(rights, invitations=_invitations(work, person))
        case _:
            return None


def deputies(work: UnitOfWork, notice: LeaveDeputies) -> list[Colleague]:
    """Who can be chosen."""
    leave = Leave(notice.person, date.fromisoformat(notice.first), date.fromisoformat(notice.last))
    return [Colleague(p, work.people.name(p) or title, title) for p, title in deputies_for(work, leave)]


def _leave(work: UnitOfWork, notice: Leaves | LeaveDeputies | LeaveSure, reader: Person) -> SetUpView:
    shares: list[Share] = []
    deputy = ""
    if isinstance(notice, LeaveSure):
        first, last = date.fromisoformat(notice.first), date.fromisoformat(notice.last)
        shares = _shares(work, shares_of_leave(work, Leave(notice.person, first, last, notice.deputy)))
        deputy = work.people.name(notice.deputy) or ""
    leaves = [
        LeaveView(row.id, row.since, row.until, work.people.name(row.deputy_id) or "")
        for row in work.store(Absences).of_person(notice.person)
    ]
    name = work.people.name(notice.person) or ""
    return SetUpView(leaves=leaves, shares=shares, name=name, deputy=deputy, mine=reader.id == notice.person)


def _page(rows: list[T], page: int) -> list[T]:
    return rows[page * SET_UP_PAGE : (page + 1) * SET_UP_PAGE]


def _shares(work: UnitOfWork, counts: dict[int | None, int]) -> list[Share]:
    return [Share(work.people.name(person_id), count) for person_id, count in counts.items()]


def _post(work: UnitOfWork, post: Post, reader: Person) -> PostView:
    rows = work.store(Posts).holdings_of(post.id)
    holders = [_holder_of_row(work, row, reader) for row in rows]
    return PostView(post, holders, work.may(reader, Right.CHANGE_POSTS, over=post))


def _holder_of_row(work: UnitOfWork, row: HoldingRow, reader: Person) -> HolderView:
    holder = work.people.get(row.person_id)
    presence = Presence.HERE
    if holder.telegram_id is None:
        presence = Presence.INVITED
    elif holder.unreachable_at is not None:
        presence = Presence.UNREACHABLE
    elif work.directory.absence_of(holder.id, work.now) is not None:
        presence = Presence.AWAY
    post = work.directory.posts[row.post_id]
    name = row.entered_as if presence is Presence.INVITED else work.people.name(holder.id)
    changeable = work.may(reader, Right.CHANGE_POSTS, over=post) and (row.until is None or row.until > work.now)
    return HolderView(row.id, holder.id, name or "", row.held_as, presence, row.until, post, changeable)


def _people(work: UnitOfWork, reader: Person) -> list[PersonView]:
    """Whoever holds a post within the reader's reach, and (for administrators) the administrators."""
    in_reach = {post.id for post in within(work.directory, reader, Right.SEE_POSTS, work.now)}
    ids = [h.person_id for h in work.directory.holdings if h.post_id in in_reach and h.active(work.now)]
    if reader.is_administrator:
        ids += [person.id for person in work.people.administrators()]
    return [_person(work, person_id, reader) for person_id in dict.fromkeys(ids)]


def _person(work: UnitOfWork, person_id: int, reader: Person) -> PersonView:
    person = work.people.get(person_id)
    holdings = [_holder_of_row(work, row, reader) for row in work.store(Posts).holdings_by(person_id)]
    name = work.people.name(person_id) or next((one.name for one in holdings), "")
    return PersonView(person_id, name, person.is_administrator, person.telegram_id is not None, holdings)


def _invitations(work: UnitOfWork, reader: Person) -> list[InvitationView]:
    found = []
    for one in filter(partial(still_given, work), work.store(Posts).unused()):
        row = work.store(Posts).get(one.holding_id)
        post = work.directory.posts.get(row.post_id) if row is not None else None
        if work.may(reader, Right.CHANGE_POSTS, over=post) if post is not None else reader.is_administrator:
            name = row.entered_as or "" if row is not None else ""
            title = post.title if post is not None else ""
            found.append(InvitationView(one.code_hash[:KEY_CHARACTERS], name, title, one.expires_at))
    return found
