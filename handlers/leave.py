"""/leave: from–to as people say it, who stands in, one look at what that moves, one press."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.notices.notices import (
    Say,
)
from domain.notices.post_notices import (
    AnswersNow,
    EntrustedWork,
    LeaveDeputies,
    Leaves,
    LeaveSure,
)
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.time.dates import read_span
from handlers.pressing import number_in, page_in
from handlers.subject import Command, Press, Question, Shown, Subject, shown
from handlers.tickets.everyday import YES
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.posts import absence_screens as screens
from services.parts import Tick
from services.posts.absences import Leave, check_deputy, check_leave, check_leave_of, end_leave, take_leave, turn_leaves
from services.views import leave_views as views
from storage.models import Awaited


def leave(turn: Turn) -> None:
    """/leave, or /leave 明天到周五"""
    if not turn.work.directory.held_by(turn.person.id, turn.work.now):
        raise Refusal("refused-only-posts")
    _, _, words = turn.words.partition(" ")
    turn.ask(DAYS, person=turn.person.id)
    if words.strip():
        _ask_deputy(turn, turn.person.id, words)
    else:
        turn.answer(Leaves(turn.person.id))


def _typed(turn: Turn, awaited: Awaited) -> None:
    """The days; they can be written again until a deputy is chosen."""
    turn.ask_again(DAYS, awaited)
    _ask_deputy(turn, _person(awaited), turn.words)


def _ask(_turn: Turn, awaited: Awaited) -> Leaves | LeaveDeputies:
    """Until when, or who stands in, once the days are known."""
    if "first" not in awaited.detail:
        return Leaves(_person(awaited))
    return LeaveDeputies(_person(awaited), str(awaited.detail["first"]), str(awaited.detail["last"]))


DAYS = Question("leave", _typed, asks=_ask)


def _person(awaited: Awaited) -> int:
    person = awaited.detail.get("person")
    if not isinstance(person, int):
        raise Refusal("refused-old-button")
    return person


def _ask_deputy(turn: Turn, person: int, words: str) -> None:
    span = read_span(words, turn.work.local_day())
    if span is None:
        turn.say("leave-not-read")
        return
    check_leave(turn.work, Leave(person, *span), by=turn.person)
    first, last = (day.isoformat() for day in span)
    turn.ask(DAYS, person=person, first=first, last=last)
    turn.answer(LeaveDeputies(person, first, last))


def _begun(turn: Turn) -> tuple[int, str, str]:
    """Whose leave is being entered, from when to when."""
    awaited = turn.asked(DAYS)
    if awaited is None or "first" not in awaited.detail:
        raise Refusal("refused-old-button")
    return _person(awaited), str(awaited.detail["first"]), str(awaited.detail["last"])


def _leave_for(turn: Turn, button: Button) -> None:
    """Somebody is ill: their leave is entered for them."""
    person = number_in(button.arg)
    check_leave_of(turn.work, person, by=turn.person)
    turn.ask(DAYS, person=person)
    turn.answer(Leaves(person))


def _deputy(turn: Turn, button: Button) -> None:
    person, first, last = _begun(turn)
    chosen = number_in(button.arg) or None
    check_deputy(turn.work, Leave(person, date.fromisoformat(first), date.fromisoformat(last), chosen))
    turn.redraw(LeaveSure(person, first, last, chosen))


def _back(turn: Turn, button: Button) -> None:
    """«返回», and «还有» of those who could."""
    turn.redraw(LeaveDeputies(*_begun(turn), page_in(button.arg)))


def _yes(turn: Turn, button: Button) -> None:
    person, first, last = _begun(turn)
    entered = Leave(person, date.fromisoformat(first), date.fromisoformat(last), number_in(button.arg) or None)
    row = take_leave(turn.work, entered, by=turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    key = "done-leave-now" if row.began_at is not None else "done-leave"
    turn.redraw(Say(key, {"since_time": row.since.isoformat()}))


def _end(turn: Turn, button: Button) -> None:
    row = end_leave(turn.work, number_in(button.arg), by=turn.person)
    turn.redraw(Leaves(row.person_id))
    turn.say("done-leave-end")


SHOWN: Sequence[Shown] = (
    shown(Leaves, see=views.leaves, draw=screens.leaves),
    shown(LeaveDeputies, see=views.leave_deputies, draw=screens.leave_deputies),
    shown(LeaveSure, see=views.leave_ahead, draw=screens.leave_sure),
    shown(EntrustedWork, see=views.work_moved, draw=screens.entrusted_work),
    shown(AnswersNow, see=views.work_moved, draw=screens.answers_now),
)

LEAVE = Subject(
    "leave",
    commands=(Command("leave", leave, Right.HOLD_A_POST_OR_SEAT),),
    presses=(
        Press(ANYWHERE, "leave-for", _leave_for, held=None),
        Press(ANYWHERE, "leave-deputy", _deputy, held=None),
        Press(ANYWHERE, "leave-back", _back, held=None),
        Press(ANYWHERE, "leave-yes", _yes, YES, held=None),
        Press(ANYWHERE, "leave-end", _end, held=None),
    ),
    questions=(DAYS,),
    ticks=(Tick("turn_leaves", timedelta(minutes=1), turn_leaves),),
    shown=SHOWN,
)
