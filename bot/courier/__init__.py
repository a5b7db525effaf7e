"""How messages leave: taken from the outbox, drawn, sent within the limits, and marked."""

from bot.courier.courier import Courier
from bot.courier.drawing import Drawing
from bot.courier.lead import Lead

__all__ = ["Courier", "Drawing", "Lead"]
