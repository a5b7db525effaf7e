"""Methods by which a bot learns what happened: it asks and waits, or it names an address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playground.answers import ApiError, Json, bad_request
from playground.arguments import Arguments, wrong_type
from playground.bots import Bot
from playground.webhooks import Delivery, Webhook
from playground.world import World

LOOPBACK = ("127.0.0.1", "localhost", "::1")
USE_DELETE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def _allowed(args: Arguments) -> list[str] | None:
    found = args.list("allowed_updates")
    if found is not None and not all(isinstance(kind, str) for kind in found):
        raise wrong_type("allowed_updates", "Array of String")
    return found


async def get_updates(_world: World, bot: Bot, args: Arguments) -> list[Json]:
    if bot.webhook is not None:
        raise ApiError(409, f"Conflict: {USE_DELETE}")
    offset, limit, timeout = args.integer("offset"), args.integer("limit"), args.number("timeout")
    bot.updates.allow(_allowed(args))
    return await bot.updates.fetch(offset or 0, min(max(limit or 100, 1), 100), timeout or 0.0)


def set_webhook(world: World, bot: Bot, args: Arguments) -> bool:
    url = args.text("url")
    if not url:
        return delete_webhook(world, bot, args)
    address = urlsplit(url)
    if address.hostname not in LOOPBACK:
        # Telegram wants HTTPS and the open network; the playground never leaves the machine.
        raise bad_request("bad webhook: the playground delivers only to this machine")
    if address.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = args.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    connections = args.integer("max_connections") or 40
    if not 1 <= connections <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    bot.updates.allow(_allowed(args))
    if args.flag("drop_pending_updates"):
        bot.updates.clear()
    stop_delivery(bot)
    bot.webhook = Webhook(url, secret or None, connections, args.text("ip_address"))
    return True


def start_delivery(world: World, bot: Bot, call: Any) -> None:
    """Begin to carry updates, where there is somebody to carry them. `call` does what a webhook's body asks."""
    if bot.webhook is None or bot.delivery is not None or world.post_webhook is None:
        return
    bot.delivery = Delivery(bot.webhook, bot.updates, world.post_webhook, call, world.now, world.webhook_pause)
    bot.delivery.start()


def stop_delivery(bot: Bot) -> None:
    if bot.delivery is not None:
        bot.delivery.stop()
        bot.delivery = None


def delete_webhook(_world: World, bot: Bot, args: Arguments) -> bool:
    stop_delivery(bot)
    bot.webhook = None
    if args.flag("drop_pending_updates"):
        bot.updates.clear()
    return True


def get_webhook_info(_world: World, bot: Bot, _args: Arguments) -> Json:
    found: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(bot.updates)}
    if bot.updates.allowed is not None:
        found["allowed_updates"] = sorted(bot.updates.allowed)
    webhook = bot.webhook
    if webhook is not None:
        found |= {"url": webhook.url, "max_connections": webhook.max_connections}
        if webhook.last_error_date is not None:
            found |= {
                "last_error_date": webhook.last_error_date,
                "last_error_message": webhook.last_error_message,
            }
    return found


METHODS: dict[str, Any] = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
