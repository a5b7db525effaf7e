"""Every press on a ticket comes in here, whoever presses; what may be done, the rules say behind the door."""

from collections.abc import Sequence

from domain.notices.notices import CardRedraw
from domain.refusal import Refusal
from handlers.office import OFFICE
from handlers.resident import RESIDENT
from handlers.steward import STEWARD
from handlers.subject import Shown
from handlers.turn import Turn

PRESSES = {**RESIDENT, **STEWARD, **OFFICE}


def press(turn: Turn) -> None:
    """A button of a ticket. One that is out of date refreshes the card instead of acting; one that brought the ticket
    on is redrawn where it was pressed, whether its sending was marked or not."""
    button = turn.button()
    press = PRESSES.get(button.action)
    if press is None:
        raise Refusal("refused-old-button")
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    is_redrawn = turn.keep_card(ticket.id)
    if press.moves and button.version != ticket.moves:
        turn.toast("refreshed")
        turn.redraw(CardRedraw(ticket.id))
        return
    turn.toast(None)
    press.handle(turn, button)
    if turn.query is not None and button.version != ticket.moves and not (is_redrawn or turn.replaced):
        turn.redraw(CardRedraw(ticket.id))


SHOWN: Sequence[Shown] = ()
