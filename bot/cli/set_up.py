"""`louzhang import` and `louzhang who`: who answers for what."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.application import SystemClock, invitation_link, learn_name
from bot.cli.starting import FAULTY, open_or_leave, read_settings, run_or_leave
from bot.settings import Settings
from bot.telegram_api import HttpTelegram
from domain.views import Scene
from messages.menu_screens import explain
from messages.texts import Texts
from services.set_up import Outcome, Prepared, import_set_up, prepare
from services.set_up.report import lines_of, lines_of_outcome
from services.views import names_of_holders, reader_of
from storage.database import Database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork


def import_command(
    source: Annotated[Path, typer.Argument(help="A folder with places, posts, coverage, people (CSV), or one XLSX.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and report; write nothing.")] = False,
) -> None:
    """Set up places, posts, coverage and people. Nothing is written unless every row is good."""
    settings = read_settings(token_needed=not dry_run)
    today = SystemClock().now().astimezone(ZoneInfo(settings.timezone)).date()
    prepared = prepare(source, today)
    for line in lines_of(prepared):
        typer.echo(line)
    if prepared.faults:
        raise typer.Exit(1)
    if dry_run:
        typer.echo("dry run: nothing was written")
        return
    username, outcome = run_or_leave(run_import(settings, open_or_leave(settings), prepared))
    for line in lines_of_outcome(outcome, lambda code: invitation_link(username, code)):
        typer.echo(line)


async def run_import(settings: Settings, database: Database, prepared: Prepared) -> tuple[str, Outcome]:
    """The bot's name for the links, and what was written. Closes the database."""
    token = settings.bot_token.get_secret_value()
    telegram = HttpTelegram(settings.telegram_api_url, token)
    try:
        me = await learn_name(telegram, token)
        await database.schema(migrate)
        return me.username, await database.run(lambda work: import_set_up(work, prepared))
    finally:
        await telegram.close()
        await database.close()


def who(address: Annotated[str, typer.Argument(help="As people write it: 三公街11号")]) -> None:
    """Explain, step by step, who answers for an address."""
    settings = read_settings(token_needed=False)
    lines, found = run_or_leave(_who(open_or_leave(settings), address))
    for line in lines:
        typer.echo(line)
    if not found:
        raise typer.Exit(FAULTY)


async def _who(database: Database, address: str) -> tuple[list[str], bool]:
    def explained(work: UnitOfWork) -> tuple[list[str], bool]:
        scene = Scene(reader_of(work, None), SystemClock().now(), work.community, work.directory, "")
        scene.names = names_of_holders(work)
        lines = explain(address, scene, Texts("zh", work.community.zone))
        return [plain(line) for line in lines], len(lines) > 1

    try:
        await database.schema(migrate)
        return await database.read(explained)
    finally:
        await database.close()


def plain(line: str) -> str:
    """A text for Telegram as a terminal shows it."""
    for tag in ("<b>", "</b>", "<i>", "</i>", "</blockquote>"):
        line = line.replace(tag, "")
    line = line.replace("<blockquote expandable>", "\n")
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
