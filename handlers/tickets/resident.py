"""The buttons under a ticket on its reporter's side."""

from collections.abc import Sequence

from domain.notices.notices import (
    AskWords,
    CardButtons,
    CardRedraw,
    Choose,
    DraftScreen,
    RatingAsked,
    Say,
    TicketHistory,
)
from domain.notices.word_notices import LateWords
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Rating, State
from handlers.pressing import page_in, ticket_press
from handlers.subject import Press, Question
from handlers.tickets.late_words import make_of_them
from handlers.tickets.words import ADD, NOT_SOLVED, RATING_WHY, REOPEN
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.filing.late_words import keep_late, takes_words
from services.filing.reports import start_again, take_back
from services.tickets.closing import confirm_ticket, nudge_ticket, rate_ticket, withdraw_ticket
from services.tickets.talking import add_words


def open_card(turn: Turn, button: Button) -> None:
    """The ticket's card as it is now, in the place of the list or question it was opened from."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.redraw(CardRedraw(button.subject_id))


def more(turn: Turn, button: Button) -> None:
    """«更多», and «还有» behind it: the same message with the next buttons."""
    turn.redraw(CardButtons(button.subject_id, page_in(button.arg)))


def less(turn: Turn, button: Button) -> None:
    """«返回» from there."""
    turn.redraw(CardButtons(button.subject_id))


def history(turn: Turn, button: Button) -> None:
    """«经过»"""
    turn.answer(TicketHistory(button.subject_id))


def add(turn: Turn, button: Button) -> None:
    """«补充»: the next words belong to this ticket."""
    _ask(turn, ADD, button)


def add_these(turn: Turn, button: Button) -> None:
    """«补充到 #…»: the words that were kept aside belong to this ticket."""
    kept = take_back(turn.work, turn.person)
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    if not takes_words(turn.work, ticket):
        keep_late(turn.work, turn.person, ticket, kept)
        turn.redraw(LateWords(ticket.id))
        return
    said = Remark(kept.words, kept.media, turn.account, kept.message_id)
    add_words(turn.work, button.subject_id, Action.COMMENT, said, by=turn.person)
    turn.redraw(Say("done-add-to", ticket_id=ticket.id))


def confirm(turn: Turn, button: Button) -> None:
    """«解决了»"""
    ticket = confirm_ticket(turn.work, button.subject_id, by=turn.person)
    turn.redraw(CardRedraw(ticket.id))
    turn.answer(RatingAsked(ticket.id))


def not_solved(turn: Turn, button: Button) -> None:
    """«没解决»: asks for a sentence first."""
    _ask(turn, NOT_SOLVED, button)


def reopen(turn: Turn, button: Button) -> None:
    """«又坏了»: asks for a sentence first."""
    _ask(turn, REOPEN, button)


def again(turn: Turn, button: Button) -> None:
    """«又坏了» after the time for reopening: a new report that follows the old one."""
    start_again(turn.work, button.subject_id, turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.answer(DraftScreen())


def rate(turn: Turn, button: Button) -> None:
    """满意, 一般, 不满意: what was not good is asked."""
    if button.arg not in set(Rating):
        raise Refusal("refused-old-button")
    rate_ticket(turn.work, button.subject_id, by=turn.person, rating=Rating(button.arg))
    if button.arg == Rating.BAD:
        turn.ask(RATING_WHY, button.subject_id)
    elif turn.asked(RATING_WHY) is not None:
        turn.work.conversation.stop_awaiting(turn.person.id)
    turn.ask_on(RatingAsked(button.subject_id, "rated"))


def skip_why(turn: Turn, button: Button) -> None:
    """«跳过»: they would rather not say."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.redraw(RatingAsked(button.subject_id, "told"))


def nudge(turn: Turn, button: Button) -> None:
    """«催办», once in 24 hours."""
    nudge_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-nudge", ticket_id=button.subject_id)


def withdraw(turn: Turn, button: Button) -> None:
    """«撤回» asks once more."""
    turn.answer(Choose("withdraw", button.subject_id))


def withdraw_yes(turn: Turn, button: Button) -> None:
    """Yes, withdraw."""
    ticket = withdraw_ticket(turn.work, button.subject_id, by=turn.person)
    if ticket.state is State.WITHDRAWN:
        turn.say("done-withdraw", ticket_id=ticket.id)
    else:
        turn.say("done-step-back")


def _ask(turn: Turn, question: Question, button: Button) -> None:
    turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    turn.ask(question, button.subject_id)
    turn.answer(AskWords(question.name, button.subject_id))


RESIDENT: Sequence[Press] = (
    ticket_press("open", open_card),
    ticket_press("more", more),
    ticket_press("less", less),
    ticket_press("history", history),
    ticket_press("add", add),
    ticket_press("add_these", add_these),
    ticket_press("late", make_of_them),
    ticket_press(
        "confirm",
        confirm,
        moves=True,
        said=("解决了", "好了", "修好了", "弄好了", "solved", "fixed", "it is fixed", "it's fixed"),
    ),
    ticket_press(
        "not_solved",
        not_solved,
        moves=True,
        said=("没解决", "没修好", "没弄好", "还没好", "没好", "not solved", "not fixed"),
    ),
    ticket_press("reopen", reopen, moves=True, said=("又坏了", "重新打开", "broken again", "reopen")),
    ticket_press("again", again),
    ticket_press("rate", rate, said=("满意", "一般", "不满意", "satisfied", "so-so", "not satisfied")),
    ticket_press("skip_why", skip_why),
    ticket_press("nudge", nudge, said=("催办", "催一下", "nudge")),
    ticket_press("withdraw", withdraw, moves=True, said=("撤回", "withdraw")),
    ticket_press("withdraw_yes", withdraw_yes, moves=True),
)
