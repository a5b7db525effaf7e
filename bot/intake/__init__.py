"""How updates come in: fetched or brought, parsed, written down, and answered in the order of their chats."""

from bot.intake.intake import Intake
from bot.intake.poller import Poller, TokenRefused
from bot.intake.webhook import WebhookRefused, delete_webhook, set_webhook, webhook_app

__all__ = ["Intake", "Poller", "TokenRefused", "WebhookRefused", "delete_webhook", "set_webhook", "webhook_app"]
