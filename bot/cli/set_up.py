"""`louzhang import` and `louzhang who`: who answers for what."""

from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.application import SystemClock, invitation_link
from bot.catalogs import CATALOGS
from bot.cli.starting import FAULTY, open_or_leave, read_settings, run_or_leave
from bot.settings import Settings
from bot.telegram.api import HttpTelegram
from bot.telegram.channel import link_to
from bot.telegram.opening import learn_name
from messages.drawing.frame import Frame, LinkMaker, no_link
from messages.drawing.texts import Texts
from messages.office.menu_screens import explain
from services.set_up import (
    UNDECIDED,
    Choice,
    FaultyFiles,
    ImportOutcome,
    Prepared,
    Progress,
    import_set_up,
    prepare,
)
from services.set_up.report import lines_of, lines_of_comparison, lines_of_outcome
from services.views.readers import reader_of
from services.views.set_up_views import names_of_holders
from storage.engines.database import Database, is_there
from storage.migrations import is_current, migrate
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

DIFFERS = 3
"""The exit code when rows differ from what was changed in the chat, and nobody has said whose word counts."""
SHOWS_PROGRESS = 500
"""Rows from which a bar is drawn while they are written."""


def import_command(
    source: Annotated[
        Path,
        typer.Argument(
            help="A folder with places, posts, coverage, people and bodies (CSV or a workbook each; the last two may "
            "be missing), or one workbook with such sheets (.xlsx, .xls, .ods, .et)."
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, compare and report; write nothing.")] = False,
    take_file: Annotated[
        str,
        typer.Option(
            "--take-file",
            help="Numbers of differences, such as 3,7, in which the file's word is taken; rest: all others.",
        ),
    ] = "",
    keep_chat: Annotated[
        str,
        typer.Option(
            "--keep-chat", help="Numbers of differences in which what was changed in the chat stays; rest: all others."
        ),
    ] = "",
) -> None:
    """Set up places, posts, coverage, people and bodies. Nothing is written unless every row is good.

    Importing again takes what the tables have changed and never undoes what was changed in the chat since: such rows
    differ, get a number, and stay as they are until --take-file or --keep-chat says whose word counts.

    Leaves with 0 when all is done, 1 when the files have faults, 2 when it cannot start, 3 when rows that differ were
    left as they are.
    """
    settings = read_settings(token_needed=not dry_run)
    choice = _choice(take_file, keep_chat)
    today = SystemClock().now().astimezone(ZoneInfo(settings.timezone)).date()
    prepared = prepare(source, today)
    for line in lines_of(prepared):
        typer.echo(line)
    if prepared.faults:
        raise typer.Exit(1)
    if dry_run:
        outcome = _compared(settings, prepared, choice)
    else:
        link, outcome = _written(settings, prepared, choice)
        for line in lines_of_outcome(outcome, lambda code: invitation_link(link, code)):
            typer.echo(line)
    if outcome is not None and outcome.undecided:
        raise typer.Exit(DIFFERS)


def _choice(take_file: str, keep_chat: str) -> Choice:
    try:
        return Choice.read(take_file, keep_chat)
    except FaultyFiles as error:
        _refuse(error)


def _refuse(error: FaultyFiles) -> NoReturn:
    typer.echo(f"FAULT {error}; nothing was written", err=True)
    raise typer.Exit(1)


def _done(work: Coroutine[None, None, T]) -> T:
    """Run it; files that do not fit the database are said in a sentence."""

    async def refusing() -> T | FaultyFiles:
        try:
            return await work
        except FaultyFiles as error:
            return error

    done = run_or_leave(refusing())
    if isinstance(done, FaultyFiles):
        _refuse(done)
    return done


def _compared(settings: Settings, prepared: Prepared, choice: Choice) -> ImportOutcome | None:
    """What an import would do, said; None when there is nothing to compare with."""
    database = open_or_leave(settings) if is_there(settings.database_url) else None
    outcome = _done(run_dry(database, prepared, choice)) if database is not None else None
    if outcome is None:
        typer.echo("there is no database of this version yet, so nothing was compared with it")
    else:
        for line in lines_of_comparison(outcome):
            typer.echo(line)
    typer.echo("dry run: nothing was written")
    return outcome


async def run_dry(database: Database, prepared: Prepared, choice: Choice) -> ImportOutcome | None:
    """What an import would do; the database is left as it is, and closed. None: it is of another version."""
    try:
        if not await database.read(is_current):
            return None
        return await database.read(lambda work: import_set_up(work, prepared, choice))
    finally:
        await database.close()


def _written(settings: Settings, prepared: Prepared, choice: Choice) -> tuple[LinkMaker, ImportOutcome]:
    lines = prepared.lines
    rows = sum(map(len, (lines.places, lines.posts, lines.coverage, lines.people, lines.bodies)))
    database = open_or_leave(settings)
    if rows < SHOWS_PROGRESS:
        return _done(run_import(settings, database, prepared, choice))
    with typer.progressbar(length=rows, label="rows") as bar:
        return _done(run_import(settings, database, prepared, choice, bar.update))


async def run_import(
    settings: Settings,
    database: Database,
    prepared: Prepared,
    choice: Choice = UNDECIDED,
    progress: Progress = lambda rows: None,
) -> tuple[LinkMaker, ImportOutcome]:
    """What makes the links, and what was written. Closes the database."""
    token = settings.bot_token.get_secret_value()
    telegram = HttpTelegram(settings.telegram_api_url, token)
    try:
        me = await learn_name(telegram, token)
        await database.schema(migrate)
        outcome = await database.run(lambda work: import_set_up(work, prepared, choice, progress))
        return partial(link_to, me.username), outcome
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
        texts = Texts(CATALOGS, "zh", work.community.zone)
        frame = Frame(reader_of(work, None), texts, SystemClock().now(), work.community, work.directory, no_link)
        lines = explain(address, names_of_holders(work), frame)
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
