"""`louzhang import` on the terminal: what it compares, what its exit codes say, what it refuses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.cli import app
from playground.server import Server, serve
from playground.telegram import Telegram

TOKEN = "1:playground-import"
TABLES = {
    "places": "code,parent,level,name\nsl,,community,示例社区\ngh,sl,compound,桂花苑\ngh1,gh,building,1号楼\n",
    "posts": "code,place,role,title\np1,gh1,steward,1号楼楼栋长\n",
    "coverage": "post,place\np1,gh1\n",
    "people": "name,post,as\n罗桂芬,p1,main\n",
}


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    telegram = Telegram()
    telegram.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
    served = await serve(telegram, port=0)
    yield served
    await served.stop()


@pytest.fixture
def tables(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'import.sqlite3'}")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", server.url)
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


async def louzhang(*args: object) -> tuple[int, str]:
    result = await asyncio.to_thread(CliRunner().invoke, app, [str(arg) for arg in args])
    return result.exit_code, result.output


async def rename(folder: Path, name: str) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    moves = folder.parent / "moves.csv"
    moves.write_text(f"what,code,into,name,from\nrename,gh1,,{name},{today}\n", "utf-8")
    code, said = await louzhang("places", moves)
    assert (code, "1 done at once" in said) == (0, True)


async def test_a_dry_run_before_the_first_import_makes_no_database(tables: Path) -> None:
    code, said = await louzhang("import", tables, "--dry-run")
    assert (code, "dry run: nothing was written" in said) == (0, True)
    assert "there is no database of this version yet" in said
    assert sorted(path.name for path in tables.parent.iterdir()) == ["tables"]


async def test_what_differs_is_numbered_said_by_the_exit_code_and_decided_by_number(tables: Path) -> None:
    assert (await louzhang("import", tables))[0] == 0
    await rename(tables, "红楼")
    code, said = await louzhang("import", tables, "--dry-run")
    assert (code, "1. differs: places.csv, row 4, place gh1: name: «1号楼» in the file, «红楼» here" in said) == (
        3,
        True,
    )
    assert (await louzhang("import", tables))[0] == 3
    assert (await louzhang("import", tables, "--dry-run", "--take-file", "1"))[0] == 0
    assert (await louzhang("import", tables))[0] == 3, "a dry run decides nothing"
    code, said = await louzhang("import", tables, "--take-file", "2")
    assert (code, "there is no difference 2; there are 1; nothing was written" in said) == (1, True)
    code, said = await louzhang("import", tables, "--keep-chat", "rest")
    assert (code, "1. kept as in the chat:" in said) == (0, True)
    assert (await louzhang("import", tables))[0] == 0


async def test_files_that_do_not_fit_the_database_are_a_sentence_and_no_bug(tables: Path) -> None:
    assert (await louzhang("import", tables))[0] == 0
    for name, text in TABLES.items():
        (tables / f"{name}.csv").write_text(text.replace("gh1", "gh-1"), "utf-8")
    for args in ((), ("--dry-run",)):
        code, said = await louzhang("import", tables, *args)
        assert (code, "bug" in said) == (1, False)
        assert "«桂花苑» would have several places called «1号楼»: gh-1, gh1" in said


async def test_a_choice_that_cannot_be_read_is_refused_before_anything_else(tables: Path) -> None:
    code, said = await louzhang("import", tables, "--take-file", "three")
    assert (code, "«three» is no number of a difference" in said) == (1, True)


async def test_a_big_table_shows_how_far_it_is(tables: Path) -> None:
    rows = "".join(f"b{n},gh,building,{n}号楼\n" for n in range(2, 600))
    with (tables / "places.csv").open("a", encoding="utf-8") as file:
        file.write(rows)
    code, said = await louzhang("import", tables)
    assert (code, "\nrows\n" in said) == (0, True), "the label of the bar; without a terminal that is all of it"
    assert "604 added" in said


async def test_help_says_what_the_exit_codes_mean() -> None:
    code, said = await louzhang("import", "--help")
    assert code == 0
    assert "3 when rows that differ were left as they are" in " ".join(said.replace("│", " ").split())
