"""`louzhang run`: the bot itself."""

import asyncio

import typer

from bot.application import Application, SystemClock, learn_name, prepare, stop_on_signals
from bot.cli.starting import log_to_stderr, open_or_leave, read_settings, run_or_leave
from bot.pace import Limits
from bot.settings import Settings
from bot.telegram_api import HttpTelegram
from storage.database import Database
from storage.errors import DatabaseUnreachable
from storage.replicas import open_replica


def run() -> None:
    """Run the bot: fetch updates, answer them, deliver what is to be told. Stops within 10 seconds when asked."""
    settings = read_settings()
    log_to_stderr()
    run_or_leave(_run(settings, open_or_leave(settings)))


async def _run(settings: Settings, database: Database) -> None:
    token = settings.bot_token.get_secret_value()
    telegram = HttpTelegram(settings.telegram_api_url, token)
    replica = open_replica(settings.database_url)
    try:
        me = await learn_name(telegram, token)
        link = await prepare(database, settings.admin_ids, me.username)
        await replica.keep()
        if not replica.present:
            raise DatabaseUnreachable("PostgreSQL 14 or newer is needed, without a pooler that shares sessions")
        if link is not None:
            typer.echo(f"There is no administrator yet. Whoever presses this link first becomes one:\n  {link}")
        limits = Limits(settings.send_per_second, settings.send_per_chat, settings.send_per_group_minute)
        stop = asyncio.Event()
        stop_on_signals(stop)
        await Application(database, telegram, me, SystemClock(), limits, replica).run(stop)
    finally:
        await replica.close()
        await telegram.close()
        await database.close()
