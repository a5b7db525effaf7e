"""The buttons under a ticket on its reporter's side."""

from collections.abc import Sequence

from domain.notices.notices import (
    AskWords,
    CardButtons,
    CardRedraw,
    Choose,
    DraftScreen,
    RatingAsked,
    TicketHistory,
)
from domain.refusal import Refusal
from domain.vocabulary import Action, Rating, State
from domain.words.sayings import listed
from handlers.pressing import page_in, sentence, ticket_press
from handlers.subject import Press, Question
from handlers.tickets.everyday import BACK, BROKEN_AGAIN, NOT_SOLVED, SOLVED, UNDER_IT_NO, UNDER_IT_YES, YES
from handlers.tickets.late_words import make_of_them
from handlers.tickets.thanks import thank_besides
from handlers.tickets.words import ADD, RATING_WHY, REOPEN
from handlers.tickets.words import NOT_SOLVED as NOT_SOLVED_BECAUSE
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.filing.reports import say, start_again
from services.tickets.closing import confirm_ticket, nudge_ticket, rate_ticket, withdraw_ticket


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


def confirm(turn: Turn, button: Button) -> None:
    """«解决了»"""
    ticket = confirm_ticket(turn.work, button.subject_id, by=turn.person)
    thank_besides(turn, ticket)
    turn.redraw(CardRedraw(ticket.id))
    turn.answer(RatingAsked(ticket.id))


def not_solved(turn: Turn, button: Button) -> None:
    """«没解决»: asks for a sentence first."""
    _ask(turn, NOT_SOLVED_BECAUSE, button)


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


def _again_with_words(turn: Turn, button: Button) -> None:
    """«又漏了»: the new report, with these words in it."""
    start_again(turn.work, button.subject_id, turn.person)
    lead = say(turn.work, turn.person, turn.words, message_id=turn.said.number, media=turn.attachments())
    turn.answer(DraftScreen(lead))


RESIDENT: Sequence[Press] = (
    ticket_press("open", open_card, said=BACK),
    ticket_press("more", more, said=listed("看更多/还有别的/show more")),
    ticket_press("less", less, said=BACK),
    ticket_press("history", history, said=listed("经过/看经过/办到哪了/看看经过/show the history")),
    ticket_press("add", add, said=listed("补充/add/补充一下/我要补充/我补充/还有话说/add something")),
    ticket_press("late", make_of_them),
    ticket_press("confirm", confirm, moves=True, said=SOLVED, under_it=UNDER_IT_YES, step=Action.CONFIRM),
    ticket_press(
        "not_solved",
        not_solved,
        moves=True,
        said=NOT_SOLVED,
        under_it=UNDER_IT_NO,
        says=sentence(NOT_SOLVED_BECAUSE),
        step=Action.NOT_SOLVED,
    ),
    ticket_press(
        "reopen",
        reopen,
        moves=True,
        said=BROKEN_AGAIN,
        says=sentence(REOPEN),
    ),
    ticket_press("again", again, said=BROKEN_AGAIN, says=_again_with_words),
    ticket_press(
        "rate",
        rate,
        said_of={
            Rating.GOOD: listed("满意/很满意/非常满意/挺满意/满意满意/好评/很好/挺好/不错/satisfied/very good"),
            Rating.FAIR: listed("一般/一般般/还行/还可以/凑合/马马虎虎/将就/so-so/okay/not bad"),
            Rating.BAD: listed("不满意/很不满意/不太满意/不怎么满意/差/太差/太差了/差评/不好/bad/not good"),
        },
    ),
    ticket_press("skip_why", skip_why, said=listed("跳过/不说了/不用了/没有/skip it"), beside_words=True),
    ticket_press(
        "nudge",
        nudge,
        said=listed("催办/催一下/催催/催/再催一下/快点/快一点/抓紧/nudge/hurry up"),
    ),
    ticket_press(
        "withdraw",
        withdraw,
        moves=True,
        said=listed("撤回/撤销/撤了/不用修了/不用来了/不用办了/自己修好了/withdraw/no need any more"),
    ),
    ticket_press("withdraw_yes", withdraw_yes, moves=True, said=(*YES, "撤", "撤回")),
)
