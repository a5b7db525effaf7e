"""/posts, /people, /invite: who holds what, and how that changes. Before and after are shown, then one press."""

from collections.abc import Callable, Mapping, Sequence

from domain.notices.notices import PostTaken, WhoAnswers
from domain.notices.post_notices import (
    AdministratorSure,
    EndPostSure,
    InvitationLink,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    Leaves,
    NotTakenUp,
    PeopleList,
    PersonDetail,
    PostDetail,
    PostsList,
    SetUpHistory,
    UnusedInvitations,
)
from domain.places.place_reading import read_place
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.vocabulary import HeldAs, Role
from handlers.subject import Shown, plain, shown
from handlers.turn import Turn
from messages.office import menu_screens
from messages.posts import invite_screens, post_screens
from services.filing.reports import MAX_NAME_CHARACTERS
from services.posts.absences import check_leave_of
from services.posts.invitations import Invited, invite, invite_administrator, revoke
from services.posts.people import set_administrator
from services.posts.posts import end_holding
from services.views import set_up_views as views
from storage.models import Awaited
from storage.people.posts import Posts


def number_in(arg: str) -> int:
    """A number on a button; a forged one is refused."""
    if not (arg.isascii() and arg.isdigit() and len(arg) < 19):
        raise Refusal("refused-old-button")
    return int(arg)


def _check(turn: Turn, right: Right) -> None:
    if not turn.work.may(turn.person, right):
        raise Refusal("refused-not-your-posts")


def posts(turn: Turn) -> None:
    """/posts: who holds what."""
    _check(turn, Right.SEE_POSTS)
    turn.answer(PostsList())


def people(turn: Turn) -> None:
    """/people: who is here."""
    _check(turn, Right.SEE_POSTS)
    turn.answer(PeopleList())


def invite_command(turn: Turn) -> None:
    """/invite: a one-time link for one person."""
    _check(turn, Right.CHANGE_POSTS)
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.answer(InviteWhom())


def _invite(turn: Turn, arg: str) -> None:
    """To which role; then to which post, pressed or by its address."""
    _check(turn, Right.CHANGE_POSTS)
    role, _, page = arg.partition(":")
    if role and role not in set(Role):
        raise Refusal("refused-old-button")
    turn.work.conversation.stop_awaiting(turn.person.id)
    if role:
        turn.work.conversation.await_words(turn.person.id, f"invite_place:{role}")
    turn.redraw(InviteWhom(role, number_in(page) if page else 0))


def invite_place(turn: Turn, _awaited: Awaited, role: str) -> None:
    """The post of that role that answers for the address somebody wrote."""
    reading = read_place(turn.words, turn.work.directory, turn.work.community)
    found = [p for a in reading.addresses for p in turn.work.directory.answering(a) if p.role == role]
    if not found:
        turn.say("invite-no-such-place")
        turn.answer(InviteWhom(role))
        return
    _ask_name(turn, found[0].id)


def _invite_post(turn: Turn, arg: str) -> None:
    _ask_name(turn, number_in(arg))


def _ask_name(turn: Turn, post_id: int) -> None:
    post = turn.work.directory.posts.get(post_id)
    if post is None or not turn.work.may(turn.person, Right.CHANGE_POSTS, over=post):
        raise Refusal("refused-not-your-posts")
    turn.work.conversation.await_words(turn.person.id, f"invite:{post_id}")
    turn.say("invite-name", title=post.title)


def invite_name(turn: Turn, _awaited: Awaited, post_id: str) -> None:
    """Who it is for; a second name replaces the first."""
    if not turn.words or len(turn.words) > MAX_NAME_CHARACTERS or not turn.words.isprintable():
        raise Refusal("too-long-name", most=MAX_NAME_CHARACTERS)
    turn.work.conversation.await_words(turn.person.id, f"invite:{post_id}", None, {"name": turn.words})
    turn.answer(InviteSure(number_in(post_id), turn.words))


def _invite_administrator(turn: Turn, _arg: str) -> None:
    """Another administrator: the link at once."""
    code = invite_administrator(turn.work, 3, by=turn.person)
    turn.answer(InvitationLink(code, 3))


def _invite_go(turn: Turn, arg: str) -> None:
    """The link is made and shown once."""
    awaited = turn.work.conversation.awaited(turn.person.id)
    what, _, post_id = awaited.what.partition(":") if awaited is not None else ("", "", "")
    name = awaited.detail.get("name") if awaited is not None else None
    how, _, days = arg.partition(":")
    if what != "invite" or not isinstance(name, str) or how not in ("main", "deputy", "successor"):
        raise Refusal("refused-old-button")
    held_as = HeldAs.DEPUTY if how == "deputy" else HeldAs.MAIN
    invited = Invited(name, number_in(post_id), held_as, how == "successor", number_in(days))
    code = invite(turn.work, invited, by=turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    title = turn.work.directory.posts[invited.post_id].title
    turn.answer(InvitationLink(code, invited.days, name, title))


def _revoke(turn: Turn, key: str) -> None:
    revoke(turn.work, key, by=turn.person)
    turn.redraw(UnusedInvitations())
    turn.say("done-revoked")


def _end_post(turn: Turn, arg: str) -> None:
    turn.answer(EndPostSure(number_in(arg)))


def _end_post_yes(turn: Turn, arg: str) -> None:
    """They hold it no more; their open work has gone to others."""
    holding = turn.work.store(Posts).holding(number_in(arg))
    post = turn.work.directory.posts.get(holding.post_id) if holding is not None else None
    if holding is None or post is None or not turn.work.may(turn.person, Right.CHANGE_POSTS, over=post):
        raise Refusal("refused-not-your-posts")
    if holding.handed_over_at is not None:
        raise Refusal("refused-post-ended")
    name = turn.work.people.name(holding.person_id) or holding.entered_as or ""
    moved = end_holding(turn.work, holding, by=turn.person)
    turn.redraw(PostDetail(post.id))
    turn.say("done-end-post", name=name, title=post.title, n=sum(len(tickets) for tickets in moved.to.values()))


def _who_becomes(arg: str) -> tuple[int, bool]:
    person, _, becomes = arg.partition(":")
    return number_in(person), becomes == "1"


def _administrator(turn: Turn, arg: str) -> None:
    person, becomes = _who_becomes(arg)
    turn.redraw(AdministratorSure(person, becomes))


def _administrator_yes(turn: Turn, arg: str) -> None:
    person, becomes = _who_becomes(arg)
    set_administrator(turn.work, person, is_one=becomes, by=turn.person)
    turn.redraw(PersonDetail(person))
    turn.say("done-administrator" if becomes else "done-no-administrator")


def _leave_for(turn: Turn, arg: str) -> None:
    """Somebody is ill: their leave is entered for them."""
    person = number_in(arg)
    check_leave_of(turn.work, person, by=turn.person)
    turn.work.conversation.await_words(turn.person.id, "leave", None, {"person": person})
    turn.answer(Leaves(person))


POSTS: Mapping[str, Callable[[Turn, str], None]] = {
    "posts": lambda turn, arg: turn.redraw(PostsList(number_in(arg))),
    "post": lambda turn, arg: turn.redraw(PostDetail(number_in(arg))),
    "people": lambda turn, arg: turn.redraw(PeopleList(number_in(arg))),
    "person": lambda turn, arg: turn.redraw(PersonDetail(number_in(arg))),
    "set-up-history": lambda turn, arg: turn.redraw(SetUpHistory(number_in(arg))),
    "invite": _invite,
    "invite-post": _invite_post,
    "invite-administrator": _invite_administrator,
    "invite-go": _invite_go,
    "unused": lambda turn, _arg: turn.answer(UnusedInvitations()),
    "revoke": _revoke,
    "end-post": _end_post,
    "end-post-yes": _end_post_yes,
    "administrator": _administrator,
    "administrator-yes": _administrator_yes,
    "leave-for": _leave_for,
}

SHOWN: Sequence[Shown] = (
    plain(PostTaken, post_screens.post_taken),
    shown(PostsList, see=views.posts_list, draw=post_screens.posts_list),
    shown(PostDetail, see=views.one_post, draw=post_screens.post_detail),
    shown(EndPostSure, see=views.ending, draw=post_screens.end_post_sure),
    shown(PeopleList, see=views.people_list, draw=post_screens.people_list),
    shown(PersonDetail, see=views.one_person, draw=post_screens.person_detail),
    shown(AdministratorSure, see=views.one_person, draw=post_screens.administrator_sure),
    shown(NotTakenUp, see=views.not_taken_up, draw=post_screens.not_taken_up),
    shown(SetUpHistory, see=views.set_up_history, draw=post_screens.set_up_history),
    shown(InviteWhom, see=views.invite_whom, draw=invite_screens.invite_whom),
    shown(InviteSure, see=views.one_post, draw=invite_screens.invite_sure),
    plain(InvitationLink, invite_screens.invitation_link),
    shown(InvitationTaken, see=views.invitation_taken, draw=invite_screens.invitation_taken),
    shown(UnusedInvitations, see=views.unused_invitations, draw=invite_screens.unused_invitations),
    shown(WhoAnswers, see=views.who_answers, draw=menu_screens.who_answers),
)
