"""Words to a ticket that has ended, and the buttons that make something of them."""

from domain.notices.notices import DraftScreen
from domain.notices.word_notices import LateWords
from domain.refusal import Refusal
from domain.tickets.late_words import LateChoice
from domain.tickets.report_form import Kept
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.filing.late_words import keep_late, takes_words, use_late


def comes_late(turn: Turn, ticket_id: int) -> bool:
    """Has the ticket ended? Then what was written is kept, and what can be made of it is offered."""
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person)
    if takes_words(turn.work, ticket):
        return False
    if keep_late(turn.work, turn.person, ticket, kept_of(turn)):
        turn.answer(LateWords(ticket.id))
    return True


def kept_of(turn: Turn) -> Kept:
    """The whole message, to be kept for one tap."""
    return Kept(turn.words, turn.said.number, tuple(turn.attachments()), turn.said.album)


def make_of_them(turn: Turn, button: Button) -> None:
    """«带上这句话，重新打开», «申诉», «另报一份», «记为内部备注», «是另一件新的事»"""
    if button.arg not in set(LateChoice):
        raise Refusal("refused-old-button")
    late = LateChoice(button.arg)
    ticket = use_late(turn.work, button.subject_id, late, by=turn.person, guess=turn.guess)
    if late in (LateChoice.AGAIN, LateChoice.NEW):
        turn.redraw(DraftScreen())
    else:
        turn.say(f"done-{late}", ticket_id=ticket.id)
