"""Updates brought to us: Telegram posts each one, and hears 200 only when it is in the inbox."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.metrics import UPDATES
from bot.telegram.api import Means, TelegramApi, meaning, read_json, trouble_of
from bot.telegram.parsed import ALLOWED, parsed_updates
from domain.ids import is_id
from storage.delivery.inbox import Arrived
from storage.sql.errors import StorageError, in_words

log = logging.getLogger(__name__)

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_BODY_BYTES = 2**20
"""Bytes of a body. The longest update Telegram makes is a tenth of it."""
MAX_CONNECTIONS = 40

Keep = Callable[[Sequence[Arrived]], Awaitable[None]]


class WebhookRefused(Exception):
    """Telegram does not accept the address; says why."""


def webhook_app(keep: Keep, secret: str) -> web.Application:
    """`keep` commits updates to the inbox. Without 200 Telegram brings an update again."""
    expected = secret.encode()

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return _refused(403)
        update = _update_in(await request.read())
        if update is None:
            return _refused(400)
        try:
            await keep(parsed_updates([update]))
        except StorageError as error:
            log.warning("the inbox could not be written: %s; Telegram brings it again", in_words(error))
            return web.Response(status=503)
        return web.Response()

    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.router.add_post(PATH, take)
    return app


def _refused(status: int) -> web.Response:
    UPDATES.labels("not_taken").inc()
    return web.Response(status=status)


def _update_in(body: bytes) -> dict[str, object] | None:
    try:
        update = read_json(body)
    except ValueError:
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if isinstance(update, dict) and is_id(number) and number >= 0 else None


async def set_webhook(telegram: TelegramApi, url: str, secret: str) -> None:
    """Tell Telegram where updates go, as soon as it listens. What waits there already is brought too."""
    params = {"url": url, "secret_token": secret, "allowed_updates": ALLOWED, "max_connections": MAX_CONNECTIONS}
    while meaning(answer := await telegram.call("setWebhook", params)) in (Means.AGAIN, Means.PAUSE):
        log.warning("setWebhook failed status=%s: %s; trying again", answer.status, trouble_of(answer))
        await asyncio.sleep(answer.parameter("retry_after") or 5)
    if meaning(answer) is not Means.SENT:
        raise WebhookRefused(answer.description)


async def delete_webhook(telegram: TelegramApi) -> None:
    """Whoever fetches updates must not have them brought. A failure here shows when they are fetched."""
    await telegram.call("deleteWebhook", {})
