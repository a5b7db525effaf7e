"""`louzhang posters`: the printed sheet for every stairwell, and the guides on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.application import learn_name
from bot.cli.starting import FAULTY, open_or_leave, read_settings, run_or_leave
from bot.settings import Settings
from bot.telegram_api import HttpTelegram
from domain.community import Community
from domain.directory import Address, Directory, Place
from domain.words import Level
from messages.sheets import Sheet, guide, missing, packaged_font, poster
from storage.database import Database
from storage.migrations import migrate

GUIDES = ("steward", "secretary")
DOCUMENTS = Path(__file__).parents[2] / "docs"
MANY = 5
"""From so many sheets on a bar shows how far it is."""


def posters(
    out: Annotated[Path, typer.Argument(help="Folder for the PDF files; it is made when it is not there.")],
    place: Annotated[list[str] | None, typer.Option(help="Code of a place: it and everything below it.")] = None,
    bot: Annotated[str, typer.Option(help="The bot's name; without it Telegram is asked.")] = "",
    font: Annotated[Path | None, typer.Option(help="A font for names with rare characters (OTF, TTF).")] = None,
    guides: Annotated[bool, typer.Option("--guides", help="The stewards' and the secretary's page instead.")] = False,
) -> None:
    """Make A4 sheets, one per building, unit or street, with the QR code that fills in the place of a report."""
    chosen = font or packaged_font()
    if not chosen.is_file():
        _leave(f"--font: there is no file {chosen.name}")
    if guides:
        _write_guides(out, chosen)
        return
    settings = read_settings(token_needed=not bot)
    username, directory, community = run_or_leave(_read(open_or_leave(settings), settings, bot.removeprefix("@")))
    chosen_places, unknown = places_to_print(directory, place or [])
    faults = [f"--place: there is no place «{code}»" for code in unknown]
    faults += [
        f"{one.code}: the font has no {chars}; give one that has it with --font"
        for one in chosen_places
        if (chars := missing(directory.name(Address(one.id)), chosen))
    ]
    if faults or not chosen_places:
        _leave(*(faults or ["there is no building, unit or street yet; louzhang import sets them up"]))

    def draw(one: Place) -> None:
        sheet = Sheet(directory.name(Address(one.id)), f"https://t.me/{username}?start={one.code}")
        (out / f"{one.code}.pdf").write_bytes(poster(sheet, community, chosen))

    _make_folder(out)
    _each(chosen_places, draw)
    typer.echo(f"{len(chosen_places)} sheets in {out}")
    if not community.office_phone:
        typer.echo("note: the office has entered no telephone number; there is a line to write it on")


def _leave(*faults: str) -> None:
    for fault in faults:
        typer.echo(fault, err=True)
    raise typer.Exit(FAULTY)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        _leave(f"{out.name} is no folder that can be written to")


def _each(places: list[Place], draw: Callable[[Place], None]) -> None:
    if len(places) < MANY:
        for one in places:
            draw(one)
        return
    with typer.progressbar(places, label="sheets") as bar:
        for one in bar:
            draw(one)


def places_to_print(directory: Directory, codes: list[str]) -> tuple[list[Place], list[str]]:
    """Every place without places below it, within the wanted ones (and these themselves); and codes nobody knows."""
    wanted = {code: directory.by_code(code) for code in codes}
    roots = [place for place in wanted.values() if place is not None]
    printed = [
        place
        for place in directory.places.values()
        if place.merged_into is None
        and (
            place in roots
            or (
                place.level in (Level.BUILDING, Level.UNIT, Level.STREET)
                and not directory.children(place.id)
                and (not roots or any(root in directory.line(place.id) for root in roots))
            )
        )
    ]
    unknown = [code for code, place in wanted.items() if place is None]
    return ([] if codes and not roots else printed), unknown


async def _read(database: Database, settings: Settings, username: str) -> tuple[str, Directory, Community]:
    telegram = HttpTelegram(settings.telegram_api_url, settings.bot_token.get_secret_value())
    try:
        name = username or (await learn_name(telegram, settings.bot_token.get_secret_value())).username
        await database.schema(migrate)
        directory, community = await database.read(lambda work: (work.directory, work.community))
        return name, directory, community
    finally:
        await telegram.close()
        await database.close()


def _write_guides(out: Path, font: Path) -> None:
    sources = [DOCUMENTS / f"{name}.md" for name in GUIDES]
    if not all(source.is_file() for source in sources):
        _leave("the guides are in the folder docs of the program's source, which is not here")
    _make_folder(out)
    for source in sources:
        (out / f"{source.stem}.pdf").write_bytes(guide(source.read_text("utf-8"), font))
    typer.echo(f"{len(sources)} guides in {out}")
