"""`louzhang digest`: the text on the terminal, and a sentence with exit code 2 where there is none."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.digest import print_digest
from bot.subjects import SUBJECTS
from storage.engines.database import open_database
from tests.conftest import MovedClock
from tests.services.test_digests import MONDAY, a_week


async def test_the_digest_is_printed_without_tags(database_url: str, clock: MovedClock) -> None:
    database = open_database(database_url, clock.now, SUBJECTS)
    await database.run(a_week)
    clock.set(MONDAY)
    text, found = await print_digest(database, "2026-W46", {}, again=True)
    assert found
    assert "结转0＋新增12－办结10＝在办2" in text
    assert "<" not in text


async def test_a_future_week_is_refused_with_the_reason(database_url: str, clock: MovedClock) -> None:
    text, found = await print_digest(open_database(database_url, clock.now, SUBJECTS), "2027-W10", {}, again=False)
    assert (text, found) == ("2027-W10 还没到，现在是 2026-W47。", False)


@pytest.mark.parametrize("week", ["2026-W60", "3000-W01"])
def test_the_command_leaves_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, week: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    result = CliRunner().invoke(app, ["digest", "--week", week])
    assert result.exit_code == 2
    assert week in result.output
