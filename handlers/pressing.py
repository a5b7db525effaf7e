"""What every press on a ticket has in common."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.refusal import Refusal
from handlers.turn import Turn
from messages.drawing.buttons import Button


@dataclass(frozen=True, slots=True)
class TicketPress:
    """What a button does. `moves`: it would move the ticket, so one that is out of date refreshes instead."""

    handle: Callable[[Turn, Button], None]
    moves: bool = False


def number_in(arg: str) -> int:
    """The number that a button carries; anything else is forged."""
    if not arg.isascii() or not arg.isdigit() or len(arg) > 18:
        raise Refusal("refused-old-button")
    return int(arg)
