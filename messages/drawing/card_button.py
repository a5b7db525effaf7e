"""A button below a ticket, the core's own or another subject's."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.views import TicketView
from messages.drawing.buttons import ON_TICKET, Button, Labelled, Tone
from messages.drawing.texts import Texts


@dataclass(frozen=True, slots=True)
class CardButton:
    """One button: its `name` in the tables, what it does, and when it is there."""

    name: str
    shown: Callable[[TicketView], bool]
    action: str = ""
    arg: str = ""
    label: str = ""
    tone: Tone | None = None

    def drawn(self, view: TicketView, texts: Texts) -> Labelled:
        button = Button(ON_TICKET, self.action or self.name, view.id, view.moves, self.arg, self.tone)
        return texts.label(self.label or f"button-{self.name}", body=view.help_from), button
