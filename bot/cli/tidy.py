"""`louzhang tidy`: what has been kept long enough, emptied now or only counted; and how long it is kept."""

from typing import Annotated

import typer

from bot.catalogs import CATALOGS
from bot.cli.set_up import plain
from bot.cli.starting import FAULTY, open_or_leave, read_settings, run_or_leave
from bot.subjects import SUBJECTS
from domain.refusal import Refusal
from messages.drawing.texts import Texts
from services.keeping.tidying import Due, empty_ended_tickets, empty_old, set_days_kept, what_would_go
from storage.engines.database import Database
from storage.migrations import migrate
from storage.tickets.retention import Retention, Went


def tidy(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count and list; nothing is emptied.")] = False,
    repairs_days: Annotated[int | None, typer.Option(help="From now on keep repairs this many days.")] = None,
    disputes_days: Annotated[int | None, typer.Option(help="From now on keep disputes this many days.")] = None,
) -> None:
    """Empty the words, names and files of tickets that ended long enough ago, as the program does every hour."""
    settings = read_settings(token_needed=False)
    lines, done = run_or_leave(
        run_tidy(open_or_leave(settings), dry_run=dry_run, repairs=repairs_days, disputes=disputes_days)
    )
    for line in lines:
        typer.echo(line, err=not done)
    if not done:
        raise typer.Exit(FAULTY)


async def run_tidy(
    database: Database, *, dry_run: bool, repairs: int | None = None, disputes: int | None = None
) -> tuple[list[str], bool]:
    """What to print, or the sentence that says why not. With a dry run the days are tried and not kept."""
    try:
        await database.schema(migrate)
        if dry_run:
            lines = _lines(
                await database.read(lambda work: what_would_go(work, SUBJECTS.keeps, repairs, disputes)),
                "would be emptied",
            )
            log = await database.read(lambda work: work.store(Retention).log())
            return [*lines, *_log_lines(log), "dry run: nothing was written"], True
        await database.run(lambda work: set_days_kept(work, repairs, disputes))
        due = await database.read(lambda work: what_would_go(work, SUBJECTS.keeps))
        while await database.run(empty_ended_tickets):
            pass
        await database.run(lambda work: empty_old(work, SUBJECTS.keeps))
        log = await database.read(lambda work: work.store(Retention).log())
        return [*_lines(due, "emptied"), *_log_lines(log)], True
    except Refusal as refusal:
        return [plain(Texts(CATALOGS, "zh", "UTC").say(refusal.key, **refusal.values))], False
    finally:
        await database.close()


def _lines(due: list[Due], done: str) -> list[str]:
    lines = []
    for one in due:
        counted = f"{one.count} tickets" if one.tickets else f"{one.count}"
        lines.append(f"{one.what}: kept {one.days} days, {counted} {done}")
        lines += [f"  {number} is kept: {why}" for number, why in one.kept]
    return lines


def _log_lines(log: list[Went]) -> list[str]:
    return ["the log:", *(f"  {went.day} {went.what} {went.count}" for went in log)] if log else []
