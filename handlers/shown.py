"""The buttons under somebody's newest message, and pressing one of them without a finger."""

from domain.notices.notices import TicketCard
from domain.tickets.report_form import KEPT
from handlers.pressing import press_button
from handlers.subject import Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_TICKET, Button
from storage.delivery.lanes import Lanes


def awaits_words(turn: Turn) -> bool:
    """Is something asked that words answer?"""
    awaited = turn.work.conversation.awaited(turn.person.id)
    return awaited is not None and awaited.what != KEPT


def shown_buttons(turn: Turn) -> list[tuple[str, Button]]:
    """The buttons under the newest message with their labels; none while something else is asked or answered."""
    if turn.said.answers is not None or awaits_words(turn):
        return []
    asked = turn.work.store(Lanes).last_asked(turn.account)
    read = ((label, Button.read_or_none(data)) for label, data in asked)
    return [(label, button) for label, button in read if button is not None and not button.is_emergency]


def choose(subjects: Subjects, turn: Turn, button: Button) -> None:
    """As if it had been pressed; the word that would have stood over the screen is said."""
    turn.chosen = button
    press_button(subjects, turn)
    if turn.head is None:
        return
    if button.kind == ON_TICKET:
        turn.answer(TicketCard(button.subject_id, turn.head))
    else:
        turn.say(turn.head)
