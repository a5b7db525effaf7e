"""Buttons of stewards who ask a superior, and of superiors and the office; the words they lead to are in
handlers/tickets/office_words.py."""

from collections.abc import Sequence

from domain.notices.notices import AskWords, MergeSure, OfficeChoice
from domain.refusal import Refusal
from domain.tickets.approvals import RejectReason
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Grade, WaitingReason
from domain.words.sayings import listed
from handlers.pressing import TicketAction, number_in, page_in, sentence, ticket_press
from handlers.subject import Press, Question
from handlers.tickets.everyday import YES
from handlers.tickets.office_words import (
    APPEAL,
    APPROVE,
    DECLINE,
    EXTEND_DATE,
    MERGE,
    PARK_DATE,
    REASSIGN,
    REGRADE,
    REJECT_WHERE,
    RESTRICT_DATE,
    compare,
)
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.keeping.restrictions import check_restrictable
from services.tickets.merging import merge_ticket, unlink_ticket


def _ask(turn: Turn, question: Question, button: Button, **detail: str) -> None:
    """The next words answer this question about this ticket."""
    turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    turn.ask(question, button.subject_id, **detail)


def further(turn: Turn, button: Button) -> None:
    """«还有»: more answers to the same question."""
    page, _, what = button.arg.partition(":")
    turn.redraw(OfficeChoice(what, button.subject_id, page_in(page)))


def extend(turn: Turn, button: Button) -> None:
    """«延长等待»: waiting for what?"""
    turn.ask_on(OfficeChoice("extend", button.subject_id))


def extend_for(turn: Turn, button: Button) -> None:
    """For this; until when?"""
    _ask(turn, EXTEND_DATE, button, reason=_one_of(WaitingReason, button.arg))
    turn.redraw(AskWords("extend_date", button.subject_id))


def park(turn: Turn, button: Button) -> None:
    """«挂账»: looked at again when?"""
    _ask(turn, PARK_DATE, button)
    turn.ask_on(AskWords("park_date", button.subject_id))


def reject(turn: Turn, button: Button) -> None:
    """«不受理»: why?"""
    turn.ask_on(OfficeChoice("reject", button.subject_id))


def reject_for(turn: Turn, button: Button) -> None:
    """Because of this; where should the resident go instead?"""
    _ask(turn, REJECT_WHERE, button, reason=_one_of(RejectReason, button.arg))
    turn.redraw(AskWords("reject_where", button.subject_id))


def approve(turn: Turn, button: Button) -> None:
    """«同意», with a reason."""
    _ask(turn, APPROVE, button, approval=str(number_in(button.arg)))
    turn.answer(AskWords("approve", button.subject_id))


def decline(turn: Turn, button: Button) -> None:
    """«不同意», with a reason."""
    _ask(turn, DECLINE, button, approval=str(number_in(button.arg)))
    turn.answer(AskWords("decline", button.subject_id))


def appeal(turn: Turn, button: Button) -> None:
    """«申诉»"""
    _ask(turn, APPEAL, button)
    turn.answer(AskWords("appeal", button.subject_id))


def merge(turn: Turn, button: Button) -> None:
    """«并入»: into which? One of these, or a number that is typed."""
    _ask(turn, MERGE, button)
    turn.ask_on(MergeSure(button.subject_id, page=page_in(button.arg)))


def merge_with(turn: Turn, button: Button) -> None:
    """Into this one: both are shown first."""
    compare(turn, button.subject_id, number_in(button.arg))


def merge_yes(turn: Turn, button: Button) -> None:
    """Yes."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    _, target = merge_ticket(turn.work, button.subject_id, number_in(button.arg), by=turn.person)
    turn.say("done-merge", into=target.number, ticket_id=button.subject_id)


def unlink(turn: Turn, button: Button) -> None:
    """«拆开»"""
    unlink_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-unlink", ticket_id=button.subject_id)


def step_in(turn: Turn, button: Button) -> None:
    """«过问»"""
    turn.answer(OfficeChoice("step_in", button.subject_id))


def reassign(turn: Turn, button: Button) -> None:
    """«改派»: to whom?"""
    turn.ask_on(OfficeChoice("reassign", button.subject_id))


def reassign_to(turn: Turn, button: Button) -> None:
    """To this person; why?"""
    _ask(turn, REASSIGN, button, to=str(number_in(button.arg)))
    turn.redraw(AskWords("reassign", button.subject_id))


def regrade(turn: Turn, button: Button) -> None:
    """«改等级»: to which?"""
    turn.ask_on(OfficeChoice("regrade", button.subject_id))


def regrade_to(turn: Turn, button: Button) -> None:
    """To this one; why?"""
    _ask(turn, REGRADE, button, grade=_one_of(Grade, button.arg))
    turn.redraw(AskWords("regrade", button.subject_id))


def restricted(turn: Turn, button: Button) -> None:
    """«限制发言»: how?"""
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    check_restrictable(turn.work, ticket, turn.person)
    turn.ask_on(OfficeChoice("restrict", button.subject_id))


def restrict_as(turn: Turn, button: Button) -> None:
    """So; until when?"""
    _ask(turn, RESTRICT_DATE, button, kind=_one_of(Restriction, button.arg))
    turn.redraw(AskWords("restrict_date", button.subject_id))


def _one_of(kind: type[Grade] | type[WaitingReason] | type[RejectReason] | type[Restriction], arg: str) -> str:
    if arg not in {*kind}:
        raise Refusal("refused-old-button")
    return arg


def _with_reason(question: Question) -> TicketAction:
    """«同意，确实要换»: the words are the reason; which request it is, the button carries."""
    return sentence(question, lambda button: {"approval": str(number_in(button.arg))})


OFFICE: Sequence[Press] = (
    ticket_press("further_office", further, moves=True),
    ticket_press("extend", extend, moves=True, said=listed("延长/再等等/多等几天/wait longer")),
    ticket_press("extend_for", extend_for, moves=True),
    ticket_press("park", park, moves=True, said=listed("先挂着/挂起来/park it")),
    ticket_press("reject", reject, moves=True, said=listed("不办/不受理了/不归社区/reject it")),
    ticket_press("reject_for", reject_for, moves=True),
    ticket_press(
        "approve",
        approve,
        said=listed("可以/批准/准了/行/同意办/approve it/approved/ok/yes"),
        says=_with_reason(APPROVE),
    ),
    ticket_press(
        "decline",
        decline,
        said=listed("不行/不批/不准/不可以/退回去/decline it/declined/no"),
        says=_with_reason(DECLINE),
    ),
    ticket_press("appeal", appeal, moves=True, said=listed("申诉/appeal/我要申诉/不服/我不服/i object")),
    ticket_press("merge", merge, moves=True, said=listed("并在一起/合并/是同一件事/merge it/same matter")),
    ticket_press("merge_with", merge_with, moves=True),
    ticket_press("merge_yes", merge_yes, moves=True, said=YES),
    ticket_press("unlink", unlink, moves=True, said=listed("拆开/分开办/不是一件事/separate it")),
    ticket_press("step_in", step_in, said=listed("我来过问/我要过问/管一管/i step in")),
    ticket_press("reassign", reassign, moves=True, said=listed("换人/换个人办/换人办/someone else")),
    ticket_press("reassign_to", reassign_to, moves=True),
    ticket_press("regrade", regrade, said=listed("等级不对/改级/wrong grade")),
    ticket_press("regrade_to", regrade_to),
    ticket_press("restrict", restricted, said=listed("限制他/不让他发/restrict them")),
    ticket_press("restrict_as", restrict_as),
)
