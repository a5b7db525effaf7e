"""/leave: from–to as people say it, who stands in, one look at what that moves, one press."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

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
from domain.refusal import Refusal
from domain.time.dates import read_span
from handlers.posts import number_in
from handlers.subject import Shown, shown
from handlers.turn import Turn
from messages.posts import absence_screens as screens
from services.posts.absences import Leave, check_deputy, check_leave, end_leave, take_leave
from services.views import leave_views as views
from storage.models import Awaited


def leave(turn: Turn) -> None:
    """/leave, or /leave 明天到周五"""
    if not turn.work.directory.posts_of(turn.person.id, turn.work.now):
        raise Refusal("refused-only-posts")
    _, _, words = turn.words.partition(" ")
    turn.work.conversation.await_words(turn.person.id, "leave", None, {"person": turn.person.id})
    if words.strip():
        _ask_deputy(turn, turn.person.id, words)
    else:
        turn.answer(Leaves(turn.person.id))


def leave_words(turn: Turn, awaited: Awaited, _rest: str) -> None:
    """The days; they can be written again until a deputy is chosen."""
    _ask_deputy(turn, _person(awaited), turn.words)


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
    detail = {"person": person, "first": first, "last": last}
    turn.work.conversation.await_words(turn.person.id, "leave", None, detail)
    turn.answer(LeaveDeputies(person, first, last))


def _begun(turn: Turn) -> tuple[int, str, str]:
    """Whose leave is being entered, from when to when."""
    awaited = turn.work.conversation.awaited(turn.person.id)
    if awaited is None or awaited.what != "leave" or "first" not in awaited.detail:
        raise Refusal("refused-old-button")
    return _person(awaited), str(awaited.detail["first"]), str(awaited.detail["last"])


def _deputy(turn: Turn, arg: str) -> None:
    person, first, last = _begun(turn)
    chosen = number_in(arg) or None
    check_deputy(turn.work, Leave(person, date.fromisoformat(first), date.fromisoformat(last), chosen))
    turn.redraw(LeaveSure(person, first, last, chosen))


def _back(turn: Turn, _arg: str) -> None:
    turn.redraw(LeaveDeputies(*_begun(turn)))


def _yes(turn: Turn, arg: str) -> None:
    person, first, last = _begun(turn)
    entered = Leave(person, date.fromisoformat(first), date.fromisoformat(last), number_in(arg) or None)
    row = take_leave(turn.work, entered, by=turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    key = "done-leave-now" if row.began_at is not None else "done-leave"
    turn.redraw(Say(key, {"since_time": row.since.isoformat()}))


def _end(turn: Turn, arg: str) -> None:
    row = end_leave(turn.work, number_in(arg), by=turn.person)
    turn.redraw(Leaves(row.person_id))
    turn.say("done-leave-end")


LEAVE: Mapping[str, Callable[[Turn, str], None]] = {
    "leave-deputy": _deputy,
    "leave-back": _back,
    "leave-yes": _yes,
    "leave-end": _end,
}

SHOWN: Sequence[Shown] = (
    shown(Leaves, see=views.leaves, draw=screens.leaves),
    shown(LeaveDeputies, see=views.leave_deputies, draw=screens.leave_deputies),
    shown(LeaveSure, see=views.leave_ahead, draw=screens.leave_sure),
    shown(EntrustedWork, see=views.work_moved, draw=screens.entrusted_work),
    shown(AnswersNow, see=views.work_moved, draw=screens.answers_now),
)
