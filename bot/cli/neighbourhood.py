"""The demo put together: the playground, a set-up, and the bot beside it."""

import asyncio
import os
import tempfile
from datetime import datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from dotenv import dotenv_values

from bot.application import Application, SystemClock, prepare, stop_on_signals
from bot.cli.starting import leave, run_or_leave
from bot.clock import where_it_is_noon
from bot.demo.town import TOKEN, cast, take_posts
from bot.logs import log_to_stderr
from bot.settings import Settings
from bot.subjects import SUBJECTS
from bot.telegram.api import HttpTelegram
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from playground.server import Server, serve
from playground.telegram import RealToken, Telegram, refuse_real_token
from services.set_up import import_set_up
from services.set_up import prepare as prepare_set_up
from storage.engines.database import open_database


def open_neighbourhood(port: int, seconds: float) -> None:
    """Serve until stopped, or for so many seconds; refuses to begin beside a real token."""
    os.environ["PTB_TIMEDELTA"] = "1"
    try:
        for found in (os.environ.get("BOT_TOKEN"), dotenv_values(".env").get("BOT_TOKEN")):
            refuse_real_token(found or TOKEN)
    except RealToken:
        leave("BOT_TOKEN is set to a real token (in the environment or .env): the demo does not run beside one")
    log_to_stderr(level=30)
    run_or_leave(_demo(port, seconds))


def waking_zone(now: datetime) -> str | None:
    """None by day: the community's own. In its night only danger rings, and a visitor would wait for the morning: then
    the neighbourhood lies where it is noon."""
    home: str = Settings.model_fields["timezone"].default
    return None if 8 <= now.astimezone(ZoneInfo(home)).hour < 20 else where_it_is_noon(now)


async def _demo(port: int, seconds: float) -> None:
    town = Telegram()
    bot = town.add_bot(TOKEN, username="louzhang_demo_bot", name="楼长助手")
    server = await _serve(town, port)
    with tempfile.TemporaryDirectory(prefix="louzhang-demo-") as folder:
        clock = SystemClock()
        database = open_database(
            f"sqlite:///{Path(folder) / 'demo.sqlite3'}", clock.now, SUBJECTS, waking_zone(clock.now())
        )
        telegram = HttpTelegram(server.url, TOKEN)
        try:
            me = await learn_name(telegram, TOKEN)
            channel = channel_of(telegram, me, clock, Limits())
            await prepare(database, [], channel.link)
            with resources.as_file(resources.files("bot.demo.community")) as files:
                ready = prepare_set_up(files)
            outcome = await database.run(lambda work: import_set_up(work, ready))
            application = Application(database, [channel], clock)
            people = cast(town, ready, outcome)
            take_posts(bot, people, outcome)
            stop = asyncio.Event()
            stop_on_signals(stop)
            typer.echo(f"The neighbourhood is open:  {server.url}/\nStop with Ctrl-C.")
            if seconds:
                asyncio.get_running_loop().call_later(seconds, stop.set)
            await application.run(stop)
        finally:
            await telegram.close()
            await database.close()
            await server.stop()


async def _serve(town: Telegram, port: int) -> Server:
    try:
        return await serve(town, port=port)
    except OSError:
        return await serve(town, port=0)
