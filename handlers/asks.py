"""Asks as a subject: what the asked read and press, what the asker hears, and what a ticket's change does to them."""

from handlers.subject import Subject

ASKS = Subject("asks", texts="messages.asks")
