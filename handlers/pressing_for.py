"""Pressing a button for somebody who answered it by its number or in words."""

from domain.notices.notices import TicketCard
from handlers.pressing import press_button
from handlers.restrictions import held_back
from handlers.subject import Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_TICKET, Button


def choose(subjects: Subjects, turn: Turn, button: Button) -> None:
    """As if it had been pressed; the word that would have stood over the screen is said."""
    turn.chosen = button
    if held_back(subjects, turn):
        return  # what is held back when it is pressed is held back by its number and in words
    press_button(subjects, turn)
    if turn.head is None:
        return
    if button.kind == ON_TICKET:
        turn.answer(TicketCard(button.subject_id, turn.head))
    else:
        turn.say(turn.head)
