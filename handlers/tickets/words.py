"""What is said to a ticket: by its reporter, by whoever handles it, and where it really is."""

from datetime import timedelta

from domain.notices.notices import AskWords
from domain.notices.post_notices import CorrectionSure
from domain.places.place_reading import read_place
from domain.vocabulary import Action, ReturnReason
from handlers.subject import Question, Takes
from handlers.tickets.late_words import comes_late
from handlers.tickets.undoing import says_slip, undo_last
from handlers.turn import Turn
from services.tickets.checks import check_disagrees
from services.tickets.closing import explain_rating, not_solved, reopen_ticket
from services.tickets.correcting import check_place, write_address
from services.tickets.steps import return_ticket
from services.tickets.talking import add_words
from storage.models import Awaited

_A_DAY = timedelta(hours=24)


def _add(turn: Turn, awaited: Awaited) -> None:
    if not comes_late(turn, awaited.about):
        add_words(turn.work, awaited.about, Action.COMMENT, turn.remark, by=turn.person)


def _reply(turn: Turn, awaited: Awaited) -> None:
    if comes_late(turn, awaited.about):
        return
    ticket = add_words(turn.work, awaited.about, Action.REPLY, turn.remark, by=turn.person)
    key = "done-reply"
    if ticket.reporter_id is None:
        key = "done-reply-nobody"
    elif turn.work.accounts.lost(ticket.reporter_id):
        key = "done-reply-unreachable"
    turn.say(key, ticket_id=ticket.id)


def _result(turn: Turn, awaited: Awaited) -> None:
    """Words to «处理好了» are for the resident, but for those that say that it was a slip."""
    if not (says_slip(turn) and undo_last(turn, awaited.about)):
        _reply(turn, awaited)


def _note(turn: Turn, awaited: Awaited) -> None:
    add_words(turn.work, awaited.about, Action.NOTE, turn.remark, by=turn.person)


def _return(turn: Turn, awaited: Awaited) -> None:
    reason = ReturnReason(str(awaited.detail["reason"]))
    return_ticket(turn.work, awaited.about, by=turn.person, reason=reason, said=turn.remark)


def _ask_return(_turn: Turn, awaited: Awaited) -> AskWords:
    return AskWords(f"return:{awaited.detail['reason']}", awaited.about)


def _not_solved(turn: Turn, awaited: Awaited) -> None:
    if comes_late(turn, awaited.about):
        return
    ticket, moved_up = not_solved(turn.work, awaited.about, by=turn.person, said=turn.remark)
    turn.say("done-not_solved-higher" if moved_up else "done-not_solved", ticket_id=ticket.id)


def _rating_why(turn: Turn, awaited: Awaited) -> None:
    explain_rating(turn.work, awaited.about, by=turn.person, said=turn.remark)


def _reopen(turn: Turn, awaited: Awaited) -> None:
    reopen_ticket(turn.work, awaited.about, by=turn.person, said=turn.remark)


def _disagrees(turn: Turn, awaited: Awaited) -> None:
    check_disagrees(turn.work, awaited.about, by=turn.person, said=turn.remark)


def _relocate(turn: Turn, awaited: Awaited) -> None:
    """Where it really is: shown with who answers there before it is saved. Until then it can be written again."""
    turn.ask_again(RELOCATE, awaited)
    reading = read_place(turn.words, turn.work.directory, turn.work.community)
    if reading.certain is None:
        turn.say("relocate-several" if reading.addresses else "relocate-not-found")
        return
    check_place(turn.work, awaited.about, reading.certain, by=turn.person)
    turn.answer(CorrectionSure(awaited.about, "place", write_address(reading.certain)))


ADD = Question("add", _add, waits=_A_DAY, takes=Takes.ANYTHING, ends="done-add", muted=False)
NOT_SOLVED = Question("not_solved", _not_solved, waits=_A_DAY, takes=Takes.ANYTHING)
RATING_WHY = Question(
    "rating_why", _rating_why, waits=_A_DAY, takes=Takes.ANYTHING, ends="done-rating-why", muted=False
)
REOPEN = Question("reopen", _reopen, waits=_A_DAY, takes=Takes.ANYTHING, ends="done-reopen")

REPLY = Question("reply", _reply, takes=Takes.ANYTHING, reports=False)
RESULT = Question("result", _result, waits=timedelta(minutes=15), takes=Takes.ANYTHING, reports=False)
NOTE = Question("note", _note, takes=Takes.ANYTHING, ends="done-note", reports=False)
RETURN = Question("return", _return, takes=Takes.ANYTHING, ends="done-return", reports=False, asks=_ask_return)
CHECK = Question("check", _disagrees, takes=Takes.ANYTHING, ends="done-check-disagrees", reports=False)
RELOCATE = Question("relocate", _relocate)

WORDS = (ADD, NOT_SOLVED, RATING_WHY, REOPEN, REPLY, RESULT, NOTE, RETURN, CHECK, RELOCATE)
