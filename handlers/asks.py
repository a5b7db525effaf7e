"""Asks as a subject: what the asked read and press, what the asker hears, and what a ticket's change does to them."""

from datetime import timedelta

from handlers.subject import Subject
from services.matters.ask_clock import take_due_asks
from services.matters.following import after_ticket
from services.parts import Tick, TicketPart

ASKS = Subject(
    "asks",
    texts="messages.asks",
    on_ticket=TicketPart(after=after_ticket),
    ticks=(Tick("take_due_asks", timedelta(seconds=30), take_due_asks),),
)
