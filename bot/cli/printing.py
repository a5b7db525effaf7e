"""What `louzhang posters` does: the sheets of the places that are wanted, or the guides."""

from collections.abc import Callable
from pathlib import Path

import typer

from bot.catalogs import CATALOGS
from bot.cli.starting import open_or_leave, read_settings, refuse, run_or_leave
from bot.settings import Settings
from bot.telegram.api import HttpTelegram
from bot.telegram.channel import link_to
from bot.telegram.opening import learn_name
from domain.community import Community
from domain.posts.directory import Address, Directory, Place
from domain.vocabulary import Level
from messages.paper.sheets import PosterSheet, guide, missing, packaged_font, poster
from storage.engines.database import Database
from storage.migrations import migrate
from storage.settings.community import packaged_settings

GUIDES = ("steward", "secretary")
DOCUMENTS = Path(__file__).parents[2] / "docs"
HOW_TO_ENTER = "`louzhang settings show` and `louzhang settings load` enter it"
MANY_SHEETS = 5
"""From so many sheets on a bar shows how far it is."""


def print_sheets(out: Path, codes: list[str], bot: str, font: Path | None) -> None:
    """One PDF per place without places below it, named by its code."""
    chosen = _font(font)
    settings = read_settings(token_needed=not bot)
    username, directory, community = run_or_leave(_read(open_or_leave(settings), settings, bot.removeprefix("@")))
    places, unknown = places_to_print(directory, codes)
    faults = [f"--place: there is no place «{code}»" for code in unknown]
    faults += [
        f"{one.code}: the font has no {chars}; give one that has it with --font"
        for one in places
        if (chars := missing(directory.name(Address(one.id)), chosen))
    ]
    if faults or not places:
        refuse(*(faults or ["there is no building, unit or street yet; louzhang import sets them up"]))

    def draw(one: Place) -> None:
        sheet = PosterSheet(directory.name(Address(one.id)), link_to(username, one.code))
        (out / f"{one.code}.pdf").write_bytes(poster(sheet, community, chosen, CATALOGS))

    _make_folder(out)
    _each(places, draw)
    typer.echo(f"{len(places)} sheets in {out}")
    if community.name == packaged_settings().name:
        typer.echo(f"note: the community has no name of its own yet; {HOW_TO_ENTER}")
    if not community.office_phone:
        typer.echo(f"note: no telephone number of the office, there is a line to write it on; {HOW_TO_ENTER}")


def _font(font: Path | None) -> Path:
    if font is not None and not font.is_file():
        refuse(f"--font: there is no file {font.name}")
    return font or packaged_font()


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        refuse(f"{out.name} is no folder that can be written to")


def _each(places: list[Place], draw: Callable[[Place], None]) -> None:
    if len(places) < MANY_SHEETS:
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


def print_guides(out: Path, font: Path | None) -> None:
    """The stewards' and the secretary's page."""
    chosen = _font(font)
    sources = [DOCUMENTS / f"{name}.md" for name in GUIDES]
    if not all(source.is_file() for source in sources):
        refuse("the guides are in the folder docs of the program's source, which is not here")
    _make_folder(out)
    for source in sources:
        (out / f"{source.stem}.pdf").write_bytes(guide(source.read_text("utf-8"), chosen))
    typer.echo(f"{len(sources)} guides in {out}")
