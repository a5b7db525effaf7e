"""The buttons under somebody's newest message."""

from domain.tickets.report_form import KEPT
from handlers.turn import Turn
from messages.drawing.buttons import Button
from storage.delivery.lanes import Lanes


def awaits_words(turn: Turn) -> bool:
    """Is something asked that words answer?"""
    awaited = turn.work.conversation.awaited(turn.person.id)
    return awaited is not None and awaited.what != KEPT


def shown_buttons(turn: Turn) -> list[tuple[str, Button]]:
    """The buttons under the newest message with their labels; none while something else is asked or answered."""
    return [] if turn.said.answers is not None or awaits_words(turn) else newest_buttons(turn)


def newest_buttons(turn: Turn) -> list[tuple[str, Button]]:
    """The same, whatever is asked."""
    asked = turn.work.store(Lanes).last_asked(turn.account)
    read = ((label, Button.read_or_none(data)) for label, data in asked)
    return [(label, button) for label, button in read if button is not None and not button.is_emergency]
