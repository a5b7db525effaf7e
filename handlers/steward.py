"""The buttons under a ticket on the side of whoever handles it."""

from collections.abc import Mapping

from domain.notices.notices import (
    AskWords,
    Choose,
    ReporterShown,
)
from domain.notices.post_notices import (
    CorrectionSure,
)
from domain.refusal import Refusal
from domain.tickets.lifecycle import needs_verifying
from domain.vocabulary import Result, ReturnReason
from handlers.pressing import TicketPress
from handlers.turn import Turn
from handlers.waiting import ask_wait, wait_for, wait_until
from messages.drawing.buttons import Button
from services.tickets.checks import check_agrees
from services.tickets.correcting import read_address, recategorise_ticket, relocate_ticket
from services.tickets.steps import (
    can_be_confirmed,
    claim_ticket,
    hand_over_ticket,
    resolve_ticket,
    resume_ticket,
    verify_ticket,
)
from services.tickets.talking import look_at_reporter


def claim(turn: Turn, button: Button) -> None:
    """«我来办»: everybody's card, the presser's too, is redrawn by the change's notices."""
    claim_ticket(turn.work, button.subject_id, by=turn.person)
    turn.toast("claimed")


def ask_return(turn: Turn, button: Button) -> None:
    """«退单»: why?"""
    turn.answer(Choose("return", button.subject_id))


def return_for(turn: Turn, button: Button) -> None:
    """The reason; then a sentence."""
    if button.arg not in set(ReturnReason):
        raise Refusal("refused-old-button")
    what = f"return:{button.arg}"
    turn.work.conversation.await_words(turn.person.id, what, button.subject_id)
    turn.redraw(AskWords(what, button.subject_id))


def ask_hand_over(turn: Turn, button: Button) -> None:
    """«转给»: to whom?"""
    turn.answer(Choose("hand_over", button.subject_id))


def hand_over_to(turn: Turn, button: Button) -> None:
    """To this colleague."""
    if not button.arg.isascii() or not button.arg.isdigit() or len(button.arg) > 18:
        raise Refusal("refused-old-button")
    ticket = hand_over_ticket(turn.work, button.subject_id, by=turn.person, to=int(button.arg))
    turn.say("done-hand_over", ticket_id=ticket.id, name=turn.work.people.name(ticket.assignee_id) or "")


def resume(turn: Turn, button: Button) -> None:
    """«继续办»"""
    resume_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-resume")


def ask_reply(turn: Turn, button: Button) -> None:
    """«回复居民»"""
    turn.work.conversation.await_words(turn.person.id, "reply", button.subject_id)
    turn.answer(AskWords("reply", button.subject_id))


def ask_note(turn: Turn, button: Button) -> None:
    """«内部备注»"""
    turn.work.conversation.await_words(turn.person.id, "note", button.subject_id)
    turn.answer(AskWords("note", button.subject_id))


def ask_what_blocks(turn: Turn, button: Button) -> None:
    """«办不动？» in the morning message: each answer sets a proper state."""
    turn.answer(Choose("blocked", button.subject_id))


def ask_result(turn: Turn, button: Button) -> None:
    """«处理好了»: how?"""
    turn.answer(Choose("resolve", button.subject_id))


def resolve_as(turn: Turn, button: Button) -> None:
    """One tap is enough; words and a photo may follow."""
    if button.arg not in set(Result):
        raise Refusal("refused-old-button")
    resolve_ticket(turn.work, button.subject_id, by=turn.person, result=Result(button.arg))
    turn.work.conversation.await_words(turn.person.id, "result", button.subject_id)
    turn.redraw(AskWords("result", button.subject_id))


def skip(turn: Turn, button: Button) -> None:
    """No more words."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    asks_resident = can_be_confirmed(turn.work, ticket) and not needs_verifying(ticket)
    turn.say("done-resolve" if asks_resident else "done-resolve-verify")


def verify(turn: Turn, button: Button) -> None:
    """«已核实»"""
    verify_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-verify")


def agrees(turn: Turn, button: Button) -> None:
    """«抽查属实»"""
    check_agrees(turn.work, button.subject_id, by=turn.person)
    turn.say("done-check")


def disagrees(turn: Turn, button: Button) -> None:
    """«抽查不符»: with a sentence it is reopened."""
    turn.work.conversation.await_words(turn.person.id, "check", button.subject_id)
    turn.answer(AskWords("check", button.subject_id))


def ask_category(turn: Turn, button: Button) -> None:
    """«改类别»: on which shelf?"""
    turn.answer(Choose("category", button.subject_id))


def category_in(turn: Turn, button: Button) -> None:
    """The second of two taps."""
    if not turn.work.community.in_group(button.arg):
        raise Refusal("refused-old-button")
    turn.redraw(Choose(f"category:{button.arg}", button.subject_id))


def category_is(turn: Turn, button: Button) -> None:
    """This one: the old and the new assignee and promise are shown before it is saved."""
    turn.redraw(CorrectionSure(button.subject_id, "category", button.arg[:32]))


def category_yes(turn: Turn, button: Button) -> None:
    """Yes."""
    ticket, before = recategorise_ticket(turn.work, button.subject_id, by=turn.person, code=button.arg)
    was = before.isoformat() if before else ""
    turn.say("done-recategorise", ticket_id=ticket.id, was_time=was)


def ask_place(turn: Turn, button: Button) -> None:
    """«改地点»: where is it really?"""
    turn.work.conversation.await_words(turn.person.id, "relocate", button.subject_id)
    turn.answer(AskWords("relocate", button.subject_id))


def relocate_yes(turn: Turn, button: Button) -> None:
    """Yes, it is there."""
    ticket = relocate_ticket(turn.work, button.subject_id, by=turn.person, address=read_address(button.arg))
    turn.work.conversation.stop_awaiting(turn.person.id)
    place = turn.work.directory.name(ticket.address)
    turn.say("done-relocate", place=place, name=turn.work.people.name(ticket.assignee_id) or "")


def look(turn: Turn, button: Button) -> None:
    """«谁报的»: the look is recorded."""
    look_at_reporter(turn.work, button.subject_id, by=turn.person)
    turn.answer(ReporterShown(button.subject_id))


STEWARD: Mapping[str, TicketPress] = {
    "claim": TicketPress(claim),
    "return": TicketPress(ask_return, moves=True),
    "return_for": TicketPress(return_for, moves=True),
    "hand_over": TicketPress(ask_hand_over, moves=True),
    "hand_over_to": TicketPress(hand_over_to, moves=True),
    "wait": TicketPress(ask_wait, moves=True),
    "wait_for": TicketPress(wait_for, moves=True),
    "wait_until": TicketPress(wait_until, moves=True),
    "resume": TicketPress(resume, moves=True),
    "reply": TicketPress(ask_reply),
    "note": TicketPress(ask_note),
    "blocked": TicketPress(ask_what_blocks, moves=True),
    "resolve": TicketPress(ask_result, moves=True),
    "resolve_as": TicketPress(resolve_as, moves=True),
    "skip": TicketPress(skip),
    "verify": TicketPress(verify, moves=True),
    "check_agrees": TicketPress(agrees, moves=True),
    "check_disagrees": TicketPress(disagrees, moves=True),
    "recategorise": TicketPress(ask_category, moves=True),
    "category_in": TicketPress(category_in, moves=True),
    "category_is": TicketPress(category_is, moves=True),
    "category_yes": TicketPress(category_yes, moves=True),
    "relocate": TicketPress(ask_place, moves=True),
    "relocate_yes": TicketPress(relocate_yes, moves=True),
    "look": TicketPress(look),
}
