"""`louzhang posters` and `louzhang places` on the terminal."""

import asyncio
import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.subjects import SUBJECTS
from services.set_up import import_set_up, prepare
from storage.engines.database import open_database
from storage.migrations import migrate

DEMO = Path(__file__).parents[2] / "bot" / "demo" / "community"


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration's community in a database of this test."""
    url = f"sqlite:///{tmp_path / 'posters.sqlite3'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("BOT_TOKEN", "1:playground-posters")
    files = tmp_path / "files"
    files.mkdir()
    for source in DEMO.glob("*.csv"):
        (files / source.name).write_text(source.read_text("utf-8"), "utf-8")
    asyncio.run(write(url, files))
    return files


async def write(url: str, files: Path) -> None:
    database = open_database(url, lambda: datetime.now(UTC), SUBJECTS)
    await database.schema(migrate)
    ready = prepare(files)
    assert ready.faults == ()
    await database.run(lambda work: import_set_up(work, ready))
    await database.close()


def louzhang(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args))
    return result.exit_code, result.output


def test_one_sheet_per_unit_and_street_with_a_bar_when_they_are_many(set_up: Path, tmp_path: Path) -> None:
    code, said = louzhang("posters", str(tmp_path / "out"), "--bot", "louzhang_test_bot")
    with (set_up / "places.csv").open(encoding="utf-8") as file:
        leaves = [row["code"] for row in csv.DictReader(file) if row["level"] in ("unit", "street")]
    assert (code, sorted(p.stem for p in (tmp_path / "out").iterdir())) == (0, sorted(leaves))
    assert "19 sheets" in said
    assert "the community has no name of its own yet" in said
    assert "no telephone number of the office, there is a line to write it on; `louzhang settings show`" in said


def test_wanted_places_are_printed_with_what_lies_below_them(set_up: Path, tmp_path: Path) -> None:
    louzhang("posters", str(tmp_path / "out"), "--bot", "louzhang_test_bot", "--place", "gh1", "--place", "sg")
    assert sorted(p.stem for p in (tmp_path / "out").iterdir()) == ["gh1", "gh1-1", "gh1-2", "gh1-3", "sg"]


async def rename_street(set_up: Path, tmp_path: Path) -> None:
    places = set_up / "places.csv"
    places.write_text(places.read_text("utf-8").replace("三公街", "三喆街"), "utf-8")
    await write(f"sqlite:///{tmp_path / 'posters.sqlite3'}", set_up)


def test_a_name_that_the_font_cannot_print_is_said_and_nothing_is_written(set_up: Path, tmp_path: Path) -> None:
    asyncio.run(rename_street(set_up, tmp_path))
    code, said = louzhang("posters", str(tmp_path / "out"), "--bot", "louzhang_test_bot")
    assert (code, said.strip()) == (2, "louzhang posters: sg: the font has no 喆; give one that has it with --font")
    assert not (tmp_path / "out").exists()


def test_an_unknown_place_is_said_and_nothing_is_written(set_up: Path, tmp_path: Path) -> None:
    code, said = louzhang("posters", str(tmp_path / "out"), "--bot", "b", "--place", "nowhere")
    assert (code, said.strip()) == (2, "louzhang posters: --place: there is no place «nowhere»")
    assert not (tmp_path / "out").exists()


def test_the_guides_are_printed_by_the_same_command(set_up: Path, tmp_path: Path) -> None:
    code, _ = louzhang("posters", str(tmp_path / "out"), "--guides")
    assert code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["secretary.pdf", "steward.pdf"]


def test_places_are_moved_from_a_table_with_every_fault_named(set_up: Path, tmp_path: Path) -> None:
    table = tmp_path / "moves.csv"
    table.write_text("what,code,into,name,from\nmerge,nowhere,gh,,2099-01-01\nrename,gh,,,2099-01-01\n", "utf-8")
    code, said = louzhang("places", str(table))
    assert code == 1
    assert "FAULT moves.csv, row 2: code: there is no place «nowhere»" in said
    assert "FAULT moves.csv, row 3: name: is empty" in said
    assert "2 faults; nothing is written" in said
    table.write_text("what,code,into,name,from\nrename,gh,,桂苑,2099-01-01\n", "utf-8")
    assert "dry run: nothing was written" in louzhang("places", str(table), "--dry-run")[1]
    assert "0 done at once, 1 on their day" in louzhang("places", str(table))[1]
