"""The one door of presses, and what every press on a ticket has in common."""

from collections.abc import Callable, Sequence

from domain.notices.notices import CardRedraw
from domain.refusal import Refusal
from domain.tickets.restrictions import Restriction
from handlers.restrictions import held_back
from handlers.subject import Press, Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_TICKET, Button

TicketAction = Callable[[Turn, Button], None]


def press_button(subjects: Subjects, turn: Turn) -> None:
    """Whatever was pressed, or chosen by its number. What no subject knows is from another year, or forged."""
    button = turn.button()
    press = subjects.presses.get((button.kind, button.action))
    if press is None:
        raise Refusal("refused-old-button")
    if turn.chosen is not None and held_back(subjects, turn):
        return  # what is held back when it is pressed is held back by its number and in words
    turn.toast(None)
    press.handle(turn, button)


def ticket_press(action: str, handle: TicketAction, *, moves: bool = False, said: Sequence[str] = ()) -> Press:
    """A button of a ticket, whoever presses; what may be done, the rules say behind the door. `moves`: it would move
    the ticket, so one that is out of date refreshes the card instead. A card whose press brought the ticket on is
    redrawn where it was pressed, whether its sending was marked or not."""

    def pressed(turn: Turn, button: Button) -> None:
        ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
        is_redrawn = turn.keep_card(ticket.id)
        if moves and button.version != ticket.moves:
            turn.toast("refreshed")
            turn.redraw(CardRedraw(ticket.id))
            return
        handle(turn, button)
        if turn.is_press and button.version != ticket.moves and not (is_redrawn or turn.replaced):
            turn.redraw(CardRedraw(ticket.id))

    return Press(ON_TICKET, action, pressed, said, held=Restriction.BAN)


def number_in(arg: str) -> int:
    """The number that a button carries; anything else is forged."""
    if not arg.isascii() or not arg.isdigit() or len(arg) > 18:
        raise Refusal("refused-old-button")
    return int(arg)


def page_in(arg: str) -> int:
    """The page that a button of a list carries; the first for anything else."""
    return int(arg) if arg.isascii() and arg.isdigit() and len(arg) < 5 else 0
