"""`louzhang figures`: a week's figures on the terminal, and what is behind one of them."""

from typing import Annotated

import typer

from bot.catalogs import CATALOGS
from bot.cli.set_up import plain
from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from bot.subjects import SUBJECTS
from domain.refusal import Refusal
from messages.drawing.texts import Texts
from services.digest.digests import Parts, digest_to_read
from services.digest.figures import numbers_behind
from storage.engines.database import Database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork


def figures(
    name: Annotated[str, typer.Argument(help="One of the figures: list what is behind it.")] = "",
    week: Annotated[str, typer.Option(help="A week such as 2026-W46; without it this week so far.")] = "",
) -> None:
    """Print the figures of a week, or what is behind one of them: numbers alone, no names, no places, no words."""
    settings = read_settings(token_needed=False)
    lines, found = run_or_leave(print_figures(open_or_leave(settings), name, week, SUBJECTS.digest))
    if not found:
        refuse(*lines)
    for line in lines:
        typer.echo(line)


async def print_figures(database: Database, name: str, week: str, parts: Parts) -> tuple[list[str], bool]:
    """What to print, or the sentence that says why there is nothing. `parts`: what subjects give to the digest."""

    def read(work: UnitOfWork) -> tuple[list[str], bool]:
        made = digest_to_read(work, week, parts)
        behind = made.behind
        if not name:
            until = f"until {made.until.astimezone(work.community.calendar().zone):%Y-%m-%d %H:%M}"
            return [f"{made.week}, {until}", *(f"{one} {len(ids)}" for one, ids in behind.items())], True
        if name not in behind:
            return [f"there is no figure «{name}»; there are {', '.join(behind)}"], False
        return [f"{name} {len(behind[name])}", *numbers_behind(work, made, name)], True

    try:
        await database.schema(migrate)
        return await database.read(read)
    except Refusal as refusal:
        return [plain(Texts(CATALOGS, "zh", "UTC").say(refusal.key, **refusal.values))], False
    finally:
        await database.close()
