"""`louzhang replay`: updates that could not be handled, and handling them again once the reason is mended."""

from typing import Annotated

import typer

from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from storage.delivery.inbox import Aside
from storage.engines.database import Database
from storage.migrations import migrate


def replay(
    row: Annotated[list[int] | None, typer.Option("--id", help="Handle this one again; may be given twice.")] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="Handle all of them again.")] = False,
) -> None:
    """List updates that were set aside, or let the running bot handle them again. Shows nobody's words."""
    settings = read_settings(token_needed=False)
    aside, again = run_or_leave(replay_updates(open_or_leave(settings), row or [], all_of_them=all_of_them))
    if again is None:
        for one in aside:
            typer.echo(line_of(one))
        typer.echo(f"{len(aside)} set aside. --id NUMBER or --all has them handled again." if aside else "None.")
        return
    typer.echo(f"{again} wait again; the running bot handles them now, else the next one that starts.")
    wanted = len(aside) if all_of_them else len(set(row or []))
    if again < wanted:
        refuse(f"{wanted - again} could not: handled by now, or kept long enough (set_aside_days)")


def line_of(one: Aside) -> str:
    """Numbers alone; the incident is what its sender was told."""
    arrived = one.received_at.strftime("%Y-%m-%d %H:%M UTC")
    return f"{one.id}: update {one.number} of {arrived}, incident {one.incident}, {one.tries} tries"


async def replay_updates(database: Database, rows: list[int], *, all_of_them: bool) -> tuple[list[Aside], int | None]:
    """What is set aside, and how many of it wait again; None when only the list was asked for."""
    try:
        await database.schema(migrate)
        aside = await database.read(lambda work: work.inbox.set_aside_rows())
        wanted = [one.id for one in aside] if all_of_them else rows
        if not wanted and not all_of_them:
            return aside, None
        return aside, await database.run(lambda work: work.inbox.wait_again(wanted))
    finally:
        await database.close()
