"""`louzhang run`: the bot itself."""

import asyncio
from contextlib import AsyncExitStack

import typer

from bot.application import Application, SystemClock, prepare, stop_on_signals, unless_stopped
from bot.cli.starting import open_or_leave, read_settings, run_or_leave
from bot.listening import listen
from bot.logs import log_to_stderr
from bot.settings import Settings
from bot.status import Status
from bot.telegram.api import HttpTelegram
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from bot.telegram.webhook import delete_webhook, set_webhook, webhook_app
from storage.engines.database import Database
from storage.engines.replicas import open_replica
from storage.sql.errors import DatabaseUnreachable


def run() -> None:
    """Run the bot: take updates in, answer them, deliver what is to be told. Stops within 10 seconds when asked."""
    settings = read_settings()
    log_to_stderr(form=settings.log_format)
    run_or_leave(_run(settings, open_or_leave(settings)))


async def _run(settings: Settings, database: Database) -> None:
    token, clock = settings.bot_token.get_secret_value(), SystemClock()
    limits = Limits(settings.send_per_second, settings.send_per_chat, settings.send_per_group_minute)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with AsyncExitStack() as afterwards:
        afterwards.push_async_callback(database.close)
        telegram = HttpTelegram(settings.telegram_api_url, token)
        afterwards.push_async_callback(telegram.close)
        replica = open_replica(settings.database_url)
        afterwards.push_async_callback(replica.close)
        me = await unless_stopped(stop, learn_name(telegram, token, patient=True))
        if me is None:
            return
        channel = channel_of(telegram, me, clock, limits, replica, fetches=not settings.webhook_url)
        link = await prepare(database, settings.admin_ids, channel.link)
        if link is not None:
            typer.echo(f"There is no administrator yet. Whoever presses this link first becomes one:\n  {link}")
        await replica.keep()
        if not replica.present:
            raise DatabaseUnreachable("PostgreSQL 14 or newer is needed, without a pooler that shares sessions")
        application = Application(database, [channel], clock, replica)
        if settings.status_listen:
            status = await listen(settings.status_listen, Status(database, replica, clock).app())
            afterwards.push_async_callback(status.cleanup)
        if settings.webhook_url:
            secret = settings.webhook_secret.get_secret_value()
            webhook = await listen(settings.listen, webhook_app(application.intake.keep, secret))
            afterwards.push_async_callback(webhook.cleanup)
            await unless_stopped(stop, set_webhook(telegram, settings.webhook_url, secret))
        else:
            await delete_webhook(telegram)
        await application.run(stop)
