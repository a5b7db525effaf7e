"""The commands. One row of the table feeds the router, Telegram's menu and /help."""

from collections.abc import Mapping, Sequence
from functools import partial

from domain.notices.notices import (
    DigestPicture,
    DigestReport,
    DraftScreen,
    Help,
    LanguageChoice,
    MenuOfPosts,
    MyTickets,
    PostTaken,
    ToDo,
    Welcome,
    WhoAnswers,
)
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.time.dates import read_day
from handlers.leave import leave
from handlers.posts import invite_command, people, posts
from handlers.privacy import keep, privacy
from handlers.searching import find, restricted_people
from handlers.stewards import phone, steward
from handlers.subject import Command
from handlers.turn import Handle, Turn
from services.digest.digests import Parts, digest_for
from services.digest.mornings import declare_day
from services.filing.reports import keep_form, open_form, start_record
from services.posts.invitations import accept_invitation
from services.posts.reachability import take_up_waiting

INVITATION = "i_"
"""How the payload of an invitation's deep link begins; every other payload is a public place code."""


def start(turn: Turn) -> None:
    """/start, also with a place's public code or a one-time invitation."""
    _, _, payload = turn.words.partition(" ")
    if payload.startswith(INVITATION):
        code = payload.removeprefix(INVITATION)
        post_id = accept_invitation(turn.work, turn.person, code, account=_account(turn))
        if post_id is None:
            turn.say("administrator-made")
            turn.answer(MenuOfPosts(_commands_for(turn)))
        else:
            turn.answer(PostTaken(post_id))
            turn.answer(MenuOfPosts(_commands_for(turn)))
            take_up_waiting(turn.work)
        return
    place = turn.work.directory.by_code(payload) if payload else None
    if place is not None:
        form = open_form(turn.work, turn.person)
        form.address, form.candidates = Address(place.id), None
        keep_form(turn.work, turn.person, form)
    turn.answer(Welcome(place.id if place else None))


def _account(turn: Turn) -> str:
    """What Telegram calls whoever is talking."""
    user = turn.update.effective_user
    return user.full_name[:60] if user is not None else ""


def help_command(turn: Turn) -> None:
    """/help"""
    turn.answer(Help(_commands_for(turn)))


def offer_help(turn: Turn) -> None:
    """Somebody seems to want something of the bot, in words of their own: perhaps they want something else."""
    turn.answer(Help(_commands_for(turn), guessed=True))


def my(turn: Turn) -> None:
    """/my: own reports."""
    turn.answer(MyTickets())


def todo(turn: Turn) -> None:
    """/todo: what waits for a steward, by due time."""
    turn.answer(ToDo())


def language(turn: Turn) -> None:
    """/language"""
    turn.answer(LanguageChoice())


def cancel(turn: Turn) -> None:
    """/cancel: first the question that waits for words, then the draft."""
    conversation = turn.work.conversation
    if conversation.awaited(turn.person.id) is not None:
        conversation.stop_awaiting(turn.person.id)
        turn.say("cancelled")
    elif conversation.draft(turn.person.id) is not None:
        conversation.drop_draft(turn.person.id)
        turn.say("draft-dropped")
    else:
        turn.say("nothing-to-cancel")


def record(turn: Turn) -> None:
    """/record: a report that came by telephone or at the door."""
    start_record(turn.work, turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.answer(DraftScreen())


def who(turn: Turn) -> None:
    """/who ADDRESS: why a report from there goes where it goes. For posts and administrators: it names people."""
    if not turn.work.may(turn.person, Right.LOOK_UP):
        raise Refusal("refused-only-posts")
    _, _, text = turn.words.partition(" ")
    if text.strip():
        turn.answer(WhoAnswers(text.strip()[:200]))
    else:
        turn.say("who-usage")


def calendar(turn: Turn) -> None:
    """/calendar 2027-02-08 休: the office declares a day off or working."""
    parts = turn.words.split()[1:]
    words = {"休": False, "off": False, "班": True, "works": True}
    day = read_day(parts[0], turn.work.local_day()) if parts else None
    if day is None or len(parts) != 2 or parts[1].lower() not in words:
        turn.say("calendar-usage")
        return
    works = words[parts[1].lower()]
    declare_day(turn.work, day, works=works, by=turn.person)
    turn.say("calendar-works" if works else "calendar-off", day=day.isoformat())


def night(turn: Turn) -> None:
    """/night: whoever holds a post agrees, or no longer, to be woken for danger."""
    if not turn.work.may(turn.person, Right.HOLD_A_POST):
        raise Refusal("refused-only-posts")
    turn.person.wakes_at_night = not turn.person.wakes_at_night
    turn.say("night-on" if turn.person.wakes_at_night else "night-off")


def digest(turn: Turn, parts: Parts) -> None:
    """/digest: this week so far; /digest 2026-W46: that week, as it was frozen. `parts`: what subjects give to it."""
    if not turn.work.may(turn.person, Right.READ_DIGESTS):
        raise Refusal("refused-only-secretary")
    _, _, asked = turn.words.partition(" ")
    week, version = digest_for(turn.work, asked, parts)
    turn.answer(DigestReport(week, version))
    turn.answer(DigestPicture(week, version))


def unknown(turn: Turn) -> None:
    """A command nobody knows."""
    turn.answer(Help(_commands_for(turn), unknown=turn.words.split()[0][:40]))


def _commands_for(turn: Turn) -> tuple[str, ...]:
    """The rows of the table that this person can use."""
    usable = (one for one in COMMANDS if one.right is None or turn.work.may(turn.person, one.right))
    return tuple(command.name for command in usable)


SPOKEN: Mapping[str, Handle] = {
    **dict.fromkeys(("帮助", "菜单", "怎么用", "命令", "help", "menu"), help_command),
    **dict.fromkeys(
        ("我的报告", "我的报告怎么样了", "我报的怎么样了", "进度", "my reports", "my report", "status"), my
    ),
    **dict.fromkeys(("语言", "language", "english"), language),
    **dict.fromkeys(("隐私", "privacy"), privacy),
}
"""Commands as people say them; while an alarm runs, these words are no part of it. «取消» calls it off."""

COMMANDS: Sequence[Command] = (
    Command("start", start),
    Command("my", my),
    Command("help", help_command),
    Command("language", language),
    Command("steward", steward),
    Command("privacy", privacy),
    Command("cancel", cancel),
    Command("todo", todo, Right.HOLD_A_POST),
    Command("record", record, Right.HOLD_A_POST),
    Command("find", find, Right.HOLD_A_POST),
    Command("who", who, Right.LOOK_UP),
    Command("leave", leave, Right.HOLD_A_POST),
    Command("night", night, Right.HOLD_A_POST),
    Command("phone", phone, Right.HOLD_A_POST),
    Command("keep", keep, Right.KEEP_TICKETS),
    Command("calendar", calendar, Right.HOLD_A_POST),
    Command("digest", partial(digest, parts={}), Right.READ_DIGESTS),
    Command("posts", posts, Right.SEE_POSTS),
    Command("people", people, Right.SEE_POSTS),
    Command("invite", invite_command, Right.CHANGE_POSTS),
    Command("restricted", restricted_people, Right.RESTRICT),
)
