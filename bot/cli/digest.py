"""`louzhang digest`: a week's digest on the terminal."""

from typing import Annotated

import typer

from bot.application import SystemClock
from bot.catalogs import CATALOGS
from bot.cli.set_up import plain
from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from bot.subjects import SUBJECTS
from domain.digest.digest import Figures
from domain.digest.views import DigestView
from domain.refusal import Refusal
from messages.digest.digest_screens import digest_text
from messages.drawing.frame import Frame, no_link
from messages.drawing.texts import Texts
from services.digest.digests import Parts, correct_digest, digest_to_read
from services.views.readers import reader_of
from storage.engines.database import Database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork


def digest(
    week: Annotated[str, typer.Option(help="A week such as 2026-W46; without it this week so far.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Count a past week again; a difference is a correction.")
    ] = False,
) -> None:
    """Print the digest of a week: as it was frozen, or counted now. Names nobody who lives here."""
    settings = read_settings(token_needed=False)
    text, found = run_or_leave(print_digest(open_or_leave(settings), week, SUBJECTS.digest, again=again))
    if not found:
        refuse(text)
    typer.echo(text)


async def print_digest(database: Database, week: str, parts: Parts, *, again: bool) -> tuple[str, bool]:
    """The text, or the sentence that says why there is none. `parts`: what subjects give to the digest."""

    def corrected(work: UnitOfWork) -> None:
        correct_digest(work, week, parts)

    def read(work: UnitOfWork) -> str:
        return _text(work, digest_to_read(work, week, parts))

    try:
        await database.schema(migrate)
        if again:
            await database.run(corrected)
        return await database.read(read), True
    except Refusal as refusal:
        return plain(Texts(CATALOGS, "zh", "UTC").say(refusal.key, **refusal.values)), False
    finally:
        await database.close()


def _text(work: UnitOfWork, figures: Figures) -> str:
    texts = Texts(CATALOGS, "zh", work.community.zone)
    now = SystemClock().now()
    frame = Frame(reader_of(work, None), texts, now, work.community, work.directory, no_link)
    return plain(digest_text(DigestView(figures), frame))
