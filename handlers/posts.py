"""/posts, /people, /invite: who holds what, and how that changes. Before and after are shown, then one press."""

from collections.abc import Sequence
from datetime import timedelta

from domain.notices.notices import PostTaken, Say, WhoAnswers
from domain.notices.post_notices import (
    AdministratorSure,
    EndPostSure,
    InvitationLink,
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
from domain.places.place_reading import read_place
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.tickets.concerned import MAX_CONCERNED_CHARACTERS
from domain.vocabulary import HeldAs, Role
from handlers.going_on import question_ends
from handlers.pressing import number_in, page_in
from handlers.subject import Command, Press, Question, Shown, Subject, plain, shown
from handlers.tickets.everyday import YES
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.office import menu_screens
from messages.posts import invite_screens, post_screens
from services.parts import Tick
from services.posts.invitations import Invited, invite, invite_administrator, list_not_taken_up, revoke
from services.posts.people import set_administrator
from services.posts.posts import end_holding, end_posts
from services.set_up.place_moves import move_due_places
from services.views import set_up_views as views
from storage.models import Awaited
from storage.people.posts import Posts


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
    question_ends(turn)
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.answer(InviteWhom())


def _posts_more(turn: Turn, button: Button) -> None:
    """«更多»: what else can be done there."""
    turn.redraw(PostsList(page_in(button.arg), more=True))


def _unused(turn: Turn, button: Button) -> None:
    """«没用过的邀请», and «还有» of them."""
    if button.arg:
        turn.redraw(UnusedInvitations(page_in(button.arg)))
    else:
        turn.answer(UnusedInvitations())


def _invite(turn: Turn, button: Button) -> None:
    """To which role; then to which post, pressed or by its address."""
    _check(turn, Right.CHANGE_POSTS)
    role, _, page = button.arg.partition(":")
    if role and role not in set(Role):
        raise Refusal("refused-old-button")
    turn.work.conversation.stop_awaiting(turn.person.id)
    if role:
        turn.ask(INVITE_PLACE, role=role)
    turn.redraw(InviteWhom(role, number_in(page) if page else 0))


def _place_typed(turn: Turn, awaited: Awaited) -> None:
    """The post of that role that answers for the address somebody wrote."""
    role = str(awaited.detail["role"])
    reading = read_place(turn.words, turn.work.directory, turn.work.community)
    found = [p for a in reading.addresses for p in turn.work.directory.answering(a) if p.role == role]
    if not found:
        turn.ask_again(INVITE_PLACE, awaited)
        turn.say("invite-no-such-place")
        turn.answer(InviteWhom(role))
        return
    _ask_name(turn, found[0].id)


def _invite_post(turn: Turn, button: Button) -> None:
    _ask_name(turn, number_in(button.arg))


def _ask_name(turn: Turn, post_id: int) -> None:
    post = turn.work.directory.posts.get(post_id)
    if post is None or not turn.work.may(turn.person, Right.CHANGE_POSTS, over=post):
        raise Refusal("refused-not-your-posts")
    turn.ask(INVITE_NAME, post=str(post_id))
    turn.say("invite-name", title=post.title)


def _name_typed(turn: Turn, awaited: Awaited) -> None:
    """Who it is for; a second name replaces the first."""
    if not turn.words or len(turn.words) > MAX_CONCERNED_CHARACTERS or not turn.words.isprintable():
        raise Refusal("too-long-name", most=MAX_CONCERNED_CHARACTERS)
    turn.ask(INVITE_NAME, None, **{**awaited.detail, "name": turn.words})
    turn.answer(InviteSure(_post(awaited), turn.words))


def _ask_for_name(turn: Turn, awaited: Awaited) -> InviteSure | Say:
    """Who it is for, or the name that was written already."""
    if "name" in awaited.detail:
        return InviteSure(_post(awaited), str(awaited.detail["name"]))
    post = turn.work.directory.posts.get(_post(awaited))
    if post is None:
        raise Refusal("refused-old-button")
    return Say("invite-name", {"title": post.title})


INVITE_PLACE = Question("invite_place", _place_typed, asks=lambda _turn, asked: InviteWhom(str(asked.detail["role"])))
INVITE_NAME = Question("invite", _name_typed, asks=_ask_for_name)


def _post(awaited: Awaited) -> int:
    return number_in(str(awaited.detail["post"]))


def _invite_administrator(turn: Turn, _button: Button) -> None:
    """Another administrator: the link at once."""
    code = invite_administrator(turn.work, 3, by=turn.person)
    turn.answer(InvitationLink(code, 3))


def _invite_go(turn: Turn, button: Button) -> None:
    """The link is made and shown once."""
    awaited = turn.asked(INVITE_NAME)
    name = awaited.detail.get("name") if awaited is not None else None
    how, _, days = button.arg.partition(":")
    if awaited is None or not isinstance(name, str) or how not in ("main", "deputy", "successor"):
        raise Refusal("refused-old-button")
    held_as = HeldAs.DEPUTY if how == "deputy" else HeldAs.MAIN
    invited = Invited(name, _post(awaited), held_as, how == "successor", number_in(days))
    code = invite(turn.work, invited, by=turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    title = turn.work.directory.posts[invited.post_id].title
    turn.answer(InvitationLink(code, invited.days, name, title))


def _revoke(turn: Turn, button: Button) -> None:
    revoke(turn.work, button.arg, by=turn.person)
    turn.redraw(UnusedInvitations())
    turn.say("done-revoked")


def _end_post(turn: Turn, button: Button) -> None:
    turn.answer(EndPostSure(number_in(button.arg)))


def _end_post_yes(turn: Turn, button: Button) -> None:
    """They hold it no more; their open work has gone to others."""
    holding = turn.work.store(Posts).holding(number_in(button.arg))
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


def _administrator(turn: Turn, button: Button) -> None:
    person, becomes = _who_becomes(button.arg)
    turn.redraw(AdministratorSure(person, becomes))


def _administrator_yes(turn: Turn, button: Button) -> None:
    person, becomes = _who_becomes(button.arg)
    set_administrator(turn.work, person, is_one=becomes, by=turn.person)
    turn.redraw(PersonDetail(person))
    turn.say("done-administrator" if becomes else "done-no-administrator")


def _set_up_history(turn: Turn, button: Button) -> None:
    turn.redraw(SetUpHistory(number_in(button.arg)))


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

POSTS = Subject(
    "posts",
    commands=(
        Command("posts", posts, Right.SEE_POSTS),
        Command("people", people, Right.SEE_POSTS),
        Command("invite", invite_command, Right.CHANGE_POSTS),
    ),
    presses=(
        Press(ANYWHERE, "posts", lambda turn, button: turn.redraw(PostsList(number_in(button.arg))), held=None),
        Press(ANYWHERE, "posts-more", _posts_more, held=None),
        Press(ANYWHERE, "post", lambda turn, button: turn.redraw(PostDetail(number_in(button.arg))), held=None),
        Press(ANYWHERE, "people", lambda turn, button: turn.redraw(PeopleList(number_in(button.arg))), held=None),
        Press(ANYWHERE, "person", lambda turn, button: turn.redraw(PersonDetail(number_in(button.arg))), held=None),
        Press(ANYWHERE, "set-up-history", _set_up_history, held=None),
        Press(ANYWHERE, "invite", _invite, held=None),
        Press(ANYWHERE, "invite-post", _invite_post, held=None),
        Press(ANYWHERE, "invite-administrator", _invite_administrator, held=None),
        Press(ANYWHERE, "invite-go", _invite_go, held=None),
        Press(ANYWHERE, "unused", _unused, held=None),
        Press(ANYWHERE, "revoke", _revoke, held=None),
        Press(ANYWHERE, "end-post", _end_post, held=None),
        Press(ANYWHERE, "end-post-yes", _end_post_yes, YES, held=None),
        Press(ANYWHERE, "administrator", _administrator, held=None),
        Press(ANYWHERE, "administrator-yes", _administrator_yes, held=None),
    ),
    questions=(INVITE_PLACE, INVITE_NAME),
    ticks=(
        Tick("end_posts", timedelta(minutes=1), end_posts),
        Tick("move_due_places", timedelta(minutes=1), move_due_places),
        Tick("list_not_taken_up", timedelta(minutes=10), list_not_taken_up),
    ),
    shown=SHOWN,
)
