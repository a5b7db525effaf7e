"""`louzhang posters`: the printed sheet for every stairwell, and the guides on paper."""

from pathlib import Path
from typing import Annotated

import typer


def posters(
    out: Annotated[Path, typer.Argument(help="Folder for the PDF files; it is made when it is not there.")],
    place: Annotated[list[str] | None, typer.Option(help="Code of a place: it and everything below it.")] = None,
    bot: Annotated[str, typer.Option(help="The bot's name; without it Telegram is asked.")] = "",
    font: Annotated[Path | None, typer.Option(help="A font for names with rare characters (OTF, TTF).")] = None,
    guides: Annotated[bool, typer.Option("--guides", help="The stewards' and the secretary's page instead.")] = False,
) -> None:
    """Make A4 sheets, one per building, unit or street, with the QR code that fills in the place of a report."""
    from bot.cli.printing import print_guides, print_sheets  # a running bot carries no PDF library in its memory

    if guides:
        print_guides(out, font)
    else:
        print_sheets(out, place or [], bot, font)
