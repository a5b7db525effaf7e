"""The buttons under a ticket on the side of whoever handles it."""

from collections.abc import Sequence

from domain.notices.notices import (
    AskWords,
    CardRedraw,
    Choose,
    ReporterShown,
)
from domain.notices.post_notices import (
    CorrectionSure,
)
from domain.refusal import Refusal
from domain.tickets.lifecycle import needs_verifying
from domain.vocabulary import Result, ReturnReason, State
from handlers.pressing import number_in, ticket_press
from handlers.subject import Press
from handlers.tickets.waiting import ask_wait, wait_for, wait_until
from handlers.tickets.words import CHECK, NOTE, RELOCATE, REPLY, RESULT, RETURN
from handlers.turn import Turn
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
    turn.ask(RETURN, button.subject_id, reason=button.arg)
    turn.redraw(AskWords(f"return:{button.arg}", button.subject_id))


def ask_hand_over(turn: Turn, button: Button) -> None:
    """«转给»: to whom?"""
    turn.answer(Choose("hand_over", button.subject_id))


def hand_over_to(turn: Turn, button: Button) -> None:
    """To this colleague."""
    ticket = hand_over_ticket(turn.work, button.subject_id, by=turn.person, to=number_in(button.arg))
    turn.say("done-hand_over", ticket_id=ticket.id, name=turn.work.people.name(ticket.assignee_id) or "")


def resume(turn: Turn, button: Button) -> None:
    """«继续办»"""
    resume_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-resume")


def ask_reply(turn: Turn, button: Button) -> None:
    """«回复居民»"""
    turn.ask(REPLY, button.subject_id)
    turn.answer(AskWords("reply", button.subject_id))


def ask_note(turn: Turn, button: Button) -> None:
    """«内部备注»"""
    turn.ask(NOTE, button.subject_id)
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
    turn.ask(RESULT, button.subject_id)
    turn.redraw(AskWords("result", button.subject_id))


def skip(turn: Turn, button: Button) -> None:
    """No more words."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    if ticket.state in (State.CLAIMED, State.WAITING):  # it was a slip, and there is nothing more to say to it
        turn.redraw(CardRedraw(ticket.id))
        return
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
    turn.ask(CHECK, button.subject_id)
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
    turn.ask(RELOCATE, button.subject_id)
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


STEWARD: Sequence[Press] = (
    ticket_press(
        "claim", claim, said=("我来办", "我来", "接了", "我接", "我去", "i'll take it", "i will take it", "mine")
    ),
    ticket_press("return", ask_return, moves=True),
    ticket_press("return_for", return_for, moves=True),
    ticket_press("hand_over", ask_hand_over, moves=True),
    ticket_press("hand_over_to", hand_over_to, moves=True),
    ticket_press("wait", ask_wait, moves=True),
    ticket_press("wait_for", wait_for, moves=True),
    ticket_press("wait_until", wait_until, moves=True),
    ticket_press("resume", resume, moves=True, said=("继续办", "继续", "go on")),
    ticket_press("reply", ask_reply),
    ticket_press("note", ask_note),
    ticket_press("blocked", ask_what_blocks, moves=True),
    ticket_press("resolve", ask_result, moves=True, said=("处理好了", "修好了", "弄好了", "办好了", "done", "fixed")),
    ticket_press("resolve_as", resolve_as, moves=True),
    ticket_press("skip", skip),
    ticket_press("verify", verify, moves=True),
    ticket_press("check_agrees", agrees, moves=True),
    ticket_press("check_disagrees", disagrees, moves=True),
    ticket_press("recategorise", ask_category, moves=True),
    ticket_press("category_in", category_in, moves=True),
    ticket_press("category_is", category_is, moves=True),
    ticket_press("category_yes", category_yes, moves=True),
    ticket_press("relocate", ask_place, moves=True),
    ticket_press("relocate_yes", relocate_yes, moves=True),
    ticket_press("look", look),
)
