"""How what came in is kept and answered, in the order of its chats."""

from bot.intake.intake import Intake

__all__ = ["Intake"]
